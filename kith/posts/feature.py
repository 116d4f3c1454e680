"""The plug of posts."""

from kith.base.feature import Feature
from kith.posts.jobs import LISTENERS, NIGHTLY
from kith.posts.model import (
    AuthorTally,
    Bookmark,
    Draft,
    FeaturedTag,
    Like,
    MyLike,
    Pin,
    Poll,
    Post,
    PostVersion,
    SentOnce,
    TaggedPost,
    Tally,
    ThreadMute,
    ThreadPost,
    Vote,
)
from kith.posts.web import LIVE, ROUTES

FEATURE = Feature(
    name="posts",
    records=(
        Post,
        ThreadPost,
        TaggedPost,
        FeaturedTag,
        PostVersion,
        Tally,
        AuthorTally,
        Like,
        MyLike,
        Bookmark,
        Pin,
        Poll,
        Vote,
        ThreadMute,
        Draft,
        SentOnce,
    ),
    routes=ROUTES,
    listeners=LISTENERS,
    nightly=NIGHTLY,
    live=LIVE,
)

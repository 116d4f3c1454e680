"""Records, intents, facts and limits of posts."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec

from kith.base.core.fact import Fact, Intent
from kith.base.core.ids import Id
from kith.base.core.record import Length, Record

TEXT_COLUMN_MAX = 100_000  # characters; people are held to `Settings.post_text_max`, other servers may write more
WARNING_MAX = 500
ATTACHMENTS_MAX = 4
OPTIONS_MIN, OPTIONS_MAX = 2, 8
OPTION_MAX = 100  # characters
POLL_MINUTES_MIN, POLL_DAYS_MAX = 5, 31
DRAFTS_MAX = 200
SCHEDULED_MAX = 200
SCHEDULE_MINUTES_MIN = 5
HASHTAGS_MAX = 30
MENTIONS_MAX = 50
PINS_MAX = 5

Audience = Literal["everyone", "unlisted", "followers", "mentioned"]


class Attachment(msgspec.Struct, frozen=True, kw_only=True):
    """A picture of a post: a copy of what `media` knows of it, so that a card needs no second read."""

    id: Id
    kind: str
    key: str
    small_key: str
    width: int
    height: int
    small_width: int
    small_height: int
    blurhash: str
    alt: str = ""
    focus_x: float = 0.0
    focus_y: float = 0.0


class Emoji(msgspec.Struct, frozen=True, kw_only=True):
    """A custom emoji used in a post: `:bread:` and where its picture lies."""

    shortcode: str
    url: str


class Mention(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody named in a post, as the text named them."""

    account_id: Id
    handle: str  # with the domain of another server
    url: str


class Post(
    Record,
    frozen=True,
    kw_only=True,
    table="posts",
    key=("author_id", "id"),
    indexes=(
        "(id)",
        "UNIQUE (author_id, repost_of_id) WHERE repost_of_id IS NOT NULL",
        "(repost_of_id) WHERE repost_of_id IS NOT NULL",
    ),
):
    """Something a person said, or passed on (`repost_of_id`: then it has no words of its own).

    `root_id` is the first post of the thread, the post itself where it answers nothing. `mentioned_ids` are the
    people named: they see it whatever the audience.
    """

    author_id: Id
    id: Id
    text: Annotated[str, Length(TEXT_COLUMN_MAX)] = ""
    html: str = ""
    warning: Annotated[str, Length(WARNING_MAX)] = ""
    sensitive: bool = False
    language: str | None = None
    audience: Audience = "everyone"
    reply_to_id: Id | None = None
    reply_to_author_id: Id | None = None
    root_id: Id
    root_author_id: Id
    repost_of_id: Id | None = None
    repost_of_author_id: Id | None = None
    mentioned_ids: tuple[Id, ...] = ()
    mentions: tuple[Mention, ...] = ()
    hashtags: tuple[str, ...] = ()
    emojis: tuple[Emoji, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    has_poll: bool = False
    app: Annotated[str, Length(200)] | None = None  # the app it was sent with
    published_at: datetime
    edited_at: datetime | None = None
    version: int = 1


class ThreadPost(Record, frozen=True, kw_only=True, table="thread_posts", key=("root_id", "id")):
    """Which posts belong to a thread: stored under its root, so that a whole tree is one read."""

    root_id: Id
    id: Id
    author_id: Id
    reply_to_id: Id | None = None


class TaggedPost(Record, frozen=True, kw_only=True, table="tagged_posts", key=("hashtag", "id")):
    """Which public posts carry a hashtag."""

    hashtag: str
    id: Id
    author_id: Id


class PostVersion(
    Record,
    frozen=True,
    kw_only=True,
    table="post_versions",
    key=("author_id", "post_id", "version"),
    references=("(author_id, post_id) REFERENCES posts (author_id, id) ON DELETE CASCADE",),
):
    """What a post said before an edit."""

    author_id: Id
    post_id: Id
    version: int
    text: str
    html: str
    warning: str
    sensitive: bool = False
    attachments: tuple[Attachment, ...] = ()
    poll_options: tuple[str, ...] = ()
    written_at: datetime


class Tally(
    Record,
    frozen=True,
    kw_only=True,
    table="tallies",
    key=("author_id", "post_id"),
    references=("(author_id, post_id) REFERENCES posts (author_id, id) ON DELETE CASCADE",),
):
    """How often a post was liked, passed on and answered. Apart from the post, so that a like rewrites no text."""

    author_id: Id
    post_id: Id
    likes: int = 0
    reposts: int = 0
    replies: int = 0


class Like(
    Record,
    frozen=True,
    kw_only=True,
    table="likes",
    key=("author_id", "post_id", "person_id"),
    indexes=("(author_id, post_id, id)",),
    references=("(author_id, post_id) REFERENCES posts (author_id, id) ON DELETE CASCADE",),
):
    """Somebody liked a post, under the post's author. Written together with its twin, `MyLike`."""

    author_id: Id
    post_id: Id
    person_id: Id
    id: Id
    created_at: datetime


class MyLike(Record, frozen=True, kw_only=True, table="my_likes", key=("person_id", "post_id"), indexes=("(person_id, id)",)):
    """The same, under the person who liked."""

    person_id: Id
    post_id: Id
    author_id: Id
    id: Id


class Bookmark(Record, frozen=True, kw_only=True, table="bookmarks", key=("person_id", "post_id"), indexes=("(person_id, id)",)):
    """A post somebody keeps for themselves. Nobody else is ever told."""

    person_id: Id
    post_id: Id
    author_id: Id
    id: Id


class Pin(Record, frozen=True, kw_only=True, table="pins", key=("author_id", "post_id")):
    """A post of one's own at the top of one's page."""

    author_id: Id
    post_id: Id
    id: Id


class Poll(
    Record,
    frozen=True,
    kw_only=True,
    table="polls",
    key=("author_id", "post_id"),
    references=("(author_id, post_id) REFERENCES posts (author_id, id) ON DELETE CASCADE",),
):
    """The question of a post. `votes` are jsonb counts in the order of `options`; `voters` is how many people."""

    author_id: Id
    post_id: Id
    options: tuple[str, ...]
    multiple: bool = False
    hide_totals: bool = False
    votes: dict[str, int]
    voters: int = 0
    ends_at: datetime
    ended_at: datetime | None = None


class Vote(
    Record,
    frozen=True,
    kw_only=True,
    table="votes",
    key=("author_id", "post_id", "person_id"),
    references=("(author_id, post_id) REFERENCES posts (author_id, id) ON DELETE CASCADE",),
):
    """What somebody chose: the numbers of the options, from 0, as text."""

    author_id: Id
    post_id: Id
    person_id: Id
    choices: tuple[str, ...]
    created_at: datetime


class ThreadMute(Record, frozen=True, kw_only=True, table="thread_mutes", key=("person_id", "root_id")):
    """Somebody wants no more notices from a thread."""

    person_id: Id
    root_id: Id


class PollWish(msgspec.Struct, frozen=True, kw_only=True):
    """A poll as its author asks for it."""

    options: tuple[str, ...]
    lasts_s: int
    multiple: bool = False
    hide_totals: bool = False


class Words(msgspec.Struct, frozen=True, kw_only=True):
    """A post as its author asks for it: what the composer, a client app and another server all make."""

    text: str = ""
    warning: str = ""
    sensitive: bool = False
    language: str | None = None
    audience: Audience = "everyone"
    reply_to_id: Id | None = None
    media_ids: tuple[Id, ...] = ()
    poll: PollWish | None = None
    app: str | None = None


class Draft(
    Record,
    frozen=True,
    kw_only=True,
    table="drafts",
    key=("person_id", "id"),
    indexes=("(publish_at) WHERE publish_at IS NOT NULL",),
):
    """Words kept for later; with `publish_at`, they go out by themselves then."""

    person_id: Id
    id: Id
    words: Words
    publish_at: datetime | None = None
    held_because: str | None = None  # why a scheduled post could not go out; shown to its author
    updated_at: datetime


class SentOnce(Record, frozen=True, kw_only=True, table="sent_once", key=("person_id", "key"), indexes=("(created_at)",)):
    """An idempotency key and what it made, for a day: a double click or a retry makes nothing twice."""

    person_id: Id
    key: Annotated[str, Length(200)]
    made_id: Id
    created_at: datetime


class Publish(Intent, frozen=True, kw_only=True):
    """Somebody is about to post."""

    author_id: Id
    words: Words


class Repost(Intent, frozen=True, kw_only=True):
    """Somebody is about to pass a post on."""

    person_id: Id
    post_id: Id
    author_id: Id


class Published(Fact, frozen=True, kw_only=True):
    """A post is out. `repost_of_id` where it passes another on."""

    author_id: Id
    post_id: Id
    root_id: Id
    audience: Audience
    reply_to_id: Id | None = None
    reply_to_author_id: Id | None = None
    repost_of_id: Id | None = None
    repost_of_author_id: Id | None = None
    mentioned_ids: tuple[Id, ...] = ()


class Edited(Fact, frozen=True, kw_only=True):
    """A post says something else now. `newly_mentioned_ids` were not named before."""

    author_id: Id
    post_id: Id
    newly_mentioned_ids: tuple[Id, ...] = ()


class Deleted(Fact, frozen=True, kw_only=True):
    """A post is gone."""

    author_id: Id
    post_id: Id
    root_id: Id
    repost_of_id: Id | None = None


class Liked(Fact, frozen=True, kw_only=True):
    """Somebody liked a post."""

    author_id: Id
    post_id: Id
    person_id: Id


class Unliked(Fact, frozen=True, kw_only=True):
    """Somebody took a like back."""

    author_id: Id
    post_id: Id
    person_id: Id


class Voted(Fact, frozen=True, kw_only=True):
    """Somebody voted."""

    author_id: Id
    post_id: Id
    person_id: Id


class PollDue(Fact, frozen=True, kw_only=True):
    """A poll's time is up (told for later, when it is made)."""

    author_id: Id
    post_id: Id


class PollEnded(Fact, frozen=True, kw_only=True):
    """A poll has closed; its author and its voters may want to know."""

    author_id: Id
    post_id: Id


class DraftDue(Fact, frozen=True, kw_only=True):
    """A scheduled post's time has come (told for later, when it is scheduled)."""

    person_id: Id
    draft_id: Id

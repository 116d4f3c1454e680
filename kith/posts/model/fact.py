"""What others may refuse before it happens, and hear of afterwards."""

from typing import Literal

from kith.base.core.fact import Fact, Intent
from kith.base.core.ids import Id
from kith.posts.model.draft import Words
from kith.posts.model.post import Audience, Post

# Who sends it: somebody who can be asked something first, an app that can only be told, or the clock.
SentBy = Literal["hand", "app", "clock"]


class Address(Intent, frozen=True, kw_only=True):
    """Somebody is about to say something to the people whom they name and to nobody else, or to answer something."""

    words: Words
    idempotency_key: str | None = None


class Sought(Intent, frozen=True, kw_only=True):
    """Somebody looks for a post that is not there, or not for them: it may be something else by now."""

    post_id: Id


class Publish(Intent, frozen=True, kw_only=True):
    """Somebody is about to post. `parent` is what it answers; a gate may raise `Undecided`, too."""

    author_id: Id
    post_id: Id
    words: Words
    parent: Post | None = None
    sent_by: SentBy = "app"


class Edit(Intent, frozen=True, kw_only=True):
    """Somebody is about to let a post say something else. `post` is what stands there now."""

    author_id: Id
    post: Post
    words: Words
    sent_by: SentBy = "app"


class Delete(Intent, frozen=True, kw_only=True):
    """A post is about to go, and is locked: time to hold what its going away will change."""

    post: Post


class Repost(Intent, frozen=True, kw_only=True):
    """Somebody is about to pass a post on."""

    person_id: Id
    post_id: Id
    author_id: Id


class Published(Fact, frozen=True, kw_only=True):
    """A post is out. `repost_of_id` where it passes another on; `is_awaited` where a follower hears of each post."""

    author_id: Id
    post_id: Id
    root_id: Id
    audience: Audience
    reply_to_id: Id | None = None
    reply_to_author_id: Id | None = None
    repost_of_id: Id | None = None
    repost_of_author_id: Id | None = None
    quote_of_id: Id | None = None
    quote_of_author_id: Id | None = None
    mentioned_ids: tuple[Id, ...] = ()
    hashtags: tuple[str, ...] = ()
    is_awaited: bool = True


class Edited(Fact, frozen=True, kw_only=True):
    """A post says something else now. `newly_mentioned_ids` were not named before."""

    author_id: Id
    post_id: Id
    newly_mentioned_ids: tuple[Id, ...] = ()


class Deleted(Fact, frozen=True, kw_only=True):
    """A post is gone. What others still have to be told by is carried along: the row cannot be asked any more."""

    author_id: Id
    post_id: Id
    root_id: Id
    repost_of_id: Id | None = None
    audience: Audience = "everyone"
    mentioned_ids: tuple[Id, ...] = ()
    hashtags: tuple[str, ...] = ()
    reply_to_author_id: Id | None = None
    quote_of_author_id: Id | None = None


class MovedAway(Fact, frozen=True, kw_only=True):
    """A post is one no more: it became something else, under the same id."""

    post_id: Id


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


class DraftHeld(Fact, frozen=True, kw_only=True):
    """A scheduled post could not go out; it is a draft again, and says why."""

    person_id: Id
    draft_id: Id


class RepostsLeft(Fact, frozen=True, kw_only=True):
    """A deleted post was passed on so often that the rest is removed in further steps."""

    post_id: Id


class BelongingsLeft(Fact, frozen=True, kw_only=True):
    """Somebody who left had so many posts or likes that the rest is deleted in further steps."""

    account_id: Id

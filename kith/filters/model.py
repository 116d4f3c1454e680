"""Records, wishes and limits of filters."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec

from kith.base.core.ids import Id
from kith.base.core.record import Length, Record

FILTERS_MAX = 100  # of one reader
KEYWORDS_MAX = 500  # of one reader, in all filters: each post that is shown is looked through for every one
POSTS_MAX = 500  # of one reader, in all filters
TITLE_MAX = 256  # characters
KEYWORD_MAX = 512  # characters, what Mastodon takes
EXPIRES_S_MAX = 10 * 365 * 86_400

Context = Literal["home", "notifications", "public", "thread", "account"]
FilterAction = Literal["warn", "hide", "blur"]
CONTEXTS: tuple[Context, ...] = ("home", "notifications", "public", "thread", "account")


class Filter(Record, frozen=True, kw_only=True, table="filters", key=("owner_id", "id")):
    """A filter, of its owner alone. One that has expired does nothing, and can be renewed."""

    owner_id: Id
    id: Id
    title: Annotated[str, Length(TITLE_MAX)]
    contexts: tuple[str, ...]
    action: FilterAction = "warn"
    expires_at: datetime | None = None
    created_at: datetime


class FilterKeyword(
    Record,
    frozen=True,
    kw_only=True,
    table="filter_keywords",
    key=("owner_id", "id"),
    indexes=("(owner_id, filter_id, id)",),
    references=("(owner_id, filter_id) REFERENCES filters (owner_id, id) ON DELETE CASCADE",),
):
    """A word or a phrase of a filter."""

    owner_id: Id
    id: Id
    filter_id: Id
    keyword: Annotated[str, Length(KEYWORD_MAX)]
    whole_word: bool = True


class FilterPost(
    Record,
    frozen=True,
    kw_only=True,
    table="filter_posts",
    key=("owner_id", "id"),
    indexes=("UNIQUE (owner_id, filter_id, post_id)",),
    references=("(owner_id, filter_id) REFERENCES filters (owner_id, id) ON DELETE CASCADE",),
):
    """A single post that a filter is about, whatever it says."""

    owner_id: Id
    id: Id
    filter_id: Id
    post_id: Id


class FullFilter(msgspec.Struct, frozen=True, kw_only=True):
    """A filter with all that it is about."""

    filter: Filter
    keywords: tuple[FilterKeyword, ...] = ()
    posts: tuple[FilterPost, ...] = ()


class KeywordWish(msgspec.Struct, frozen=True, kw_only=True):
    """A keyword as its owner wants it. With `id` it changes one that is there, or with `gone` takes it out."""

    id: Id | None = None
    keyword: str = ""
    whole_word: bool | None = None
    gone: bool = False


class FilterWish(msgspec.Struct, frozen=True, kw_only=True):
    """A filter as its owner wants it."""

    title: str
    contexts: tuple[str, ...]
    action: FilterAction = "warn"
    expires_at: datetime | None = None


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """A filter that met a post, and by what: keywords, or the post itself.

    Where it is no filter of one's own making, `words` say what it is. `doubted` is the topic that a machine alone
    thinks the post is about: whoever reads may say that it is not.
    """

    filter: Filter
    keywords: tuple[str, ...] = ()
    post_id: Id | None = None
    words: str = ""
    doubted: str = ""

    def works_in(self, context: Context) -> bool:
        """Tell whether the filter is for this context."""
        return context in self.filter.contexts

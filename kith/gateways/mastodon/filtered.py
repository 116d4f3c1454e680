"""The entities `Filter`, `FilterKeyword`, `FilterStatus` and `FilterResult`."""

import msgspec

from kith.filters import Filter, FilterKeyword, FilterPost, Found, FullFilter
from kith.gateways.mastodon.dates import date_text


class FilterKeywordEntity(msgspec.Struct, frozen=True, kw_only=True):
    """A word or phrase of a filter."""

    id: str
    keyword: str
    whole_word: bool


class FilterStatusEntity(msgspec.Struct, frozen=True, kw_only=True):
    """A single status of a filter."""

    id: str
    status_id: str


class FilterEntity(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A filter; within a result without what it is about."""

    id: str
    title: str
    context: tuple[str, ...]
    filter_action: str
    expires_at: str | None = msgspec.field(default_factory=lambda: None)
    keywords: tuple[FilterKeywordEntity, ...] | msgspec.UnsetType = msgspec.UNSET
    statuses: tuple[FilterStatusEntity, ...] | msgspec.UnsetType = msgspec.UNSET


class FilterResultEntity(msgspec.Struct, frozen=True, kw_only=True):
    """A filter that meets a status, and by what."""

    filter: FilterEntity
    keyword_matches: tuple[str, ...] | None
    status_matches: tuple[str, ...] | None


def present_filter(full: FullFilter) -> FilterEntity:
    """Give the entity of a filter with all that it is about."""
    return msgspec.structs.replace(
        _bare(full.filter),
        keywords=tuple(present_keyword(one) for one in full.keywords),
        statuses=tuple(present_place(one) for one in full.posts),
    )


def present_keyword(keyword: FilterKeyword) -> FilterKeywordEntity:
    """Give the entity of a keyword."""
    return FilterKeywordEntity(id=str(keyword.id), keyword=keyword.keyword, whole_word=keyword.whole_word)


def present_place(place: FilterPost) -> FilterStatusEntity:
    """Give the entity of a single status in a filter."""
    return FilterStatusEntity(id=str(place.id), status_id=str(place.post_id))


def present_found(found: Found) -> FilterResultEntity:
    """Give the entity of what a filter met."""
    return FilterResultEntity(
        filter=_bare(found.filter),
        keyword_matches=found.keywords or None,
        status_matches=(str(found.post_id),) if found.post_id is not None else None,
    )


def _bare(one: Filter) -> FilterEntity:
    return FilterEntity(
        id=str(one.id),
        title=one.title,
        context=one.contexts,
        filter_action=one.action,
        expires_at=date_text(one.expires_at) if one.expires_at else None,
    )

"""What a reader does with their filters, and the sieve that is made of them."""

from collections.abc import Sequence
from functools import lru_cache

import msgspec

from kith.base.bus.live import LiveEvent
from kith.base.core.errors import Invalid, NotFound, Refused, SignInFirst
from kith.base.core.ids import Id
from kith.base.core.words import _
from kith.base.work import Work
from kith.filters import store
from kith.filters.model import (
    FILTERS_MAX,
    KEYWORDS_MAX,
    POSTS_MAX,
    Filter,
    FilterKeyword,
    FilterPost,
    FilterWish,
    FullFilter,
    KeywordWish,
)
from kith.filters.rules import Sieve, check_keyword, check_wish
from kith.people import note_filters, viewer_of
from kith.people.model import Viewer

SIEVES_KEPT = 256  # compiled, in one process

_NOTHING = Sieve(())
_encode, _decode = msgspec.msgpack.Encoder().encode, msgspec.msgpack.Decoder(tuple[FullFilter, ...]).decode


async def sieve_of(work: Work) -> Sieve:
    """Give the sieve of whoever acts: out of this process's cache, where it is known. Expired filters are in it.

    A viewer knows whether they have any, so that nearly everybody is asked for nothing.
    """
    if work.actor is None:
        return _NOTHING
    if not (await viewer_of(work)).filters:
        return _NOTHING
    kept: tuple[Id, Sieve] | None = work.memo.get(Sieve)
    if kept is None or kept[0] != work.actor:
        kept = work.memo[Sieve] = (work.actor, await _load(work, work.actor))
    return kept[1]


async def _load(work: Work, owner_id: Id) -> Sieve:
    cache, key = work.house.cache, f"filters:{owner_id}"
    kept = cache.get(key)
    if kept is None:
        epoch = cache.epoch()
        kept = _encode(tuple(await store.filters_of(work.db, owner_id)))
        cache.put(key, kept, depends=(key,), since=epoch)
    return _compiled(kept)


@lru_cache(maxsize=SIEVES_KEPT)
def _compiled(kept: bytes) -> Sieve:
    return Sieve(_decode(kept))


async def make_filter(work: Work, wish: FilterWish, keywords: Sequence[KeywordWish] = ()) -> FullFilter:
    """Make a filter. Raises `Invalid`; `Refused` for one too many."""
    owner_id, wish = _acting(work), check_wish(wish)
    if len(await store.filters_of(work.db, owner_id)) >= FILTERS_MAX:
        raise Refused(_("You have {count} filters. Delete one first.").format(count=FILTERS_MAX))
    made = Filter(
        owner_id=owner_id,
        id=work.new_id(),
        title=wish.title,
        contexts=wish.contexts,
        action=wish.action,
        expires_at=wish.expires_at,
        created_at=work.now,
    )
    await work.db.insert(made)
    await note_filters(work.db, owner_id, any_=True)
    for keyword in keywords:
        if keyword.id is not None:
            raise NotFound
        if not keyword.gone:
            await _add_keyword(work, made.id, keyword)
    return await _changed(work, made.id)


async def change_filter(
    work: Work, filter_id: Id, wish: FilterWish, keywords: Sequence[KeywordWish] = ()
) -> FullFilter:
    """Change a filter, and those of its keywords that are named."""
    owner_id, wish = _acting(work), check_wish(wish)
    before = await store.lock_filter(work.db, owner_id, filter_id)
    after = msgspec.structs.replace(
        before, title=wish.title, contexts=wish.contexts, action=wish.action, expires_at=wish.expires_at
    )
    await store.change(work.db, after)
    for keyword in keywords:
        if keyword.id is None:
            if not keyword.gone:
                await _add_keyword(work, filter_id, keyword)
            continue
        known = await store.find_keyword(work.db, owner_id, keyword.id)
        if known.filter_id != filter_id:
            raise NotFound
        if keyword.gone:
            await store.delete_keyword(work.db, owner_id, known.id)
        else:
            await _change_keyword(work, known, keyword)
    return await _changed(work, filter_id)


async def delete_filter(work: Work, filter_id: Id) -> None:
    """Delete a filter: what it held back is seen again."""
    owner_id = _acting(work)
    if not await store.delete(work.db, owner_id, filter_id):
        raise NotFound
    await note_filters(work.db, owner_id, any_=bool(await store.filters_of(work.db, owner_id)))
    _tell(work)


async def add_keyword(work: Work, filter_id: Id, wish: KeywordWish) -> FilterKeyword:
    """Add a keyword to a filter."""
    await store.lock_filter(work.db, _acting(work), filter_id)
    made = await _add_keyword(work, filter_id, wish)
    _tell(work)
    return made


async def change_keyword(work: Work, keyword_id: Id, wish: KeywordWish) -> FilterKeyword:
    """Change a keyword; what is not said of it stays."""
    known = await store.find_keyword(work.db, _acting(work), keyword_id)
    changed = await _change_keyword(work, known, wish)
    _tell(work)
    return changed


async def delete_keyword(work: Work, keyword_id: Id) -> None:
    """Delete a keyword."""
    if not await store.delete_keyword(work.db, _acting(work), keyword_id):
        raise NotFound
    _tell(work)


async def add_post(work: Work, filter_id: Id, post_id: Id) -> FilterPost:
    """Put a single post into a filter. The caller has made sure that it may be seen."""
    owner_id = _acting(work)
    await store.lock_filter(work.db, owner_id, filter_id)
    every = await store.filters_of(work.db, owner_id)
    for place in (place for one in every if one.filter.id == filter_id for place in one.posts):
        if place.post_id == post_id:
            raise Invalid(_("That post is in this filter already."), field="status_id")
    if sum(len(one.posts) for one in every) >= POSTS_MAX:
        raise Refused(_("Your filters hold {count} posts. Take one out first.").format(count=POSTS_MAX))
    made = FilterPost(owner_id=owner_id, id=work.new_id(), filter_id=filter_id, post_id=post_id)
    await work.db.insert(made)
    _tell(work)
    return made


async def delete_post(work: Work, place_id: Id) -> None:
    """Take a single post out of its filter."""
    if not await store.delete_post(work.db, _acting(work), place_id):
        raise NotFound
    _tell(work)


async def _add_keyword(work: Work, filter_id: Id, wish: KeywordWish) -> FilterKeyword:
    owner_id, text = _acting(work), check_keyword(wish.keyword)
    every = await store.filters_of(work.db, owner_id)
    if sum(len(one.keywords) for one in every) >= KEYWORDS_MAX:
        raise Refused(_("Your filters hold {count} keywords. Delete one first.").format(count=KEYWORDS_MAX))
    whole = wish.whole_word is not False
    made = FilterKeyword(owner_id=owner_id, id=work.new_id(), filter_id=filter_id, keyword=text, whole_word=whole)
    await work.db.insert(made)
    return made


async def _change_keyword(work: Work, known: FilterKeyword, wish: KeywordWish) -> FilterKeyword:
    changed = msgspec.structs.replace(
        known,
        keyword=check_keyword(wish.keyword) if wish.keyword else known.keyword,
        whole_word=known.whole_word if wish.whole_word is None else wish.whole_word,
    )
    await store.change_keyword(work.db, changed)
    return changed


async def _changed(work: Work, filter_id: Id) -> FullFilter:
    _tell(work)
    return await store.find_filter(work.db, _acting(work), filter_id)


def _tell(work: Work) -> None:
    """Let every process and every open app of the reader forget what it knew."""
    owner_id = _acting(work)
    for kind in (Sieve, Viewer):
        work.memo.pop(kind, None)
    work.forget(f"filters:{owner_id}", f"viewer:{owner_id}")
    work.announce(LiveEvent(kind="filters.changed", subject_id=owner_id, author_id=owner_id), {owner_id})


def _acting(work: Work) -> Id:
    if work.actor is None:
        raise SignInFirst
    return work.actor

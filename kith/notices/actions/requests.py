"""What is held back: who waits, and what the owner says to it."""

from collections.abc import Iterable, Sequence

from kith.base.bus.live import LiveEvent
from kith.base.core.errors import NotFound
from kith.base.core.ids import Id
from kith.base.core.paging import Paging, Slice
from kith.base.work import Work
from kith.conversations import newest_from
from kith.notices import store
from kith.notices.actions.reading import acting, talk_of, unwilling_among
from kith.notices.actions.telling import say_new
from kith.notices.model import NoticeRequest, RequestView
from kith.people import present_accounts, viewer_of
from kith.posts import hydrate, posts_by_pairs


async def policy_summary(work: Work) -> tuple[int, int]:
    """Count who waits, and their notices."""
    return await store.waiting_summary(work.db, acting(work), unwanted=await unwilling_among(work))


async def load_requests(work: Work, paging: Paging) -> Slice[RequestView]:
    """List who waits, with how much and the last of it."""
    part = await store.requests_of(work.db, acting(work), paging, unwanted=await unwilling_among(work))
    return Slice(items=await _shown(work, part.items), older_than=part.older_than)


async def load_request(work: Work, request_id: Id) -> RequestView:
    """Get one request. Raises `NotFound`."""
    found = await store.requests_by_ids(work.db, acting(work), [request_id])
    views = await _shown(work, found)
    if not views:
        raise NotFound
    return views[0]


async def accept_requests(work: Work, ids: Iterable[Id]) -> None:
    """Bring in what these people sent, now and from now on. Raises `NotFound` where none of them waits."""
    people = await _people(work, ids)
    owner_id = acting(work)
    await store.welcome(work.db, owner_id, people)
    say_new(work, owner_id)
    work.announce(LiveEvent(kind="notices.merged", subject_id=owner_id, author_id=owner_id), {owner_id})


async def dismiss_requests(work: Work, ids: Iterable[Id]) -> None:
    """Let go what these people sent. They are not told, and may ask again. Raises `NotFound` where none waits."""
    await store.turn_away(work.db, acting(work), await _people(work, ids))


async def _people(work: Work, ids: Iterable[Id]) -> list[Id]:
    found = await store.requests_by_ids(work.db, acting(work), ids)
    if not found:
        raise NotFound
    return [one.from_id for one in found]


async def _shown(work: Work, requests: Sequence[NoticeRequest]) -> list[RequestView]:
    if not requests:
        return []
    viewer = await viewer_of(work)
    people = [one.from_id for one in requests]
    accounts = {one.id: one for one in await present_accounts(work.db, people)}
    last, counts = await store.waiting_of(work.db, viewer.id, people)
    pairs = [(one.post_author_id, one.post_id) for one in last if one.post_id and one.post_author_id]
    cards = await hydrate(work.db, viewer, await posts_by_pairs(work.db, viewer, pairs))
    by_post = {card.post.id: card for card in cards}
    knocks = {one.from_id: talk_of(one) for one in last if one.kind == "knock"}
    said = await newest_from(work, knocks.values())
    of_person = {one.from_id: by_post.get(one.post_id) for one in last if one.post_id}
    return [
        RequestView(
            request=one,
            account=accounts[one.from_id],
            count=counts[one.from_id],
            card=of_person.get(one.from_id),
            said_id=said.get(knocks[one.from_id]) if one.from_id in knocks else None,
        )
        for one in requests
        if one.from_id in accounts and one.from_id in counts
    ]

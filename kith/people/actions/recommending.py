"""Recommending people on one's page, and whom one may be suggested."""

from collections.abc import Iterable
from datetime import timedelta

from kith.base.core.ids import ID_MAX, Id
from kith.base.core.paging import Paging
from kith.base.work import Work
from kith.people import store
from kith.people.actions.meeting import acting, glance, meet
from kith.people.model import PASSED_DAYS, Account, PassedOver, Recommendation
from kith.people.rules.recommending import check_may_recommend


async def recommend(work: Work, other_id: Id) -> None:
    """Name somebody whom one follows on one's page. Raises `Refused` for one whom one does not follow."""
    me, other = await meet(work, other_id)
    follow = await store.find_follow(work.db, me.id, other.id)
    check_may_recommend(follow, recommended=await store.count_recommendations(work.db, me.id))
    made = Recommendation(person_id=me.id, account_id=other.id, id=work.new_id(), created_at=work.now)
    await store.add_recommendation(work.db, made)


async def recommend_no_longer(work: Work, other_id: Id) -> None:
    """Take somebody off one's page; who does not stand there is no trouble. They are not told."""
    other = await glance(work, other_id)
    await store.remove_recommendation(work.db, acting(work), other.id)


async def known_already(work: Work) -> set[Id]:
    """Give who is suggested to whoever acts no more: themselves, whom they follow, asked to, mute or passed over
    lately, and whoever is hidden.
    """
    viewer = await store.viewer_of(work)
    since = work.now - timedelta(days=PASSED_DAYS)
    return {viewer.id, *viewer.hidden, *viewer.muted, *await store.not_suggested(work.db, viewer.id, since=since)}


async def newcomers(work: Work, *, limit: int, not_these: Iterable[Id] = ()) -> list[Account]:
    """List who came last and wishes to be found, of those whom whoever acts does not know already."""
    if limit <= 0:
        return []
    viewer, paging = await store.viewer_of(work), Paging(max_id=Id(ID_MAX), limit=limit)
    known = await known_already(work) | set(not_these)
    found = await store.people_to_find(work.db, viewer, paging, not_these=known)
    return [one.account for one in found.items]


async def pass_over(work: Work, other_id: Id) -> None:
    """Be suggested somebody no more for half a year. They still stand where everybody stands, and are not told."""
    other = await glance(work, other_id)
    await store.pass_over(work.db, PassedOver(person_id=acting(work), account_id=other.id, created_at=work.now))

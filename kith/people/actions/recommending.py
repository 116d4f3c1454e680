"""Recommending people on one's page, and being suggested people."""

from kith.base.core.ids import ID_MAX, Id
from kith.base.core.paging import Paging
from kith.base.work import Work
from kith.people import store
from kith.people.actions.meeting import acting, glance, meet
from kith.people.model import SUGGESTING_PEOPLE_MIN, PassedOver, Recommendation, Suggestion
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


async def suggestions(work: Work, *, limit: int) -> list[Suggestion]:
    """List people whom one may know: first whom several of one's people follow, then newcomers.

    All of them wish to be found. Never anybody whom one follows, asked to, mutes or passed over, nor anybody hidden.
    """
    viewer = await store.viewer_of(work)
    not_these = {viewer.id, *viewer.hidden, *viewer.muted, *await store.not_suggested(work.db, viewer.id)}
    followed = await store.followed_by_mine(
        work.db, viewer.id, not_these, people_min=SUGGESTING_PEOPLE_MIN, limit=limit
    )
    people = await store.accounts_of(work.db, (one for row in followed for one in (row.account_id, *row.named)))
    found = [
        Suggestion(account=people[row.account_id], people=row.people, known=tuple(people[one] for one in row.named))
        for row in followed
    ]
    if len(found) < limit:
        not_these |= {one.account.id for one in found}
        paging = Paging(max_id=Id(ID_MAX), limit=limit - len(found))
        newcomers = await store.people_to_find(work.db, viewer, paging, not_these=not_these)
        found += [Suggestion(account=one.account) for one in newcomers.items]
    return found


async def pass_over(work: Work, other_id: Id) -> None:
    """Be suggested somebody no more. They still stand where everybody stands, and are not told."""
    other = await glance(work, other_id)
    await store.pass_over(work.db, PassedOver(person_id=acting(work), account_id=other.id, created_at=work.now))

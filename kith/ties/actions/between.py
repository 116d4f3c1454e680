"""All that decides whether people may be suggested to whoever acts, read for many at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from kith.base.core.errors import Refused
from kith.base.core.ids import Id
from kith.base.work import Work
from kith.people import find_account, muters_of, present_accounts, viewer_of
from kith.people.model import Account, Viewer
from kith.ties import store
from kith.ties.actions.reading import acting
from kith.ties.model import Between, DeclaredRelation, Occasion, TiePrompt, TieSettings, TieWish
from kith.ties.model.prompt import Nearby, SuggestPerson
from kith.ties.rules.prompts import is_minor_and_adult, may_suggest


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What is known of whoever acts and of the others, at one moment. A part of it is the others' own, and is shown
    to nobody: it only keeps people apart.
    """

    viewer: Viewer
    me: Account | None
    accounts: dict[Id, Account]
    relations: dict[Id, list[DeclaredRelation]]
    wishes: dict[Id, TieWish]
    prompts: dict[Id, TiePrompt]
    settings: dict[Id, TieSettings]
    ended: set[Id]
    parted: set[Id]
    muters: set[Id]

    def between(self, other_id: Id, *, refused: bool, work: Work, asked_at: datetime | None = None) -> Between:
        """Give what forbids to suggest somebody. `asked_at`: when whoever acts said that they want it."""
        wish, settings = self.wishes.get(other_id), self.settings.get(other_id)
        kinds = {one.kind for one in self.relations.get(other_id, ()) if one.state == "confirmed"}
        return Between(
            blocked=other_id in self.viewer.hidden,
            muted=other_id in self.viewer.muted or other_id in self.muters,
            ended=other_id in self.ended,
            parted=other_id in self.parted or (wish is not None and wish.parted),
            remembered=_is_remembered(self.accounts[other_id], asked_at),
            unsuggested=settings is not None and settings.unsuggested,
            never=wish is not None and wish.never,
            refused=refused,
            minor_and_adult=is_minor_and_adult(
                self.me.born_on if self.me else None, self.accounts[other_id].born_on, work.now.date()
            ),
            family="family" in kinds,
        )

    def occasion(self, other_id: Id, nearby: Nearby) -> Occasion:
        """Give what makes today a day to write."""
        wish, settings = self.wishes.get(other_id), self.settings.get(other_id)
        return Occasion(
            returned_at=settings.returned_at if settings else None,
            birthday=nearby.birthdays.get(other_id),
            shared_days=nearby.shared_days.get(other_id, ()),
            same_town=other_id in nearby.same_town,
            both_hope=wish is not None and wish.both_hope_at is not None,
        )


async def facts_about(work: Work, others: Sequence[Id]) -> Facts:
    """Read what is known of these; whoever is gone is not among the accounts."""
    person_id = acting(work)
    relations: dict[Id, list[DeclaredRelation]] = {}
    for one in await store.all_relations(work.db, person_id):
        relations.setdefault(one.other_id, []).append(one)
    return Facts(
        viewer=await viewer_of(work),
        me=await find_account(work.db, person_id),
        accounts={one.id: one for one in await present_accounts(work.db, others) if one.kind == "person"},
        relations=relations,
        wishes={one.other_id: one for one in await store.wishes_of(work.db, person_id)},
        prompts=await store.prompts_of(work.db, person_id),
        settings=await store.settings_of(work.db, others),
        ended=await store.ended_with(work.db, person_id),
        parted=await store.parted_from(work.db, person_id, others),
        muters=await muters_of(work.db, person_id, others, work.now),
    )


async def can_suggest(work: Work, facts: Facts, other_id: Id, *, asked_at: datetime | None = None) -> bool:
    """Tell whether somebody may be suggested to whoever acts. The cheap reasons come first, and the features above
    are asked only for whoever is left.
    """
    if other_id not in facts.accounts:
        return False
    if not may_suggest(facts.between(other_id, refused=False, work=work, asked_at=asked_at)):
        return False
    return not await _is_refused(work, other_id)


def _is_remembered(other: Account, asked_at: datetime | None) -> bool:
    """Whether somebody has died, and nobody said since then that they want to be reminded of them."""
    return other.remembered_at is not None and (asked_at is None or asked_at <= other.remembered_at)


async def _is_refused(work: Work, other_id: Id) -> bool:
    try:
        await work.permit(SuggestPerson(owner_id=acting(work), other_id=other_id))
    except Refused:
        return True
    return False

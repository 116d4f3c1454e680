"""Names that an organisation listens for, and who lets it hear them."""

from datetime import timedelta

import msgspec

from kith.base.core.errors import Invalid, NotFound, Refused
from kith.base.core.ids import Id, first_id_at
from kith.base.core.words import _
from kith.base.work import Work
from kith.desk import store
from kith.desk.actions.desk import Desk, desk_of
from kith.desk.model import COMMON_DAYS, COMMON_FROM, NAMES_MAX, DeskName, NamingChanged, NamingWish
from kith.desk.rules.naming import read_name
from kith.organisations import lock_organisation, record
from kith.people import get_account


class NameView(msgspec.Struct, frozen=True, kw_only=True):
    """A name, and whether it is a word of everybody's: much will be heard that is not meant."""

    name: DeskName
    is_common: bool


async def load_names(work: Work, organisation_id: Id) -> tuple[Desk, list[NameView]]:
    """List what an organisation listens for. Raises `Refused` for who does not look after its desk."""
    desk = await desk_of(work, organisation_id)
    desk.check_leads()
    names = await store.names_of(work.db, desk.id)
    return desk, [NameView(name=one, is_common=await _is_common(work, one)) for one in names]


async def add_name(work: Work, organisation_id: Id, text: str) -> NameView:
    """Listen for a name from now on. Raises `Invalid` for what is none, `Refused` for one too many."""
    desk = await desk_of(work, organisation_id)
    desk.check_leads()
    shown, words = read_name(text)
    await lock_organisation(work.db, desk.id)
    known = await store.names_of(work.db, desk.id)
    if any(one.words == words for one in known):
        raise Invalid(_("That name is there already."), field="name")
    if len(known) >= NAMES_MAX:
        raise Refused(_("You listen for {count} names. Take one out first.").format(count=NAMES_MAX))
    name = DeskName(organisation_id=desk.id, words=words, text=shown, added_at=work.now)
    await work.db.insert(name)
    await record(work, desk.id, "name.added")
    return NameView(name=name, is_common=await _is_common(work, name))


async def remove_name(work: Work, organisation_id: Id, words: str) -> None:
    """Listen for a name no more; what was heard stays. Raises `NotFound` where one did not."""
    desk = await desk_of(work, organisation_id)
    desk.check_leads()
    if not await store.remove_name(work.db, desk.id, words):
        raise NotFound
    await record(work, desk.id, "name.removed")


async def _is_common(work: Work, name: DeskName) -> bool:
    since_id = first_id_at(work.now - timedelta(days=COMMON_DAYS))
    return await store.count_saying(work.db, name.words, since_id=since_id, limit=COMMON_FROM) >= COMMON_FROM


async def naming_of(work: Work) -> NamingWish:
    """Read whether organisations hear when one names them, and may answer that."""
    return await store.naming_wish_of(work.db, _person(work))


async def set_naming(work: Work, *, heard: bool, answered: bool) -> NamingWish:
    """Decide it. What they heard goes from their desks when they are not to hear it. Raises `Refused` for a team."""
    person_id = _person(work)
    if (await get_account(work.db, person_id)).kind != "person":
        raise Refused(_("That is for people. Go back to yourself first; an organisation has none of it."))
    wish = NamingWish(owner_id=person_id, heard=heard, answered=heard and answered)
    await work.db.put(wish)
    work.tell(NamingChanged(person_id=person_id))
    return wish


def _person(work: Work) -> Id:
    assert work.actor is not None
    return work.actor

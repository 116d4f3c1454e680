"""Notes that only the team reads; and replies that are kept to be said again."""

from kith.base.core.errors import Invalid, NotFound, Refused
from kith.base.core.ids import Id
from kith.base.core.text import clean, find_mentions
from kith.base.core.words import _
from kith.base.work import Work
from kith.desk import store
from kith.desk.actions.desk import Desk, desk_of, held_case, note_deed, remember_words, save
from kith.desk.model import (
    AIM_MINUTES_MAX,
    NOTE_MAX,
    NOTE_NAMES_MAX,
    REPLIES_MAX,
    CaseEvent,
    DeskSettings,
    NamedInNote,
    SavedReply,
)
from kith.desk.rules.replies import tidied_reply
from kith.organisations import members_of, record
from kith.people import present_accounts


async def note(work: Work, organisation_id: Id, case_id: Id, text: str) -> CaseEvent:
    """Write a note into a case; colleagues who are named in it (`@mara`) are told. Raises `Invalid` for no words."""
    desk = await desk_of(work, organisation_id)
    case = await held_case(work, desk, case_id)
    text = clean(text, length_max=NOTE_MAX, field="text", characters_max=NOTE_MAX * 5)
    if not text:
        raise Invalid(_("There is nothing in it yet."), field="text")
    named = await _named(work, desk, text)
    event = await note_deed(work, desk, case, "note", text=text, named_ids=tuple(named))
    assert event is not None, "a note is about no message, so it stands nowhere yet"
    await remember_words(work, case, event.id, text)
    if told := tuple(one for one in named if one != desk.me):
        work.tell(NamedInNote(organisation_id=desk.id, case_id=case.id, by_id=desk.teller, to_ids=told))
    await save(work, case, case)
    return event


async def _named(work: Work, desk: Desk, text: str) -> list[Id]:
    handles = {one.handle.lower() for one in find_mentions(text)} if "@" in text else set()
    if not handles:
        return []
    team = await present_accounts(work.db, [one.person_id for one in await members_of(work, desk.id)])
    return [one.id for one in team if one.handle.lower() in handles][:NOTE_NAMES_MAX]


async def saved_replies(work: Work, organisation_id: Id) -> list[SavedReply]:
    """List the replies that a team keeps, by their titles."""
    desk = await desk_of(work, organisation_id)
    return await store.replies_of(work.db, desk.id)


async def save_reply(
    work: Work, organisation_id: Id, *, title: str, text: str, reply_id: Id | None = None
) -> SavedReply:
    """Keep a reply, or change one. Raises `Invalid`, `NotFound`, and `Refused` for one too many."""
    desk = await desk_of(work, organisation_id)
    desk.check_leads()
    title, text = tidied_reply(title, text)
    if reply_id is not None:
        made_at = (await store.get_reply(work.db, desk.id, reply_id)).made_at
    elif await store.count_replies(work.db, desk.id) >= REPLIES_MAX:
        raise Refused(_("{count} replies are kept already. Delete one first.").format(count=REPLIES_MAX))
    else:
        reply_id, made_at = work.new_id(), work.now
    reply = SavedReply(organisation_id=desk.id, id=reply_id, title=title, text=text, made_at=made_at)
    await work.db.put(reply)
    await record(work, desk.id, "reply.saved", subject_id=reply.id)
    return reply


async def delete_reply(work: Work, organisation_id: Id, reply_id: Id) -> None:
    """Delete a saved reply. Raises `NotFound`."""
    desk = await desk_of(work, organisation_id)
    desk.check_leads()
    if not await store.delete_reply(work.db, desk.id, reply_id):
        raise NotFound
    await record(work, desk.id, "reply.deleted", subject_id=reply_id)


async def set_aim(work: Work, organisation_id: Id, aim_minutes: int) -> DeskSettings:
    """Say in how many minutes, while the desk is open, somebody is to be answered. For what comes from now on."""
    desk = await desk_of(work, organisation_id)
    desk.check_leads()
    if not 1 <= aim_minutes <= AIM_MINUTES_MAX:
        raise Invalid(_("Choose between one minute and ten days."), field="aim_minutes")
    settings = DeskSettings(organisation_id=desk.id, aim_minutes=aim_minutes)
    await work.db.put(settings)
    await record(work, desk.id, "desk.aim")
    return settings

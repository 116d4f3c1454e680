"""What a guest does not come to by way of a case that is theirs, and what is not found any more."""

import pytest

from kith.base.core.errors import Refused
from kith.base.core.ids import Id
from kith.base.work import House
from kith.conversations import keep_for
from kith.conversations.actions.vanishing import delete_vanished
from kith.desk.actions.answering import AnswerWish, take_private
from kith.desk.actions.moving import give, label, settle
from kith.desk.actions.notes import note
from kith.desk.actions.reading import search
from kith.desk.model import Case, CaseEvent
from kith.desk.tests.scene import act, desk, gather, look, only_case, opened, reply, say, write_to
from kith.leaving.packing import plain
from kith.leaving.parts import part_of
from kith.leaving.store import rows_of
from kith.notices.tests.scene import run_jobs
from tests.clock import TestClock


async def test_a_guest_does_not_come_to_somebodys_private_case_by_their_public_one(house: House) -> None:
    """They go on in private where nobody does yet; where a colleague has it, or nobody, it is not theirs."""
    scene = await gather(house)
    await say(house, scene.ana, "@clinic my results are late again.")
    case = await only_case(house, scene)
    await act(house, scene.mara, give, scene.clinic, case.id, scene.gus)
    secret = await write_to(house, scene.ana, scene.clinic, "I am ill.")
    wish = AnswerWish(text="Tell me more.", key="k", seen=0)
    with pytest.raises(Refused, match="in private already"):
        await act(house, scene.gus, take_private, scene.clinic, case.id, wish)
    [private] = [one.case for one in (await desk(house, scene.samira, scene)).rows if one.case.channel == "talk"]
    assert private.assignee_id is None
    assert private.last_id == secret.id
    await act(house, scene.mara, give, scene.clinic, private.id, scene.gus)
    assert (await act(house, scene.gus, take_private, scene.clinic, case.id, wish)).id == private.id


async def test_a_guest_who_goes_on_in_private_reads_their_own_case(house: House) -> None:
    """It begins with what they said."""
    scene = await gather(house)
    await say(house, scene.ana, "@clinic my results are late again.")
    case = await only_case(house, scene)
    await act(house, scene.mara, give, scene.clinic, case.id, scene.gus)
    wish = AnswerWish(text="I have them here.", key="k", seen=0)
    private = await act(house, scene.gus, take_private, scene.clinic, case.id, wish)
    seen = await opened(house, scene.gus, private)
    assert [one.message.text for one in seen.messages] == ["I have them here."]


async def test_a_guest_reads_nothing_from_before_their_case(house: House, clock: TestClock) -> None:
    """An earlier case lies in the same conversation, and was a colleague's."""
    scene = await gather(house)
    await write_to(house, scene.ana, scene.clinic, "I am ill.")
    first = await only_case(house, scene)
    await reply(house, scene.mara, first, "Come in.")
    await act(house, scene.mara, settle, scene.clinic, first.id)
    clock.tick(days=30)
    await write_to(house, scene.ana, scene.clinic, "When do you open?")
    second = await only_case(house, scene, "unassigned")
    await act(house, scene.mara, give, scene.clinic, second.id, scene.gus)
    await reply(house, scene.gus, second, "At nine.")
    seen = await opened(house, scene.gus, second)
    assert [one.message.text for one in seen.messages] == ["When do you open?", "At nine."]
    assert len((await opened(house, scene.mara, second)).messages) == 4


async def test_what_vanished_is_found_no_more(house: House, clock: TestClock) -> None:
    """Both agreed that it goes: the desk's copy for finding goes as well."""
    scene = await gather(house)
    message = await write_to(house, scene.ana, scene.clinic, "Hello.")
    async with house.work(actor=scene.ana) as work:
        await keep_for(work, message.conversation_id, 1)
    async with house.work(actor=scene.clinic, hand=scene.samira) as work:
        await keep_for(work, message.conversation_id, 1)
    await write_to(house, scene.ana, scene.clinic, "A secret remedy.")
    assert (await look(house, scene.samira, search, scene.clinic, "remedy")).rows
    clock.tick(days=2)
    async with house.work() as work:
        await delete_vanished(work)
    await run_jobs(house)
    assert not (await look(house, scene.samira, search, scene.clinic, "remedy")).rows
    assert (await look(house, scene.samira, search, scene.clinic, "hello")).rows


async def _taken(house: House, person: Id) -> str:
    """Give what somebody takes along of desks."""
    found = []
    async with house.reading() as work:
        for record in (Case, CaseEvent):
            part = part_of(record)
            assert part is not None
            rows = [row async for some in rows_of(work.db, record, part, person) for row in some]
            found += [plain(row, part) for row in rows]
    return str(found)


async def test_what_the_team_notes_is_taken_along_by_the_organisation_alone(house: House) -> None:
    """Neither by whom it is about, nor by who wrote it: that they worked there stands in their acts."""
    scene = await gather(house)
    await write_to(house, scene.ana, scene.clinic, "Hello.")
    case = await only_case(house, scene)
    await act(house, scene.mara, note, scene.clinic, case.id, "She worries too much.")
    await act(house, scene.mara, label, scene.clinic, case.id, ("Difficult",))
    told = await _taken(house, scene.clinic)
    assert "worries" in told
    assert "Difficult" in told
    assert str(case.id) in await _taken(house, scene.ana)
    for person in (scene.ana, scene.mara):
        told = await _taken(house, person)
        assert "worries" not in told
        assert "Difficult" not in told

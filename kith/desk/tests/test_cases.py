"""From the first word to the last: what opens a case, whose it is, how it is answered and settled."""

from datetime import timedelta

import pytest

from kith.base.core.errors import Invalid, NotFound, Refused, Undecided
from kith.base.core.ids import Id
from kith.base.work import House
from kith.conversations import messages_of
from kith.conversations.model import MessageSent
from kith.desk.actions.answering import AnswerWish, take_private
from kith.desk.actions.moving import give, label, reopen, settle, snooze, take
from kith.desk.actions.notes import note, save_reply
from kith.desk.actions.reading import search
from kith.desk.actions.thanking import say_how_it_was, settled_for_me
from kith.desk.tests.scene import act, desk, gather, look, only_case, opened, reply, run_jobs, say, write_to
from kith.organisations import end_seat
from kith.people import block
from kith.people.model import Left
from kith.posts import delete
from tests.clock import TestClock


async def test_a_message_becomes_a_case_that_is_taken_answered_and_settled(house: House) -> None:
    """In the words of who wrote it; the answer goes out as the organisation, and the team knows whose hand it was."""
    scene = await gather(house)
    await write_to(house, scene.ana, scene.clinic, "Are you open on Saturday?")
    [row] = (await desk(house, scene.mara, scene, "unassigned")).rows
    assert (row.words, row.case.state, row.case.channel) == ("Are you open on Saturday?", "new", "talk")
    await act(house, scene.mara, take, scene.clinic, row.case.id)
    assert (await desk(house, scene.mara, scene)).counts["mine"] == 1
    case = await reply(house, scene.mara, row.case, "Yes, from nine to noon.")
    assert (case.state, case.assignee_id, case.answers) == ("theirs", scene.mara, 1)
    said = await look(house, scene.ana, messages_of, case.thread_id)
    assert [(one.message.text, one.message.author_id) for one in said][-1] == ("Yes, from nine to noon.", scene.clinic)
    view = await opened(house, scene.samira, case)
    assert list(view.hands.values()) == [scene.mara]
    await act(house, scene.mara, settle, scene.clinic, case.id)
    counts = (await desk(house, scene.mara, scene)).counts
    assert (counts["mine"], counts["ours"], counts["settled"], counts["all"]) == (0, 0, 1, 1)


async def test_what_is_said_in_public_becomes_one_case_a_person_and_thread(house: House) -> None:
    """A mention, an answer to it, a comment below what the organisation said."""
    scene = await gather(house)
    first = await say(house, scene.ana, "Does @clinic give flu shots?")
    case = await only_case(house, scene)
    assert (case.channel, case.thread_id, case.state) == ("thread", first.id, "new")
    await reply(house, scene.mara, case, "We do, every morning.")
    answered = await only_case(house, scene, "theirs")
    view = await opened(house, scene.mara, answered)
    assert [card.post.text for card in view.cards] == ["Does @clinic give flu shots?", "We do, every morning."]
    ours = view.cards[-1].post
    await say(house, scene.ana, "Thank you!", reply_to=ours.id)
    assert (await only_case(house, scene, "ours")).id == case.id
    await say(house, scene.ben, "For children, too?", reply_to=ours.id)
    rows = (await desk(house, scene.mara, scene, "ours")).rows
    assert {one.case.person_id for one in rows} == {scene.ana, scene.ben}


async def test_what_is_heard_twice_is_one(house: House) -> None:
    """Jobs run at least once."""
    scene = await gather(house)
    message = await write_to(house, scene.ana, scene.clinic, "Hello?")
    case = await only_case(house, scene)
    fact = MessageSent(
        conversation_id=case.thread_id,
        message_id=message.id,
        seq=message.seq,
        author_id=scene.ana,
        to_ids=(scene.clinic,),
    )
    async with house.work() as work:
        work.tell(fact)
    await run_jobs(house)
    view = await opened(house, scene.mara, await only_case(house, scene))
    assert [one.kind for one in view.events] == ["opened", "said"]


async def test_two_who_answer_at_once_say_it_once(house: House) -> None:
    """The second is told what was said, and by whom; nothing of theirs goes out, and the same form again does not."""
    scene = await gather(house)
    await write_to(house, scene.ana, scene.clinic, "Is the doctor in?")
    case = await only_case(house, scene)
    await reply(house, scene.mara, case, "She is, until six.", key="one", seen=0)
    await reply(house, scene.mara, case, "She is, until six.", key="one", seen=0)
    with pytest.raises(Undecided, match=r"Mara has just answered: “She is, until six\."):
        await reply(house, scene.samira, case, "Yes!", key="two", seen=0)
    said = await look(house, scene.ana, messages_of, case.thread_id)
    assert [one.message.text for one in said] == ["Is the doctor in?", "She is, until six."]
    again = await reply(house, scene.samira, case, "Yes!", key="two", seen=1)
    assert again.answers == 2


async def test_what_has_blanks_is_not_sent(house: House) -> None:
    """A saved reply goes out when somebody has filled it."""
    scene = await gather(house)
    await write_to(house, scene.ana, scene.clinic, "When can I come?")
    case = await only_case(house, scene)
    kept = await act(
        house, scene.samira, save_reply, scene.clinic, title="A time", text="Dear {{name}}, come on {{day}}."
    )
    with pytest.raises(Invalid, match="“name”, “day”"):
        await reply(house, scene.mara, case, kept.text)
    assert (await reply(house, scene.mara, case, "Dear Ana, come on Monday.")).answers == 1
    with pytest.raises(Refused):
        await act(house, scene.mara, save_reply, scene.clinic, title="Mine", text="Words.")


async def test_what_was_said_in_public_goes_on_in_private_in_one_step(house: House) -> None:
    """The thread hears that they talk, and not what about; the private case is with whoever took it there."""
    scene = await gather(house)
    await say(house, scene.ana, "@clinic my results are late again.")
    case = await only_case(house, scene)
    wish = AnswerWish(text="I have them here. May I call you?", key="k", seen=0)
    private = await act(house, scene.mara, take_private, scene.clinic, case.id, wish, tells="We are talking.")
    rows = (await desk(house, scene.mara, scene)).rows
    assert {(one.case.channel, one.case.state) for one in rows} == {("talk", "theirs"), ("thread", "settled")}
    assert private.assignee_id == scene.mara
    said = await look(house, scene.ana, messages_of, private.thread_id)
    assert [one.message.text for one in said] == ["I have them here. May I call you?"]
    assert said[0].message.about is not None
    view = await opened(house, scene.mara, case)
    assert [card.post.text for card in view.cards] == ["@clinic my results are late again.", "We are talking."]
    with pytest.raises(Refused, match="private already"):
        await act(house, scene.mara, take_private, scene.clinic, private.id, wish)
    assert await look(house, scene.ana, settled_for_me, scene.clinic) is None  # they are still at it
    await act(house, scene.mara, settle, scene.clinic, private.id)
    assert (await look(house, scene.ana, settled_for_me, scene.clinic)).id == private.id


async def test_guests_see_what_was_given_to_them_and_nothing_else(house: House) -> None:
    """What is not theirs looks like what is not there, in every view, and so it does for who has no seat."""
    scene = await gather(house)
    await write_to(house, scene.ana, scene.clinic, "For the guest.")
    case = await only_case(house, scene)
    await write_to(house, scene.ben, scene.clinic, "For the others.")
    assert not (await desk(house, scene.gus, scene)).rows
    for deed in (settle, take):
        with pytest.raises(NotFound):
            await act(house, scene.gus, deed, scene.clinic, case.id)
    await act(house, scene.mara, give, scene.clinic, case.id, scene.gus)
    for view in ("all", "mine", "ours"):
        assert [one.words for one in (await desk(house, scene.gus, scene, view)).rows] == ["For the guest."]
    assert (await desk(house, scene.gus, scene)).counts["all"] == 1
    assert (await reply(house, scene.gus, case, "Here I am.")).state == "theirs"
    with pytest.raises(Refused):
        await act(house, scene.gus, give, scene.clinic, case.id, scene.mara)
    found = await look(house, scene.gus, search, scene.clinic, "others")
    assert not found.rows
    with pytest.raises(NotFound):
        await desk(house, scene.ana, scene)
    with pytest.raises(NotFound):
        await opened(house, scene.ana, case)


async def test_a_case_is_given_taken_over_and_given_back(house: House) -> None:
    """Whoever has it is not passed over by accident; and a colleague is somebody of the team."""
    scene = await gather(house)
    await write_to(house, scene.ana, scene.clinic, "Hello.")
    case = await only_case(house, scene)
    await act(house, scene.samira, give, scene.clinic, case.id, scene.mara)
    with pytest.raises(Undecided, match="Mara has this case"):
        await act(house, scene.samira, take, scene.clinic, case.id)
    assert (await act(house, scene.samira, take, scene.clinic, case.id, over=True)).assignee_id == scene.samira
    with pytest.raises(Invalid, match="your team"):
        await act(house, scene.samira, give, scene.clinic, case.id, scene.ben)
    await act(house, scene.samira, give, scene.clinic, case.id, None)
    assert (await desk(house, scene.samira, scene)).counts["unassigned"] == 1


async def test_what_is_put_aside_comes_back(house: House, clock: TestClock) -> None:
    """At its time, or when they say something more; only the last time counts."""
    scene = await gather(house)
    await write_to(house, scene.ana, scene.clinic, "Next week, please.")
    case = await only_case(house, scene)
    await act(house, scene.mara, snooze, scene.clinic, case.id, clock() + timedelta(hours=1))
    await act(house, scene.mara, snooze, scene.clinic, case.id, clock() + timedelta(hours=3))
    clock.tick(hours=2)
    await run_jobs(house)
    assert (await only_case(house, scene)).state == "snoozed"
    clock.tick(hours=2)
    await run_jobs(house)
    assert (await only_case(house, scene)).state == "ours"
    await act(house, scene.mara, snooze, scene.clinic, case.id, clock() + timedelta(hours=3))
    await write_to(house, scene.ana, scene.clinic, "Or today?")
    assert (await only_case(house, scene)).state == "ours"
    with pytest.raises(Invalid):
        await act(house, scene.mara, snooze, scene.clinic, case.id, clock() - timedelta(hours=3))


async def test_after_a_case_is_settled_its_person_says_how_it_was(house: House) -> None:
    """Thanks, or that it did not help: then it is open again. Nobody else can say so."""
    scene = await gather(house)
    await write_to(house, scene.ana, scene.clinic, "My knee hurts.")
    case = await only_case(house, scene)
    await reply(house, scene.mara, case, "Cool it, and come on Monday.")
    with pytest.raises(Refused):
        await act(house, scene.ana, say_how_it_was, scene.clinic, case.id, "thanks")
    await act(house, scene.mara, settle, scene.clinic, case.id)
    asked = await look(house, scene.ana, settled_for_me, scene.clinic)
    assert asked.id == case.id
    with pytest.raises(NotFound):
        await act(house, scene.ben, say_how_it_was, scene.clinic, case.id, "thanks")
    assert (await act(house, scene.ana, say_how_it_was, scene.clinic, case.id, "thanks")).state == "settled"
    bright = await act(house, scene.ana, say_how_it_was, scene.clinic, case.id, "brightened")
    assert (bright.state, bright.feedback) == ("settled", "brightened")
    back = await act(house, scene.ana, say_how_it_was, scene.clinic, case.id, "not_helped")
    assert (back.state, (await desk(house, scene.mara, scene)).counts["ours"]) == ("ours", 1)


async def test_what_is_said_soon_after_it_was_settled_opens_it_again(house: House, clock: TestClock) -> None:
    """Much later it is a new case, with the old one before it."""
    scene = await gather(house)
    await write_to(house, scene.ana, scene.clinic, "One thing.")
    case = await only_case(house, scene)
    await act(house, scene.mara, settle, scene.clinic, case.id)
    await write_to(house, scene.ana, scene.clinic, "One thing more.")
    assert (await only_case(house, scene)).state == "ours"
    await act(house, scene.mara, settle, scene.clinic, case.id)
    clock.tick(days=8)
    await write_to(house, scene.ana, scene.clinic, "Something else.")
    new = await only_case(house, scene, "ours")
    assert new.id != case.id
    view = await opened(house, scene.mara, new)
    assert [one.case.id for one in view.before] == [case.id]
    with pytest.raises(Refused, match="wrote again"):
        await act(house, scene.mara, reopen, scene.clinic, case.id)


async def test_notes_and_labels_are_found_and_are_for_the_team(house: House) -> None:
    """So is what was said, and who it is with; what was taken back is not found any more."""
    scene = await gather(house)
    post = await say(house, scene.ana, "@clinic the stairs are icy")
    case = await only_case(house, scene)
    await act(house, scene.samira, note, scene.clinic, case.id, "Ask @mara about the salt.")
    await act(house, scene.mara, label, scene.clinic, case.id, ("winter", "Winter", "house"))
    view = await opened(house, scene.mara, case)
    assert view.case.labels == ("house", "Winter")
    assert [one.named_ids for one in view.events if one.kind == "note"] == [(scene.mara,)]
    for words in ("icy", "salt", "winter", "ana"):
        assert len((await look(house, scene.mara, search, scene.clinic, words)).rows) == 1, words
    await act(house, scene.ana, delete, post.id)
    assert not (await look(house, scene.mara, search, scene.clinic, "icy")).rows


async def test_a_seat_that_ends_gives_its_cases_back(house: House) -> None:
    """And whoever was writing at that moment says nothing any more."""
    scene = await gather(house)
    await write_to(house, scene.ana, scene.clinic, "Hello?")
    case = await only_case(house, scene)
    await act(house, scene.mara, take, scene.clinic, case.id)
    await act(house, scene.samira, end_seat, scene.clinic, scene.mara)
    with pytest.raises(NotFound):
        await reply(house, scene.mara, case, "Too late.")
    back = await only_case(house, scene, "unassigned")
    assert (back.assignee_id, back.state, back.answers) == (None, "ours", 0)


async def test_a_block_closes_what_was_open(house: House) -> None:
    """Nothing can be said any more, and nothing of what they wrote is shown."""
    scene = await gather(house)
    await write_to(house, scene.ana, scene.clinic, "Never mind.")
    case = await only_case(house, scene)
    await act(house, scene.ana, block, scene.clinic)
    view = await opened(house, scene.mara, await only_case(house, scene))
    assert (view.case.state, view.reachable, list(view.messages)) == ("settled", False, [])
    with pytest.raises(NotFound):
        await reply(house, scene.mara, case, "Wait!")


@pytest.mark.parametrize("who", ["ana", "mara", "clinic"])
async def test_of_who_left_nothing_remains(house: House, who: str) -> None:
    """The person of a case takes it along; a colleague leaves it to the desk; with the organisation all goes."""
    scene = await gather(house)
    await write_to(house, scene.ana, scene.clinic, "Hello?")
    case = await only_case(house, scene)
    await act(house, scene.mara, take, scene.clinic, case.id)
    await act(house, scene.mara, note, scene.clinic, case.id, "Asked @samira.")
    leaves: Id = getattr(scene, who)
    async with house.work() as work:
        work.tell(Left(account_id=leaves))
    await run_jobs(house)
    async with house.reading() as work:
        connection = await work.db.connection()
        for table, columns in (
            ("desk_cases", ("organisation_id", "person_id", "assignee_id")),
            ("desk_events", ("organisation_id", "by_id", "whom_id")),
            ("desk_counts", ("organisation_id", "assignee_id")),
            ("desk_words", ("organisation_id",)),
        ):
            for column in columns:
                left = await connection.fetchval(
                    f"SELECT count(*) FROM {table} WHERE {column} = $1 {'AND count > 0' if 'count' in table else ''}",
                    leaves,
                )
                assert left == 0, (table, column)

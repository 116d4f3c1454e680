"""A word for someone: only from what people told, never oftener than they wish, and gone with one tap."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from kith.base.core.errors import Invalid, NotFound, Refused
from kith.base.core.ids import Id
from kith.base.core.paging import Paging
from kith.base.work import House
from kith.conversations import brighten_answer, conversations_of, messages_of
from kith.desk.actions.encouraging import Encouraging, WordToSay, load_encouraging, mark_news, say_word
from kith.desk.actions.moving import label, settle
from kith.desk.actions.notes import note
from kith.desk.actions.thanking import say_how_it_was
from kith.desk.actions.ways import WayWish, between_us, end_way, erase, tell_way, wish_words
from kith.desk.jobs import tidy_words
from kith.desk.model.way import LATER_DAYS, WAYS_MAX, WORD_EVERY_DAYS, KindWord
from kith.desk.tests.scene import Scene, act, desk, gather, look, only_case, opened, reply, run_jobs, say, write_to
from kith.organisations import close, end_seat
from kith.people import block
from kith.people.model import Left
from tests.clock import TestClock


def _way(
    clock: TestClock, text: str = "Walking again", *, days: int = 60, wants: bool = True, every: int = 7
) -> WayWish:
    return WayWish(text=text, until=clock().date() + timedelta(days=days), wants_word=wants, every_days=every)


async def _told(house: House, scene: Scene) -> Encouraging:
    found: Encouraging = await look(house, scene.mara, load_encouraging, scene.clinic)
    return found


async def _word(house: House, hand: Id, scene: Scene, to: Id, text: str = "Well walked.", **more: Any) -> KindWord:
    said: KindWord = await act(house, hand, say_word, scene.clinic, WordToSay(person_id=to, text=text, **more))
    return said


async def test_who_told_of_their_way_hears_a_word_as_often_as_they_wish(house: House, clock: TestClock) -> None:
    """Once in their time, whoever of the team writes it; the team sees that one went out; a form says it once."""
    scene = await gather(house)
    way = await act(house, scene.ana, tell_way, scene.clinic, _way(clock))
    [one] = (await _told(house, scene)).ways
    assert (one.person.id, one.words, one.not_before) == (scene.ana, "Walking again", None)
    said = await _word(house, scene.mara, scene, scene.ana, way_id=way.id, key="k")
    assert await _word(house, scene.mara, scene, scene.ana, way_id=way.id, key="k") == said
    [talk] = (await look(house, scene.ana, conversations_of, Paging())).items
    heard = await look(house, scene.ana, messages_of, talk.conversation.id)
    assert [(view.message.author_id, view.message.text) for view in heard] == [(scene.clinic, "Well walked.")]
    with pytest.raises(Refused, match="at the moment"):
        await _word(house, scene.samira, scene, scene.ana, way_id=way.id)
    with pytest.raises(Refused, match="at the moment"):
        await _word(house, scene.samira, scene, scene.ana)
    [one] = (await _told(house, scene)).ways
    assert one.not_before == said.said_at + timedelta(days=7)
    clock.tick(days=7)
    await _word(house, scene.samira, scene, scene.ana, way_id=way.id)
    assert not (await desk(house, scene.mara, scene)).rows


async def test_who_waits_for_an_answer_stands_there_with_their_case(house: House, clock: TestClock) -> None:
    """Before anybody writes a word that would be refused; once they are answered, a word can go."""
    scene = await gather(house)
    way = await act(house, scene.ana, tell_way, scene.clinic, _way(clock))
    await write_to(house, scene.ana, scene.clinic, "Is the pool open?")
    case = await only_case(house, scene)
    assert [one.waits_in for one in (await _told(house, scene)).ways] == [case.id]
    with pytest.raises(Refused, match="wait for an answer"):
        await _word(house, scene.mara, scene, scene.ana, way_id=way.id)
    await reply(house, scene.mara, case, "It is.")
    assert [one.waits_in for one in (await _told(house, scene)).ways] == [None]


async def test_a_case_tells_whose_hand_a_word_was(house: House) -> None:
    """As it does of answers; for the team alone."""
    scene = await gather(house)
    await write_to(house, scene.ana, scene.clinic, "Thank you.")
    case = await only_case(house, scene, "ours")
    await act(house, scene.samira, settle, scene.clinic, case.id)
    said = await _word(house, scene.mara, scene, scene.ana)
    view = await opened(house, scene.samira, case)
    assert [one.message.text for one in view.messages] == ["Thank you.", "Well walked."]
    assert view.hands == {said.message_id: scene.mara}


async def test_two_of_the_team_say_one_word(house: House, clock: TestClock) -> None:
    """In the same second, too."""
    scene = await gather(house)
    way = await act(house, scene.ana, tell_way, scene.clinic, _way(clock))

    async def says(hand: Id) -> object:
        async with house.work(actor=hand) as work:
            return await say_word(work, scene.clinic, WordToSay(person_id=scene.ana, text=f"{hand}", way_id=way.id))

    made = await asyncio.gather(says(scene.mara), says(scene.samira), return_exceptions=True)
    assert sorted(isinstance(one, Refused) for one in made) == [False, True]


async def test_not_now_and_never_are_one_tap(house: House, clock: TestClock) -> None:
    """And hold for all ways; the person can say yes again; what they ask is answered all the same."""
    scene = await gather(house)
    way = await act(house, scene.ana, tell_way, scene.clinic, _way(clock))
    await act(house, scene.ana, wish_words, scene.clinic, "not_now")
    with pytest.raises(Refused, match="at the moment"):
        await _word(house, scene.mara, scene, scene.ana, way_id=way.id)
    clock.tick(days=LATER_DAYS)
    await act(house, scene.ana, wish_words, scene.clinic, "never")
    assert not (await _told(house, scene)).ways
    with pytest.raises(Refused, match="at the moment"):
        await _word(house, scene.mara, scene, scene.ana, way_id=way.id)
    await write_to(house, scene.ana, scene.clinic, "Is the pool open?")
    await reply(house, scene.mara, await only_case(house, scene), "It is.")
    await act(house, scene.ana, wish_words, scene.clinic, "yes")
    await _word(house, scene.mara, scene, scene.ana, way_id=way.id)


async def test_a_way_ends_and_nothing_of_it_is_left(house: House, clock: TestClock) -> None:
    """When its person ends it, when its day is over, and when a block stands between them."""
    scene = await gather(house)
    first = await act(house, scene.ana, tell_way, scene.clinic, _way(clock))
    await act(house, scene.ana, end_way, scene.clinic, first.id)
    assert not (await _told(house, scene)).ways
    with pytest.raises(NotFound):
        await _word(house, scene.mara, scene, scene.ana, way_id=first.id)
    second = await act(house, scene.ana, tell_way, scene.clinic, _way(clock, days=2))
    clock.tick(days=3)
    assert not (await _told(house, scene)).ways
    with pytest.raises(NotFound):
        await _word(house, scene.mara, scene, scene.ana, way_id=second.id)
    async with house.work() as work:
        await tidy_words(work)
    assert await _count(house, "desk_ways") == 0
    await act(house, scene.ana, tell_way, scene.clinic, _way(clock))
    await act(house, scene.ana, block, scene.clinic)
    assert await _count(house, "desk_ways") == 0
    with pytest.raises(NotFound):
        await act(house, scene.ana, tell_way, scene.clinic, _way(clock))


async def test_a_way_is_between_the_two_alone(house: House, clock: TestClock) -> None:
    """Guests, other people and other organisations see nothing of it; nobody changes another's."""
    scene = await gather(house)
    way = await act(house, scene.ana, tell_way, scene.clinic, _way(clock))
    with pytest.raises(Refused):
        await look(house, scene.gus, load_encouraging, scene.clinic)
    for stranger in (scene.ana, scene.ben):
        with pytest.raises(NotFound):
            await look(house, stranger, load_encouraging, scene.clinic)
    with pytest.raises(NotFound):
        await act(house, scene.ben, end_way, scene.clinic, way.id)
    with pytest.raises(NotFound):
        await act(house, scene.ben, tell_way, scene.clinic, _way(clock), way_id=way.id)
    with pytest.raises(NotFound):
        await _word(house, scene.mara, scene, scene.ben, way_id=way.id)
    with pytest.raises(NotFound):
        await act(house, scene.ana, tell_way, scene.ben, _way(clock))
    quiet = await act(house, scene.ben, tell_way, scene.clinic, _way(clock, wants=False))
    assert [one.person.id for one in (await _told(house, scene)).ways] == [scene.ana]
    with pytest.raises(Refused):
        await _word(house, scene.mara, scene, scene.ben, way_id=quiet.id)


async def test_what_a_way_is_called_and_how_long_it_goes_has_bounds(house: House, clock: TestClock) -> None:
    """Each in its own words, and changing one is no new one."""
    scene = await gather(house)
    for wish in (
        _way(clock, " "),
        _way(clock, "x" * 201),
        _way(clock, days=-1),
        _way(clock, days=2000),
        _way(clock, every=1),
    ):
        with pytest.raises(Invalid):
            await act(house, scene.ana, tell_way, scene.clinic, wish)
    made = [await act(house, scene.ana, tell_way, scene.clinic, _way(clock, f"{n}")) for n in range(WAYS_MAX)]
    with pytest.raises(Refused, match="already"):
        await act(house, scene.ana, tell_way, scene.clinic, _way(clock))
    await act(house, scene.ana, tell_way, scene.clinic, _way(clock, "Another"), way_id=made[0].id)
    assert "Another" in {one.text for one in (await look(house, scene.ana, between_us, scene.clinic)).ways}


async def test_good_news_is_what_somebody_of_the_team_found_in_their_words(house: House) -> None:
    """A mark on what the person said in that case; taken off again; gone where their words are gone."""
    scene = await gather(house)
    message = await write_to(house, scene.ana, scene.clinic, "It is a girl!")
    case = await only_case(house, scene)
    answered = await reply(house, scene.mara, case, "Welcome to her.")
    view = await opened(house, scene.mara, case)
    ours = next(one.message.id for one in view.messages if one.mine)
    for wrong in (ours, case.id, Id(5)):
        with pytest.raises(NotFound):
            await act(house, scene.mara, mark_news, scene.clinic, case.id, wrong, good=True)
    for _again in range(2):
        await act(house, scene.mara, mark_news, scene.clinic, case.id, message.id, good=True)
    assert (await opened(house, scene.mara, case)).news == {message.id}
    [one] = (await _told(house, scene)).news
    assert (one.person.id, one.words, one.case and one.case.id) == (scene.ana, "It is a girl!", case.id)
    await _word(house, scene.mara, scene, scene.ana, "How is she?")
    with pytest.raises(NotFound):
        await act(house, scene.gus, mark_news, scene.clinic, case.id, message.id, good=False)
    await act(house, scene.mara, mark_news, scene.clinic, case.id, message.id, good=False)
    assert not (await _told(house, scene)).news
    assert answered.answers == 1


async def test_who_thanked_and_who_laughed_with_them_is_there(house: House) -> None:
    """One row a case, and what brightened somebody's day who listened in, with no number."""
    scene = await gather(house)
    await say(house, scene.ana, "@clinic does the skeleton have a name?")
    case = await only_case(house, scene)
    await reply(house, scene.mara, case, "Napoleon. He is all bone, apart from that.")
    post = (await opened(house, scene.mara, case)).cards[-1].post
    await act(house, scene.ben, brighten_answer, post.id, bright=True)
    await act(house, scene.mara, settle, scene.clinic, case.id)
    for feedback in ("thanks", "brightened"):
        await act(house, scene.ana, say_how_it_was, scene.clinic, case.id, feedback)
    found = await _told(house, scene)
    assert [(one.person.id, one.brightened) for one in found.thanks] == [(scene.ana, True)]
    assert [(one.other.id, one.card and one.card.post.id) for one in found.banter] == [(scene.ana, post.id)]


async def test_who_comes_back_for_years_is_there(house: House, clock: TestClock) -> None:
    """Who talked with them long ago and again now; neither who is new nor who never came back."""
    scene = await gather(house)
    for number in range(2):
        await write_to(house, scene.ana, scene.clinic, f"Hello {number}.")
        await write_to(house, scene.ben, scene.clinic, f"Hello {number}.")
        for row in (await desk(house, scene.mara, scene, "ours")).rows:
            await reply(house, scene.mara, row.case, "Hello.")
    clock.tick(days=800)
    await write_to(house, scene.ana, scene.clinic, "It is me again.")
    [one] = (await _told(house, scene)).years
    assert one.person.id == scene.ana
    assert one.since is not None
    assert one.since < clock() - timedelta(days=799)
    with pytest.raises(Refused, match="wait for an answer"):
        await _word(house, scene.mara, scene, scene.ana)
    await reply(house, scene.mara, await only_case(house, scene, "ours"), "So good.")
    await _word(house, scene.mara, scene, scene.ana)
    clock.tick(days=WORD_EVERY_DAYS - 1)
    with pytest.raises(Refused, match="at the moment"):
        await _word(house, scene.mara, scene, scene.ana)


async def test_to_a_stranger_no_word_is_said(house: House) -> None:
    """An organisation writes to nobody first; and no blank goes out, nor nothing."""
    scene = await gather(house)
    with pytest.raises(Refused, match="nobody first"):
        await _word(house, scene.mara, scene, scene.ben)
    await write_to(house, scene.ben, scene.clinic, "Hello.")
    await reply(house, scene.mara, await only_case(house, scene), "Hello.")
    for text in ("", "Well done, {{name}}."):
        with pytest.raises(Invalid):
            await _word(house, scene.mara, scene, scene.ben, text)
    with pytest.raises(Refused):
        await _word(house, scene.gus, scene, scene.ben)
    await act(house, scene.samira, end_seat, scene.clinic, scene.mara)
    with pytest.raises(NotFound):
        await _word(house, scene.mara, scene, scene.ben)
    await _word(house, scene.samira, scene, scene.ben)


async def test_a_person_has_erased_what_is_kept_of_them(house: House, clock: TestClock) -> None:
    """Cases, notes, labels, ways and that they talked; nothing of anybody else's. Never stays never."""
    scene = await gather(house)
    await write_to(house, scene.ana, scene.clinic, "My knee.")
    case = await only_case(house, scene)
    await act(house, scene.mara, note, scene.clinic, case.id, "The left one.")
    await act(house, scene.mara, label, scene.clinic, case.id, ("knee", "first visit"))
    await act(house, scene.ana, tell_way, scene.clinic, _way(clock))
    await act(house, scene.ana, wish_words, scene.clinic, "never")
    await write_to(house, scene.ben, scene.clinic, "My elbow.")
    kept = await look(house, scene.ana, between_us, scene.clinic)
    assert (len(kept.cases), kept.noted, kept.labelled, len(kept.ways)) == (1, 1, 2, 1)
    assert kept.relation is not None
    await act(house, scene.ana, erase, scene.clinic)
    kept = await look(house, scene.ana, between_us, scene.clinic)
    assert (kept.cases, kept.noted, kept.labelled, kept.ways, kept.relation) == ([], 0, 0, [], None)
    assert kept.wish is not None
    assert kept.wish.never
    left = await desk(house, scene.mara, scene)
    assert ([one.case.person_id for one in left.rows], left.counts["all"]) == ([scene.ben], 1)
    with pytest.raises(NotFound):
        await opened(house, scene.mara, case)


@pytest.mark.parametrize("who", ["ana", "mara", "clinic"])
async def test_of_who_left_no_way_and_no_word_remains(house: House, clock: TestClock, who: str) -> None:
    """The person takes all along; of a colleague only the name goes; with the organisation everything."""
    scene = await gather(house)
    message = await write_to(house, scene.ana, scene.clinic, "It is a girl!")
    case = await only_case(house, scene)
    await reply(house, scene.mara, case, "Welcome to her.")
    await act(house, scene.mara, mark_news, scene.clinic, case.id, message.id, good=True)
    way = await act(house, scene.ana, tell_way, scene.clinic, _way(clock))
    await _word(house, scene.mara, scene, scene.ana, way_id=way.id)
    if who == "clinic":
        await act(house, scene.samira, close, scene.clinic)
        with pytest.raises(NotFound):
            await act(house, scene.ana, tell_way, scene.clinic, _way(clock))
    async with house.work() as work:
        work.tell(Left(account_id=getattr(scene, who)))
    await run_jobs(house)
    remains = 1 if who == "mara" else 0
    for table in ("desk_ways", "desk_kind_words", "desk_word_wishes", "desk_good_news"):
        assert await _count(house, table) == remains, table
    for table in ("desk_kind_words", "desk_good_news"):
        assert await _count(house, f"{table} WHERE by_id IS NOT NULL") == 0, table


async def _count(house: House, table: str) -> int:
    async with house.reading() as work:
        connection = await work.db.connection()
        return int(await connection.fetchval(f"SELECT count(*) FROM {table}"))

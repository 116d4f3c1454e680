"""The report against the real database: what it counts, who reads it, and what goes with whom."""

import asyncio
import random
from collections import defaultdict
from datetime import datetime, timedelta

import pytest

from kith.base.core.errors import NotFound, Refused
from kith.base.core.ids import Id, first_id_at
from kith.base.work import House, Work
from kith.conversations import brighten_answer, brighten_message
from kith.desk import erase
from kith.desk.actions.moving import settle
from kith.desk.actions.thanking import say_how_it_was
from kith.desk.model import Case, CaseEvent
from kith.desk.tests.scene import (
    Scene,
    act,
    desk,
    gather,
    look,
    only_case,
    opened,
    person,
    reply,
    run_jobs,
    say,
    write_to,
)
from kith.organisations import About, find_organisation, tell_about
from kith.people.model import Left
from kith.posts import delete
from kith.report import Report, answer_question, export_report, load_report, sort_questions
from kith.report.model import Numbers, Times
from kith.report.rules.quantiles import HALF, MOST, quantile
from kith.report.rules.relations import relations_in
from kith.report.store import numbers_in
from kith.topics import KnownTexts, LikenessKind, marks_of, missing_for_embeddings
from tests.clock import TestClock

PEOPLE = 12
YEAR_DAYS = 500


async def _this_month(house: House, hand: Id, scene: Scene) -> Numbers:
    async with house.reading() as work:
        today = work.now.date()
    report: Report = await look(house, hand, load_report, scene.clinic, "month", today)
    return report.shown


async def test_an_answer_a_thank_you_and_a_brightened_day_are_counted(house: House, clock: TestClock) -> None:
    """Who was answered, how long it took, and what they said of it."""
    scene = await gather(house)
    await write_to(house, scene.ana, scene.clinic, "Are you open on Saturday?")
    case = await only_case(house, scene)
    clock.tick(minutes=30)
    await reply(house, scene.mara, case, "From nine.")
    await reply(house, scene.mara, case, "Until noon.")
    clock.tick(minutes=30)
    await act(house, scene.mara, settle, scene.clinic, case.id)
    await act(house, scene.ana, say_how_it_was, scene.clinic, case.id, "brightened")
    found = await _this_month(house, scene.mara, scene)
    assert (found.people, found.answers) == (1, 2)
    assert found.answer == Times(count=1, half_s=1800, most_s=1800)
    assert found.settle == Times(count=1, half_s=3600, most_s=3600)
    assert (found.helped.helped, found.helped.not_helped, found.helped.thanks) == (1, 0, 0)
    assert (found.bright.exchanges, found.bright.by_us, found.bright.by_them, found.bright.by_listeners) == (1, 0, 1, 0)
    assert (found.relations.begun, found.relations.kept) == (1, 0)


async def test_who_brightened_is_told_apart(house: House, clock: TestClock) -> None:
    """The two of an exchange, and who listens in."""
    scene = await gather(house)
    post = await say(house, scene.ana, "@clinic my knee says rain.")
    await reply(house, scene.mara, await only_case(house, scene), "Believe it.")
    answer = (await opened(house, scene.mara, await only_case(house, scene))).cards[-1].post
    assert answer.reply_to_id == post.id
    await act(house, scene.ben, brighten_answer, answer.id, bright=True)
    await act(house, scene.ana, brighten_answer, answer.id, bright=True)
    message = await write_to(house, scene.ana, scene.clinic, "You were right.")
    async with house.work(actor=scene.clinic, hand=scene.mara) as work:
        await brighten_message(work, message.id, bright=True)
    bright = (await _this_month(house, scene.samira, scene)).bright
    assert (bright.exchanges, bright.by_us, bright.by_them, bright.by_listeners) == (2, 1, 1, 1)


async def test_the_team_is_listed_by_name_and_guests_find_nothing(house: House, clock: TestClock) -> None:
    """Everybody of the team reads it but guests; to them, and to everybody else, it is not there."""
    scene = await gather(house)
    await write_to(house, scene.ana, scene.clinic, "Are you open on Saturday?")
    case = await only_case(house, scene)
    await reply(house, scene.samira, case, "Yes.")
    await reply(house, scene.mara, case, "From nine.")
    await reply(house, scene.mara, case, "Until noon.")
    today = clock().date()
    report = await look(house, scene.mara, load_report, scene.clinic, "week", today)
    assert [(one.person.handle, one.answers, one.cases) for one in report.carried if one.person] == [
        ("mara", 2, 1),
        ("samira", 1, 1),
    ]
    assert not report.may_export
    for who in (scene.gus, scene.ana):
        with pytest.raises(NotFound):
            await look(house, who, load_report, scene.clinic, "week", today)
    with pytest.raises(NotFound):
        await look(house, scene.samira, load_report, scene.ana, "week", today)


async def test_only_owners_take_it_along_and_that_is_written_down(house: House, clock: TestClock) -> None:
    """A member may not; a guest finds nothing."""
    scene = await gather(house)
    name, table = await act(house, scene.samira, export_report, scene.clinic, "month", None, "numbers")
    assert name.startswith("clinic-numbers-month-")
    assert len(table.splitlines()) == 13
    with pytest.raises(Refused):
        await act(house, scene.mara, export_report, scene.clinic, "month", None, "team")
    with pytest.raises(NotFound):
        await act(house, scene.gus, export_report, scene.clinic, "month", None, "team")
    async with house.reading() as work:
        connection = await work.db.connection()
        deeds = await connection.fetch("SELECT hand_id FROM team_acts WHERE deed = 'report.exported'")
    assert [one["hand_id"] for one in deeds] == [scene.samira]


async def test_without_a_day_it_is_the_last_that_is_over(house: House, clock: TestClock) -> None:
    """Unless nothing happened there yet: then the one that runs."""
    scene = await gather(house)
    await write_to(house, scene.ana, scene.clinic, "Are you open on Saturday?")
    await reply(house, scene.mara, await only_case(house, scene), "Yes.")
    running = await look(house, scene.mara, load_report, scene.clinic, "month", None)
    assert (running.so_far, running.later, running.shown.people) == (True, None, 1)
    clock.tick(days=31)
    over = await look(house, scene.mara, load_report, scene.clinic, "month", None)
    assert (over.so_far, over.shown.people, over.shown.period) == (False, 1, running.shown.period)
    assert over.later is not None


async def test_sql_counts_as_the_rules_do(house: House, clock: TestClock) -> None:
    """A year and a half of chance, month by month and week by week: both come to the same."""
    scene = await gather(house)
    chance = random.Random(7)
    async with house.work() as work:
        cases, words = await _history(work, scene, chance)
    async with house.reading() as work:
        for span, count in (("month", 12), ("week", 14)):
            report = await look(house, scene.samira, load_report, scene.clinic, span, clock().date())
            periods = [one.period for one in report.numbers][-count:]
            for one in await numbers_in(work.db, scene.clinic, periods, work.now):
                assert one.relations == relations_in(one.period, words, work.now), one.period
                assert one.answer == _times(cases, one, "answered_at", "answer_s")
                assert one.settle == _times(cases, one, "settled_at", "settle_s")


def _times(cases: list[Case], one: Numbers, at: str, seconds: str) -> Times:
    within = [
        case for case in cases if getattr(case, at) and one.period.begins_at <= getattr(case, at) < one.period.until_at
    ]
    values = [getattr(case, seconds) for case in within]
    return Times(count=len(values), half_s=quantile(values, HALF), most_s=quantile(values, MOST))


async def _history(work: Work, scene: Scene, chance: random.Random) -> tuple[list[Case], dict[int, list[datetime]]]:
    begin = work.now - timedelta(days=YEAR_DAYS)
    instants = sorted(begin + timedelta(minutes=chance.randrange(YEAR_DAYS * 1440)) for _ in range(160))
    cases, events, words = list[Case](), list[CaseEvent](), defaultdict[int, list[datetime]](list)
    for number, at in enumerate(instants):
        person = Id(1 + chance.randrange(PEOPLE))
        case_id = Id(first_id_at(at) + number)
        answered = at + timedelta(minutes=chance.randrange(900))
        settled = answered + timedelta(days=chance.randrange(9))
        cases.append(
            Case(
                organisation_id=scene.clinic, id=case_id, person_id=person, channel="talk", thread_id=case_id,
                last_id=case_id, moved_id=case_id, state="settled", answers=1, opened_at=at, answered_at=answered,
                answer_s=chance.randrange(50), settled_at=settled, settle_s=chance.randrange(500),
            )
        )  # fmt: skip
        more = [at + timedelta(days=chance.randrange(1, 200)) for _ in range(chance.randrange(3))]
        for said in sorted([at, *(one for one in more if one < work.now)]):
            events.append(_said(scene, case_id, said, len(events)))
            words[person].append(said)
    await work.db.insert_all(cases)
    await work.db.insert_all(events)
    return cases, {person: sorted(all_) for person, all_ in words.items()}


def _said(scene: Scene, case_id: Id, at: datetime, number: int) -> CaseEvent:
    event_id = Id(first_id_at(at) + number)
    return CaseEvent(
        organisation_id=scene.clinic, case_id=case_id, id=event_id, kind="said", subject_id=event_id, at=at
    )


async def asked_twice(house: House, scene: Scene, clock: TestClock) -> None:
    """Let two ask the same, and one something else; then the hour in which it is sorted."""
    await write_to(house, scene.ana, scene.clinic, "Do you give flu shots without an appointment?")
    await write_to(house, scene.ben, scene.clinic, "Can I come for a flu shot without an appointment?")
    cleo = await person(house, "cleo")
    await write_to(house, cleo, scene.clinic, "My left knee locks when I come down the stairs.")
    clock.tick(hours=1)
    await act(house, scene.samira, sort_questions, scene.clinic)


async def _report(house: House, hand: Id, scene: Scene) -> Report:
    async with house.reading() as work:
        today = work.now.date()
    report: Report = await look(house, hand, load_report, scene.clinic, "month", today)
    return report


async def test_a_question_that_came_up_again_gets_its_answer_on_the_page(house: House, clock: TestClock) -> None:
    """Two who ask the same make a question; who leads the page answers it there, and the same again changes nothing."""
    scene = await gather(house)
    await asked_twice(house, scene, clock)
    [question] = (await _report(house, scene.mara, scene)).questions
    assert (question.times, question.times_a_year, question.people_a_year, question.answer) == (2, 2, 2, None)
    assert question.words == "Can I come for a flu shot without an appointment?"
    answer = {"question": "Flu shots without an appointment?", "answer": "Every morning until ten."}
    with pytest.raises(Refused):
        await act(house, scene.mara, answer_question, scene.clinic, question.group_id, **answer)
    for who in (scene.gus, scene.ana):
        with pytest.raises(NotFound):
            await act(house, who, answer_question, scene.clinic, question.group_id, **answer)
    with pytest.raises(NotFound):
        await act(house, scene.samira, answer_question, scene.clinic, Id(5), **answer)
    for _again in range(2):
        await act(house, scene.samira, answer_question, scene.clinic, question.group_id, **answer)
    [question] = (await _report(house, scene.mara, scene)).questions
    assert question.answer == "Flu shots without an appointment?"
    async with house.reading() as work:
        organisation = await find_organisation(work.db, scene.clinic)
    assert organisation
    assert [one.answer for one in organisation.questions] == ["Every morning until ten."]


async def test_what_the_page_answers_already_is_found(house: House, clock: TestClock) -> None:
    """Whoever wrote it there."""
    scene = await gather(house)
    told = About(
        questions=(("Do you give flu shots without an appointment?", "Yes."), ("Where do I park?", "Nowhere."))
    )
    await act(house, scene.samira, tell_about, scene.clinic, told)
    await asked_twice(house, scene, clock)
    [question] = (await _report(house, scene.mara, scene)).questions
    assert question.answer == "Do you give flu shots without an appointment?"


@pytest.mark.parametrize("kind", ["letters", "meaning"])
def test_questions_that_people_call_the_same_are_alike(kind: LikenessKind) -> None:
    """By their letters as by what they say; other questions are not."""
    if kind == "meaning" and missing_for_embeddings():
        pytest.skip("the extra `topics` is not installed")
    known = KnownTexts(kind)
    for marks in marks_of(["Are you open on Saturday?", "Can you renew the prescription for my tablets?"], kind):
        known.add(marks)
    sought = [
        "Do you open on Saturdays?",
        "I need my tablets again, can you renew the prescription?",
        "Is there a lift?",
    ]
    assert [known.nearest(one) for one in marks_of(sought, kind)] == [0, 1, None]
    assert KnownTexts(kind).nearest(marks_of(["Are you open?"], kind)[0]) is None


async def test_two_workers_that_sort_at_once_sort_each_question_once(house: House, clock: TestClock) -> None:
    """And sorting again changes nothing."""
    scene = await gather(house)
    await asked_twice(house, scene, clock)
    before = await _rows(house, "asked_questions")
    async with house.work() as work:
        await (await work.db.connection()).execute("UPDATE question_sortings SET up_to_id = 0")
        await (await work.db.connection()).execute("DELETE FROM asked_questions")
    await asyncio.gather(*(_sort(house, scene) for _each in range(3)))
    assert await _rows(house, "asked_questions") == before


async def _sort(house: House, scene: Scene) -> None:
    async with house.work() as work:
        await sort_questions(work, scene.clinic)


async def _rows(house: House, table: str) -> list[tuple[object, ...]]:
    async with house.reading() as work:
        rows = await (await work.db.connection()).fetch(f"SELECT * FROM {table} ORDER BY 1, 2")
    return [tuple(one) for one in rows]


async def test_what_somebody_has_erased_is_counted_no_more(house: House, clock: TestClock) -> None:
    """Nor is it a question any more; the conversation stays, and with it that it brightened a day."""
    scene = await gather(house)
    await asked_twice(house, scene, clock)
    before = await _report(house, scene.samira, scene)
    await act(house, scene.ana, erase, scene.clinic)
    after = await _report(house, scene.samira, scene)
    assert (len(before.questions), len(after.questions)) == (1, 0)
    assert (before.shown.relations.begun, after.shown.relations.begun) == (3, 2)


async def test_a_case_that_was_written_late_is_sorted_the_next_time(house: House, clock: TestClock) -> None:
    """Its id is smaller than what was sorted meanwhile."""
    scene = await gather(house)
    await asked_twice(house, scene, clock)
    before = await _rows(house, "asked_questions")
    async with house.work() as work:
        connection = await work.db.connection()
        await connection.execute("DELETE FROM asked_questions WHERE marks IS NULL")
    await _sort(house, scene)
    assert await _rows(house, "asked_questions") == before


@pytest.mark.parametrize("who", ["ana", "mara", "clinic"])
async def test_whoever_leaves_takes_all_of_it_along(house: House, clock: TestClock, who: str) -> None:
    """The person of a case is counted no more; what a colleague did stays, without who; an organisation takes all."""
    scene = await gather(house)
    await asked_twice(house, scene, clock)
    await reply(house, scene.mara, (await desk(house, scene.samira, scene)).rows[-1].case, "Until ten.")
    before = await _report(house, scene.samira, scene)
    group = {"question": "Flu shots?", "answer": "Until ten."}
    await act(house, scene.samira, answer_question, scene.clinic, before.questions[0].group_id, **group)
    async with house.work() as work:
        work.tell(Left(account_id=getattr(scene, who)))
    await run_jobs(house)
    if who == "clinic":
        for table in ("asked_questions", "question_answers", "question_sortings"):
            assert await _rows(house, table) == [], table
        return
    after = await _report(house, scene.samira, scene)
    if who == "ana":
        assert after.questions == []
        assert (before.shown.people, before.shown.relations.begun) == (1, 3)
        assert (after.shown.people, after.shown.relations.begun, after.shown.answers) == (0, 2, 0)
    else:
        assert after.shown.people == before.shown.people
        assert [one.person for one in after.carried] == [None]
        assert after.carried[0].answers == 1


async def test_a_question_goes_with_its_words(house: House, clock: TestClock) -> None:
    """Who takes back what they asked is not among those who ask it any more."""
    scene = await gather(house)
    first = await say(house, scene.ana, "@clinic Do you give flu shots without an appointment?")
    await say(house, scene.ben, "@clinic Can I come for a flu shot without an appointment?")
    clock.tick(hours=1)
    await act(house, scene.samira, sort_questions, scene.clinic)
    assert len((await _report(house, scene.mara, scene)).questions) == 1
    await act(house, scene.ana, delete, first.id)
    assert (await _report(house, scene.mara, scene)).questions == []
    assert len(await _rows(house, "asked_questions")) == 1

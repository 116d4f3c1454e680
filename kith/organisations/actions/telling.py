"""What an organisation tells beside its profile: hours, places, answers, its website, who answers today."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo, available_timezones

import msgspec

from kith.base.core.errors import Invalid
from kith.base.core.ids import Id
from kith.base.core.text import clean, clean_line, render
from kith.base.core.words import _
from kith.base.work import Work
from kith.organisations import store
from kith.organisations.actions.recording import record
from kith.organisations.actions.team import my_seat
from kith.organisations.model import (
    ANSWER_MAX,
    PLACE_NAME_MAX,
    PLACE_TEXT_MAX,
    PLACES_MAX,
    QUESTION_MAX,
    QUESTIONS_MAX,
    WEBSITE_MAX,
    Answered,
    AnswersWritten,
    Organisation,
    Place,
    WebsiteGiven,
)
from kith.organisations.rules.answers import reworded
from kith.organisations.rules.opening import read_hours
from kith.organisations.rules.websites import normal_website


class About(msgspec.Struct, frozen=True, kw_only=True):
    """What shall stand there from now on. `days` are seven lines, Monday first; `None` keeps what there is."""

    timezone: str | None = None
    days: tuple[str, ...] | None = None
    places: tuple[tuple[str, str], ...] | None = None  # pairs of a name and an address
    questions: tuple[tuple[str, str], ...] | None = None  # pairs of a question and its answer
    website: str | None = None
    signs: bool | None = None


async def tell_about(work: Work, organisation_id: Id, about: About) -> Organisation:
    """Change what an organisation tells. Raises `Invalid` for what does not fit."""
    await my_seat(work, organisation_id, "page")
    before = await store.lock_organisation(work.db, organisation_id)
    await my_seat(work, organisation_id, "page")
    website = before.website if about.website is None else normal_website(about.website, length_max=WEBSITE_MAX)
    after = msgspec.structs.replace(
        before,
        timezone=before.timezone if about.timezone is None else _zone(about.timezone),
        hours=before.hours if about.days is None else read_hours(about.days),
        places=before.places if about.places is None else _places(about.places),
        questions=before.questions if about.questions is None else _questions(about.questions),
        signs=before.signs if about.signs is None else about.signs,
        website=website,
    )
    if website != before.website:
        after = msgspec.structs.replace(
            after, website_state="waiting" if website else "none", website_said="", website_checked_at=None
        )
        if website:
            work.tell(WebsiteGiven(organisation_id=organisation_id))
    if after != before:
        await store.change_organisation(work.db, after)
        await record(work, organisation_id, "about.changed")
        _tell_answers(work, before, after.questions)
    return after


async def add_answer(work: Work, organisation_id: Id, question: str, answer: str) -> Answered:
    """Put a question and its answer on the page; in the place of the same question, where it stands there.

    Raises `Invalid` for what does not fit.
    """
    await my_seat(work, organisation_id, "page")
    before = await store.lock_organisation(work.db, organisation_id)
    await my_seat(work, organisation_id, "page")
    [fresh] = _questions([(question, answer)]) or [None]
    if fresh is None:
        raise Invalid(_("A question needs its answer, and an answer its question."), field="questions")
    same = fresh.question.casefold()
    there = [one.question.casefold() for one in before.questions]
    place = there.index(same) if same in there else len(there)
    questions = (*before.questions[:place], fresh, *before.questions[place + 1 :])
    if len(questions) > QUESTIONS_MAX:
        raise Invalid(_("There is room for {count} questions.").format(count=QUESTIONS_MAX), field="questions")
    await store.change_organisation(work.db, msgspec.structs.replace(before, questions=questions))
    await record(work, organisation_id, "about.changed")
    _tell_answers(work, before, questions)
    return fresh


async def check_website_again(work: Work, organisation_id: Id) -> None:
    """Look at the website once more: somebody has just put the link there."""
    await my_seat(work, organisation_id, "page")
    found = await store.lock_organisation(work.db, organisation_id)
    if found.website:
        await store.change_organisation(work.db, msgspec.structs.replace(found, website_state="waiting"))
        work.tell(WebsiteGiven(organisation_id=organisation_id))


async def answers_today(work: Work, organisation_id: Id) -> list[Id]:
    """List those of the team who answer today, by the organisation's own clock, and let that be seen."""
    organisation = await store.find_organisation(work.db, organisation_id)
    if organisation is None:
        return []
    today = work.now.astimezone(ZoneInfo(organisation.timezone)).date()
    seats = await store.held_seats_of(work.db, organisation_id)
    return [seat.person_id for seat in seats if seat.shown and seat.answers_on == today]


def _tell_answers(work: Work, before: Organisation, questions: Sequence[Answered]) -> None:
    if [one.question for one in questions] != [one.question for one in before.questions]:
        fact = AnswersWritten(organisation_id=before.organisation_id, reworded=reworded(before.questions, questions))
        work.tell(fact)


def _zone(name: str) -> str:
    if name not in available_timezones():
        raise Invalid(_("That time zone is not known here."), field="timezone")
    return name


def _places(given: Sequence[tuple[str, str]]) -> tuple[Place, ...]:
    places = [
        Place(
            name=clean_line(name, length_max=PLACE_NAME_MAX, field="places"),
            address=clean_line(address, length_max=PLACE_TEXT_MAX, field="places"),
        )
        for name, address in given
        if name.strip() or address.strip()
    ]
    if len(places) > PLACES_MAX:
        raise Invalid(_("There is room for {count} places.").format(count=PLACES_MAX), field="places")
    return tuple(places)


def _questions(given: Sequence[tuple[str, str]]) -> tuple[Answered, ...]:
    found = []
    for question, answer in given:
        if not question.strip() and not answer.strip():
            continue
        text = clean(answer, length_max=ANSWER_MAX, field="questions", characters_max=ANSWER_MAX).strip()
        asked = clean_line(question, length_max=QUESTION_MAX, field="questions")
        if not asked or not text:
            raise Invalid(_("A question needs its answer, and an answer its question."), field="questions")
        html = render(text, mention_urls={}, hashtag_url=lambda _tag: "", emoji_urls={})
        found.append(Answered(question=asked, answer=text, html=html))
    if len(found) > QUESTIONS_MAX:
        raise Invalid(_("There is room for {count} questions.").format(count=QUESTIONS_MAX), field="questions")
    return tuple(found)

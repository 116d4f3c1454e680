"""Who might like to hear a word: shown by what they told the organisation themselves. Nobody's words are suggested."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import msgspec

from kith.base.core.errors import Invalid, NotFound, Refused
from kith.base.core.ids import Id, first_id_at
from kith.base.core.words import _
from kith.base.work import Work
from kith.conversations import good_moments, open_pair, send
from kith.conversations.model import MessageWish, Moment
from kith.desk import store
from kith.desk.actions.desk import Desk, desk_of, held_case, on_behalf, save
from kith.desk.actions.reading import rows_of
from kith.desk.actions.wording import words_at
from kith.desk.model import Case
from kith.desk.model.way import (
    BACK_DAYS,
    GOOD_DAYS,
    GOOD_SHOWN_MAX,
    TURNS_MIN,
    YEARS_MIN,
    GoodNews,
    KindWord,
    Way,
    WordWish,
)
from kith.desk.rules.replies import check_filled
from kith.desk.rules.words import check_hears, next_word_at, wants_words
from kith.organisations import hold_seat, long_relations, record
from kith.people import present_accounts, viewer_of
from kith.people.model import Account

KEY_MAX = 80


@dataclass(frozen=True, kw_only=True)
class Someone:
    """Somebody who might like to hear a word, and why. `not_before`: the next may go out from then on.

    Without `hears` nothing is to be sent: they want none, or only what they say is told. Who waits for an answer in
    `waits_in` gets that first.
    """

    person: Account
    at: datetime
    words: str = ""
    way: Way | None = None
    case: Case | None = None
    since: datetime | None = None  # of whom comes back for years
    brightened: bool = False
    hears: bool = True
    not_before: datetime | None = None
    waits_in: Id | None = None


@dataclass(frozen=True, kw_only=True)
class Encouraging:
    """Who is on a way, told good news, thanked, comes back for years; and public exchanges that brightened a day."""

    desk: Desk
    ways: Sequence[Someone]
    news: Sequence[Someone]
    thanks: Sequence[Someone]
    years: Sequence[Someone]
    banter: Sequence[Moment]


class WordToSay(msgspec.Struct, frozen=True, kw_only=True):
    """A word of the team to somebody, about their way or not. The same key again says nothing twice."""

    person_id: Id
    text: str
    way_id: Id | None = None
    key: str = ""


async def load_encouraging(work: Work, organisation_id: Id) -> Encouraging:
    """Read who might like to hear a word. Raises `NotFound` without a seat, `Refused` for guests."""
    desk = await desk_of(work, organisation_id)
    desk.check_all()
    own, since = on_behalf(work, desk), work.now - timedelta(days=GOOD_DAYS)
    moments = await good_moments(own, since_at=since, until_at=work.now + timedelta(seconds=1))
    return Encouraging(
        desk=desk,
        ways=await _ways(work, desk),
        news=await _news(work, desk, since),
        thanks=await _thanks(work, desk, since),
        years=await _years(work, desk),
        banter=[one for one in moments if one.card is not None][:GOOD_SHOWN_MAX],
    )


async def say_word(work: Work, organisation_id: Id, word: WordToSay) -> KindWord:
    """Say a word to somebody who spoke to the organisation before, in private, as the organisation.

    Raises `Invalid` for no words or blanks, `NotFound` for who or what is not there, `Refused` where they want none,
    or none yet, or wait for an answer: that goes first.
    """
    desk = await desk_of(work, organisation_id)
    desk.check_all()
    check_filled(word.text)
    if len(word.key) > KEY_MAX:
        raise Invalid(_("That idempotency key is too long."), field="key")
    wish = await store.hold_wish(work.db, desk.id, word.person_id)
    await hold_seat(work, desk.id, desk.me)
    last = (await store.last_kind_words(work.db, desk.id, [word.person_id])).get(word.person_id)
    if last is not None and word.key and last.once == word.key:
        return last
    ways = await store.ways_of(work.db, desk.id, word.person_id, work.now.date()) if word.way_id else []
    way = next((one for one in ways if one.id == word.way_id), None)
    if word.way_id is not None and way is None:
        raise NotFound
    check_hears(wish, way, last, work.now)
    cases = await store.open_cases_with(work.db, desk.id, word.person_id)
    if any(one.channel == "talk" and one.state in ("new", "ours") for one in cases):
        raise Refused(_("They wait for an answer of yours. Say it there."))
    return await _send(work, desk, word)


async def _send(work: Work, desk: Desk, word: WordToSay) -> KindWord:
    own = on_behalf(work, desk)
    room = await open_pair(own, word.person_id)
    message = await send(own, room.id, MessageWish(text=word.text), key=f"word:{word.key}" if word.key else None)
    await record(work, desk.id, "word.said", subject_id=message.id, about_id=word.person_id)
    said = KindWord(
        organisation_id=desk.id,
        id=work.new_id(),
        person_id=word.person_id,
        way_id=word.way_id,
        message_id=message.id,
        once=word.key,
        by_id=desk.me,
        said_at=work.now,
    )
    await work.db.insert(said)
    return said


async def mark_news(work: Work, organisation_id: Id, case_id: Id, subject_id: Id, *, good: bool) -> None:
    """Say of what somebody told in their case that it is good news, or no longer. Raises `NotFound`."""
    desk = await desk_of(work, organisation_id)
    case = await held_case(work, desk, case_id)
    if not await store.is_said_in(work.db, desk.id, case.id, subject_id):
        raise NotFound
    if not good:
        await store.unmark_news(work.db, desk.id, case.id, subject_id)
    else:
        news = GoodNews(
            organisation_id=desk.id,
            subject_id=subject_id,
            case_id=case.id,
            person_id=case.person_id,
            by_id=desk.me,
            marked_at=work.now,
        )
        await work.db.insert_new(news)
    await record(work, desk.id, "case.news" if good else "case.no_news", subject_id=case.id, about_id=case.person_id)
    await save(work, case, case)


class _Known:
    """Who of these is there for the organisation to write to, when each may hear the next word, and who waits."""

    def __init__(
        self,
        people: dict[Id, Account],
        wishes: dict[Id, WordWish],
        last: dict[Id, KindWord],
        waiting: dict[Id, Id],
        now: datetime,
    ) -> None:
        self._people, self._wishes, self._last, self._waiting, self._now = people, wishes, last, waiting, now

    def __contains__(self, person_id: Id) -> bool:
        return person_id in self._people

    def someone(self, person_id: Id, at: datetime, *, way: Way | None = None, **why: Any) -> Someone:
        """Say who it is, why they stand there, and whether a word may go to them now."""
        wish = self._wishes.get(person_id)
        then = next_word_at(wish, way, self._last.get(person_id))
        return Someone(
            person=self._people[person_id],
            at=at,
            way=way,
            hears=wants_words(wish, way),
            not_before=then if then is not None and then > self._now else None,
            waits_in=self._waiting.get(person_id),
            **why,
        )


async def _known(work: Work, desk: Desk, person_ids: Iterable[Id]) -> _Known:
    ids = set(person_ids)
    hidden = (await viewer_of(on_behalf(work, desk))).hidden if ids else frozenset()
    people = {one.id: one for one in await present_accounts(work.db, ids - set(hidden))} if ids else {}
    if not people:
        return _Known({}, {}, {}, {}, work.now)
    return _Known(
        people,
        await store.wishes_of(work.db, desk.id, people),
        await store.last_kind_words(work.db, desk.id, people),
        await store.waiting_in_private(work.db, desk.id, people),
        work.now,
    )


async def _ways(work: Work, desk: Desk) -> list[Someone]:
    ways = await store.ways_hearing(work.db, desk.id, work.now.date(), limit=GOOD_SHOWN_MAX)
    known = await _known(work, desk, [one.person_id for one in ways])
    found = [
        known.someone(one.person_id, one.told_at, way=one, words=one.text) for one in ways if one.person_id in known
    ]
    return [one for one in found if one.hears]


async def _news(work: Work, desk: Desk, since: datetime) -> list[Someone]:
    news = await store.news_of(work.db, desk.id, since=since, limit=GOOD_SHOWN_MAX)
    cases = {one.id: one for one in await store.some_cases(work.db, desk.id, {one.case_id for one in news})}
    known = await _known(work, desk, [one.person_id for one in news])
    places = [(cases[one.case_id].channel, one.subject_id) for one in news if one.case_id in cases]
    words = await words_at(on_behalf(work, desk), places)
    return [
        known.someone(one.person_id, one.marked_at, words=words[one.subject_id], case=cases[one.case_id])
        for one in news
        if one.person_id in known and words.get(one.subject_id)
    ]


async def _thanks(work: Work, desk: Desk, since: datetime) -> list[Someone]:
    events = await store.thanks_of(work.db, desk.id, since_id=first_id_at(since), limit=GOOD_SHOWN_MAX)
    last = {one.case_id: one for one in reversed(events)}  # who said both said the later one
    rows = {one.case.id: one for one in await rows_of(work, desk, await store.some_cases(work.db, desk.id, last))}
    known = await _known(work, desk, [one.case.person_id for one in rows.values()])
    found = [(one, rows[one.case_id]) for one in events if last[one.case_id] is one and one.case_id in rows]
    return [
        known.someone(row.case.person_id, one.at, words=row.words, case=row.case, brightened=one.kind == "brightened")
        for one, row in found
        if row.case.person_id in known
    ]


async def _years(work: Work, desk: Desk) -> list[Someone]:
    found = await long_relations(
        work.db,
        desk.id,
        began_before=work.now - timedelta(days=366 * YEARS_MIN),
        spoke_since=work.now - timedelta(days=BACK_DAYS),
        turns=TURNS_MIN,
        limit=GOOD_SHOWN_MAX,
    )
    known = await _known(work, desk, [one.person_id for one in found])
    return [
        known.someone(one.person_id, one.they_spoke_at, since=one.began_at)
        for one in found
        if one.person_id in known and one.they_spoke_at is not None
    ]

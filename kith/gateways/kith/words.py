"""A word for someone: who might like to hear one, ways that people tell of, and what an organisation keeps of them."""

from datetime import date
from typing import Literal

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from kith.base.core.errors import Invalid
from kith.base.core.ids import Id
from kith.base.core.words import _
from kith.base.web.form import read_form
from kith.base.web.routing import Handler, Route, path_id
from kith.base.work import Work
from kith.desk import (
    Someone,
    WayWish,
    WordToSay,
    between_us,
    end_way,
    erase,
    load_encouraging,
    mark_news,
    on_behalf,
    say_word,
    tell_way,
    wish_words,
)
from kith.desk.model.way import KindWord, Way, Wish
from kith.gateways.mastodon.account import AccountEntity
from kith.gateways.mastodon.answers import Nothing, json_answer, one_id
from kith.gateways.mastodon.dates import date_text
from kith.gateways.mastodon.people import present_accounts_of
from kith.gateways.mastodon.status import StatusEntity, present_statuses


class WayForm(msgspec.Struct, frozen=True, kw_only=True):
    """A way one is on: what it is, its last day, whether one would like to hear a word, in how many days at most one
    (7, 14, 30 or 90).
    """

    text: str
    until: date
    wants_word: bool = True
    every_days: int = 30


class WishForm(msgspec.Struct, frozen=True, kw_only=True):
    """Whether one wants words of the organisation: `yes`, `not_now` (none for thirty days), `never`."""

    wish: Wish


class WordForm(msgspec.Struct, frozen=True, kw_only=True):
    """A word to somebody, about a way of theirs or not. The same `key` again says nothing twice."""

    account_id: str
    text: str
    way_id: str | None = None
    key: str = ""


class NewsForm(msgspec.Struct, frozen=True, kw_only=True):
    """Of which message or status in the case it is said; `good`: or that it is none any more."""

    subject_id: str
    good: bool = True


class WayEntity(msgspec.Struct, frozen=True, kw_only=True):
    """A way somebody is on."""

    id: str
    text: str
    until: str
    wants_word: bool
    every_days: int
    told_at: str


class BetweenEntity(msgspec.Struct, frozen=True, kw_only=True):
    """What is between oneself and an organisation: one's ways, whether one wants words, and what it keeps of one.

    `not_before`: no words until then. `notes_count` and `labels_count` are the team's, whose words are theirs.
    """

    ways: tuple[WayEntity, ...]
    never: bool
    not_before: str | None
    last_word_at: str | None
    talked_since: str | None
    case_ids: tuple[str, ...]
    notes_count: int
    labels_count: int


class SomeoneEntity(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who might like to hear a word: `why`, and `words` of their own.

    `hears` says whether they want any, `not_before` from when on the next may go out. Who waits for an answer in
    `waiting_case_id` gets that first. `since` is when one first talked.
    """

    why: Literal["way", "news", "thanks", "brightened", "years"]
    account: AccountEntity
    words: str
    way: WayEntity | None
    case_id: str | None
    since: str | None
    hears: bool
    not_before: str | None
    waiting_case_id: str | None
    created_at: str


class EncouragingEntity(msgspec.Struct, frozen=True, kw_only=True):
    """Who might like to hear a word, by why; and the answers of public exchanges that brightened somebody's day."""

    people: tuple[SomeoneEntity, ...]
    banter: tuple[StatusEntity, ...]


class KindWordEntity(msgspec.Struct, frozen=True, kw_only=True):
    """A word that went out."""

    id: str
    message_id: str
    way_id: str | None
    created_at: str


async def show_words(work: Work, request: Request) -> Response:
    """`GET /api/kith/v1/desks/ORGANISATION/words`: list who might like to hear a word, by what they told."""
    found = await load_encouraging(work, _organisation(request))
    some: list[tuple[Literal["way", "news", "thanks", "years"], Someone]] = [
        *(("way", one) for one in found.ways),
        *(("news", one) for one in found.news),
        *(("thanks", one) for one in found.thanks),
        *(("years", one) for one in found.years),
    ]
    people = {one.person.id: one.person for _why, one in some}
    accounts = {one.id: one for one in await present_accounts_of(work, list(people.values()))} if people else {}
    cards = [one.card for one in found.banter if one.card is not None]
    entity = EncouragingEntity(
        people=tuple(_someone(why, one, accounts[str(one.person.id)]) for why, one in some),
        banter=tuple(await present_statuses(on_behalf(work, found.desk), cards)) if cards else (),
    )
    return json_answer(entity)


async def do_say(work: Work, request: Request) -> Response:
    """`POST /api/kith/v1/desks/ORGANISATION/words`: say a word to somebody in private, as the organisation."""
    form = await read_form(request, WordForm)
    way_id = one_id(form.way_id, "way_id")
    word = WordToSay(person_id=_id(form.account_id, "account_id"), text=form.text, way_id=way_id, key=form.key)
    return json_answer(_word(await say_word(work, _organisation(request), word)))


async def do_mark(work: Work, request: Request) -> Response:
    """`POST /api/kith/v1/desks/ORGANISATION/cases/ID/news`: say that something in a case tells good news, or not."""
    form = await read_form(request, NewsForm)
    subject_id = _id(form.subject_id, "subject_id")
    await mark_news(work, _organisation(request), path_id(request), subject_id, good=form.good)
    return json_answer({})


async def show_between(work: Work, request: Request) -> Response:
    """`GET /api/kith/v1/desks/ORGANISATION/between`: show one's ways, one's wish, and what it keeps of oneself."""
    return await _between(work, request)


async def do_wish(work: Work, request: Request) -> Response:
    """`PUT /api/kith/v1/desks/ORGANISATION/between/words`: say whether one wants words of it."""
    await wish_words(work, _organisation(request), (await read_form(request, WishForm)).wish)
    return await _between(work, request)


async def do_erase(work: Work, request: Request) -> Response:
    """`DELETE /api/kith/v1/desks/ORGANISATION/between`: let it keep nothing of oneself."""
    await erase(work, _organisation(request))
    return json_answer({})


async def do_tell(work: Work, request: Request) -> Response:
    """`POST /api/kith/v1/desks/ORGANISATION/ways`: tell it of a way one is on."""
    return json_answer(_way(await tell_way(work, _organisation(request), await _wish(request))))


async def do_change(work: Work, request: Request) -> Response:
    """`PUT /api/kith/v1/desks/ORGANISATION/ways/ID`: change what one told of a way."""
    changed = await tell_way(work, _organisation(request), await _wish(request), way_id=path_id(request))
    return json_answer(_way(changed))


async def do_end(work: Work, request: Request) -> Response:
    """`DELETE /api/kith/v1/desks/ORGANISATION/ways/ID`: end a way; the organisation knows nothing of it any more."""
    await end_way(work, _organisation(request), path_id(request))
    return json_answer({})


async def _wish(request: Request) -> WayWish:
    form = await read_form(request, WayForm)
    return WayWish(text=form.text, until=form.until, wants_word=form.wants_word, every_days=form.every_days)


async def _between(work: Work, request: Request) -> Response:
    found = await between_us(work, _organisation(request))
    wish, word, relation = found.wish, found.last_word, found.relation
    later = wish.not_before if wish is not None and wish.not_before and wish.not_before > work.now else None
    entity = BetweenEntity(
        ways=tuple(_way(one) for one in found.ways),
        never=wish is not None and wish.never,
        not_before=date_text(later) if later else None,
        last_word_at=date_text(word.said_at) if word else None,
        talked_since=date_text(relation.began_at) if relation else None,
        case_ids=tuple(str(one.id) for one in found.cases),
        notes_count=found.noted,
        labels_count=found.labelled,
    )
    return json_answer(entity)


def _someone(why: Literal["way", "news", "thanks", "years"], one: Someone, account: AccountEntity) -> SomeoneEntity:
    return SomeoneEntity(
        why="brightened" if one.brightened else why,
        account=account,
        words=one.words,
        way=_way(one.way) if one.way else None,
        case_id=str(one.case.id) if one.case else None,
        since=date_text(one.since) if one.since else None,
        hears=one.hears,
        not_before=date_text(one.not_before) if one.not_before else None,
        waiting_case_id=str(one.waits_in) if one.waits_in else None,
        created_at=date_text(one.at),
    )


def _way(way: Way) -> WayEntity:
    return WayEntity(
        id=str(way.id),
        text=way.text,
        until=way.until.isoformat(),
        wants_word=way.wants_word,
        every_days=way.every_days,
        told_at=date_text(way.told_at),
    )


def _word(word: KindWord) -> KindWordEntity:
    return KindWordEntity(
        id=str(word.id),
        message_id=str(word.message_id),
        way_id=str(word.way_id) if word.way_id else None,
        created_at=date_text(word.said_at),
    )


def _id(text: str, field: str) -> Id:
    found = one_id(text, field)
    if found is None:
        raise Invalid(_("“{field}” must be an id from an earlier answer.").format(field=field), field=field)
    return found


def _organisation(request: Request) -> Id:
    return path_id(request, "organisation_id")


_DESK = "/api/kith/v1/desks/{organisation_id}"


def _do(
    method: Literal["POST", "PUT", "DELETE"],
    path: str,
    handler: Handler,
    asks: type[msgspec.Struct] | None = None,
    *,
    gives: object = Nothing,
    limit: str | None = None,
) -> Route:
    asked = (asks,) if asks is not None else ()
    return Route(
        method=method, path=f"{_DESK}{path}", handler=handler, scope="write", asks=asked, gives=gives, limit=limit
    )


ROUTES = (
    Route(method="GET", path=f"{_DESK}/words", handler=show_words, scope="read", gives=EncouragingEntity),
    _do("POST", "/words", do_say, WordForm, gives=KindWordEntity, limit="message"),
    _do("POST", "/cases/{id}/news", do_mark, NewsForm),
    Route(method="GET", path=f"{_DESK}/between", handler=show_between, scope="read", gives=BetweenEntity),
    _do("PUT", "/between/words", do_wish, WishForm, gives=BetweenEntity),
    _do("DELETE", "/between", do_erase),
    _do("POST", "/ways", do_tell, WayForm, gives=WayEntity, limit="message"),
    _do("PUT", "/ways/{id}", do_change, WayForm, gives=WayEntity),
    _do("DELETE", "/ways/{id}", do_end),
)

"""Stating where one was, and finding who was there, too."""

import asyncio
from typing import Any

import httpx
import pytest

from kith.base.core.errors import NotFound, Refused
from kith.base.core.ids import Id
from kith.base.work import House
from kith.finding import change_past, delete_past, own_pasts, pasts_of, state_past, those_there
from kith.finding.model import PASTS_MAX, PastWish, SeenBy, StatedPast
from kith.people import get_account
from kith.posts.tests.cast import ANA, BEN, CLEO, block, follow, gather_cast, send, sign_in

SCHOOL: dict[str, Any] = {"kind": "school", "name": "School no. 5, Lublin", "from_year": 1987, "until_year": 1991}


@pytest.fixture(autouse=True)
async def _cast(house: House) -> None:
    await gather_cast(house)


async def _state(house: House, person: Id, *, seen_by: SeenBy = "everyone", **other: Any) -> StatedPast:
    async with house.work(actor=person) as work:
        return await state_past(work, PastWish(**(SCHOOL | other), seen_by=seen_by))


async def _there(house: House, person: Id, past: StatedPast) -> list[Id]:
    async with house.reading(actor=person) as work:
        found, _more = await those_there(work, past)
        return [one.account.id for one in found]


async def _seen_of(house: House, viewer: Id | None, owner: Id) -> list[str]:
    async with house.reading(actor=viewer) as work:
        return [one.name for one in await pasts_of(work, await get_account(work.db, owner))]


@pytest.mark.parametrize(
    ("theirs", "found"),
    [
        ({}, True),
        ({"name": "SCHOOL NO 5 (Lublin)"}, True),
        ({"from_year": 1991, "until_year": None}, True),
        ({"from_year": None, "until_year": None}, True),
        ({"from_year": 1992, "until_year": 1999}, False),
        ({"from_year": None, "until_year": 1986}, False),
        ({"name": "School no. 6, Lublin"}, False),
        ({"kind": "work"}, False),
        ({"seen_by": "nobody"}, False),
        ({"seen_by": "ties"}, False),
    ],
)
async def test_who_states_the_same_with_a_year_in_common_is_found(
    house: House, theirs: dict[str, Any], *, found: bool
) -> None:
    """However it is written, where they show it to the one who looks; the other finds back."""
    mine = await _state(house, ANA)
    other = await _state(house, CLEO, **theirs)
    assert await _there(house, ANA, mine) == ([CLEO] if found else [])
    if theirs.get("seen_by", "everyone") == "everyone":
        assert await _there(house, CLEO, other) == ([ANA] if found else [])


async def test_ties_see_what_is_for_ties(house: House) -> None:
    """Whoever follows them, and whom they follow: one alone is not enough."""
    mine = await _state(house, ANA)
    await _state(house, CLEO, seen_by="ties")
    await follow(house, ANA, CLEO)
    assert (await _there(house, ANA, mine), await _seen_of(house, ANA, CLEO)) == ([], [])
    await follow(house, CLEO, ANA)
    assert await _there(house, ANA, mine) == [CLEO]
    assert await _seen_of(house, ANA, CLEO) == [SCHOOL["name"]]
    assert await _seen_of(house, BEN, CLEO) == []
    assert await _seen_of(house, None, CLEO) == []


async def test_nobody_is_found_by_what_one_shows_to_nobody(house: House) -> None:
    """Who looks can be seen; the owner keeps their note."""
    mine = await _state(house, ANA, seen_by="nobody")
    await _state(house, CLEO)
    assert await _there(house, ANA, mine) == []
    assert await _seen_of(house, ANA, ANA) == [SCHOOL["name"]]
    assert await _seen_of(house, CLEO, ANA) == []


async def test_a_block_hides_both_ways(house: House) -> None:
    """As everywhere."""
    mine, theirs = await _state(house, ANA), await _state(house, CLEO)
    assert await _there(house, ANA, mine) == [CLEO]
    await block(house, CLEO, ANA)
    assert await _there(house, ANA, mine) == []
    assert await _there(house, CLEO, theirs) == []
    assert await _seen_of(house, ANA, CLEO) == []


async def test_the_same_is_stated_once(house: House) -> None:
    """Also by two presses at once; the last says who may see it."""
    first, second = await asyncio.gather(_state(house, ANA), _state(house, ANA))
    third = await _state(house, ANA, seen_by="ties", name="school NO 5 Lublin")
    assert first.id == second.id == third.id
    async with house.reading() as work:
        assert [(one.id, one.seen_by) for one in await own_pasts(work.db, ANA)] == [(first.id, "ties")]


async def test_a_life_is_bounded_also_for_two_at_once(house: House) -> None:
    """The last that fits is one of them."""
    for number in range(PASTS_MAX - 1):
        await _state(house, ANA, name=f"Place {number}")
    both = await asyncio.gather(_state(house, ANA, name="a b"), _state(house, ANA, name="c d"), return_exceptions=True)
    assert sorted(isinstance(one, Refused) for one in both) == [False, True]


async def test_anothers_past_is_not_there(house: House) -> None:
    """To change or to delete; its owner can do both."""
    past, wish = await _state(house, ANA), PastWish(kind="place", name="Lublin")
    async with house.work(actor=BEN) as work:
        with pytest.raises(NotFound):
            await change_past(work, past.id, wish)
        with pytest.raises(NotFound):
            await delete_past(work, past.id)
    async with house.work(actor=ANA) as work:
        assert (await change_past(work, past.id, wish)).name_key == "lublin"
        await delete_past(work, past.id)
        with pytest.raises(NotFound):
            await delete_past(work, past.id)


async def test_the_pages_state_find_and_ask(house: House, client: httpx.AsyncClient) -> None:
    """From a form to somebody who was there, and on to the question whether they know each other."""
    await _state(house, CLEO, from_year=1989, until_year=1993)
    await sign_in(house, client, ANA)
    page = "/people/known/past"
    wrong = await send(client, page, page, **(SCHOOL | {"until_year": 1986}))
    assert (wrong.status_code, "before it began" in wrong.text) == (422, True)
    made = await send(client, page, page, **SCHOOL, seen_by="everyone")
    one = made.headers["location"]
    shown = (await client.get(one)).text
    assert "/@cleo/us/relations" in shown
    assert 'name="from_year" value="1989"' in shown
    assert 'name="until_year" value="1991"' in shown
    asked = await send(client, one, "/@cleo/us/relations", kind="schoolmate", place=SCHOOL["name"], from_year="1989")
    assert asked.status_code in (200, 303)
    changed = await send(client, one, one, kind="work", name="Mill", seen_by="nobody")
    assert changed.headers["location"] == one
    assert "Show it to your ties" in (await client.get(one)).text
    assert (await client.get("/@ana/past")).status_code == 200
    gone = await send(client, one, f"{one}/delete")
    assert gone.headers["location"] == f"{page}?said=kept"
    assert [(await client.get(f"{page}/{name}")).status_code for name in (one.rpartition("/")[2], "1", "x")] == [
        404
    ] * 3


async def test_a_strange_address_brings_a_page_or_nothing(house: House, client: httpx.AsyncClient) -> None:
    """What an archive says comes as a query, and anybody can write one."""
    await sign_in(house, client, ANA)
    strange = await client.get("/people/known/past?kind=pub&name=%22%3E%3Cb%3E&from_year=abcd&until_year=99999")
    assert strange.status_code == 200
    assert "&#34;&gt;&lt;b&gt;" in strange.text
    assert (await client.get("/@nobody/past")).status_code == 404

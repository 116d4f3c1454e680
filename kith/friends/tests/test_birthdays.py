"""Birthdays: whom they are shown, and that the year is nobody's."""

import re
from datetime import date, timedelta

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.base.work import House
from kith.friends.rules.birthdays import day_of_year, days_from
from kith.friends.store import shares_of
from kith.people.model import Left
from kith.people.store.remembering import set_remembered
from kith.posts.tests.cast import ANA, BEN, CLEO, block, follow, gather_cast, send, sign_in
from kith.worker import run_everything_due
from tests.clock import TestClock

PLACE = "/settings/birthday"


def _born(clock: TestClock, days: int = 3) -> date:
    """Give a day of birth whose birthday comes in so many days."""
    on = clock().date() + timedelta(days=days)
    return on.replace(year=1979) if (on.month, on.day) != (2, 29) else date(1980, 2, 29)


async def _share(house: House, client: httpx.AsyncClient, born_on: date, shown_to: str) -> None:
    await sign_in(house, client, ANA)
    assert (await send(client, PLACE, PLACE, born_on=born_on.isoformat(), shown_to=shown_to)).status_code == 303


async def _is_shown(house: House, client: httpx.AsyncClient, person: int) -> bool:
    await sign_in(house, client, person)  # type: ignore[arg-type]
    people, us = (await client.get("/people")).text, (await client.get("/@ana/us")).text
    assert "1979" not in re.sub(r"<[^>]*>", " ", people + us)  # tokens and ids may hold it by chance
    assert ("Birthday: " in people) is ("Next birthday" in us)
    return "Next birthday" in us


@pytest.mark.parametrize(
    ("shown_to", "ben", "after"), [("nobody", False, False), ("mutual", False, True), ("followers", True, True)]
)
async def test_a_birthday_is_shown_to_whom_it_is_for(  # noqa: PLR0917
    house: House,
    client: httpx.AsyncClient,
    clock: TestClock,
    shown_to: str,
    ben: bool,  # noqa: FBT001 - a column of the table
    after: bool,  # noqa: FBT001 - a column of the table
) -> None:
    """Ben follows Ana; afterwards she follows him, too. Cleo follows nobody."""
    await gather_cast(house)
    await _share(house, client, _born(clock), shown_to)
    assert await _is_shown(house, client, BEN) is ben
    assert not await _is_shown(house, client, CLEO)
    await follow(house, ANA, BEN)
    assert await _is_shown(house, client, BEN) is after


async def test_a_birthday_is_soon_for_two_weeks_and_taken_back_at_once(
    house: House, client: httpx.AsyncClient, clock: TestClock
) -> None:
    """Later it stands on the page about the two alone."""
    await gather_cast(house)
    await _share(house, client, _born(clock, 40), "followers")
    await sign_in(house, client, BEN)
    assert "Birthdays" not in (await client.get("/people")).text
    assert "Next birthday" in (await client.get("/@ana/us")).text
    await _share(house, client, _born(clock), "nobody")
    assert not await _is_shown(house, client, BEN)


async def test_of_who_has_died_there_is_no_birthday(house: House, client: httpx.AsyncClient, clock: TestClock) -> None:
    """Neither in the list nor on their page."""
    await gather_cast(house)
    await _share(house, client, _born(clock), "followers")
    assert await _is_shown(house, client, BEN)
    async with house.work() as work:
        await set_remembered(work.db, ANA, work.now)
        work.forget(f"author:{ANA}")
    assert not await _is_shown(house, client, BEN)
    assert "Birthdays" not in (await client.get("/people")).text


async def test_behind_a_block_there_is_no_birthday(house: House, client: httpx.AsyncClient, clock: TestClock) -> None:
    """Nor in the list."""
    await gather_cast(house)
    await _share(house, client, _born(clock), "followers")
    assert await _is_shown(house, client, BEN)
    await block(house, ANA, BEN)
    assert "Birthdays" not in (await client.get("/people")).text


@pytest.mark.parametrize(
    "sent",
    [
        {"born_on": "1979-02-30"},
        {"born_on": "yesterday"},
        {"born_on": "1850-01-01"},
        {"born_on": "9999-12-31"},
        {"born_on": "", "shown_to": "followers"},
        {"born_on": "1979-02-03", "shown_to": "all"},
    ],
)
async def test_what_is_no_day_is_refused(house: House, client: httpx.AsyncClient, sent: dict[str, str]) -> None:
    """And what was kept stays."""
    await gather_cast(house)
    await sign_in(house, client, ANA)
    good = {"born_on": "1979-02-03", "shown_to": "mutual"}
    assert (await send(client, PLACE, PLACE, **good)).status_code == 303
    assert (await send(client, PLACE, PLACE, **(good | sent))).status_code == 422
    assert 'value="1979-02-03"' in (await client.get(PLACE)).text


async def test_a_share_goes_with_whoever_leaves(house: House, client: httpx.AsyncClient, clock: TestClock) -> None:
    """Nothing stays behind."""
    await gather_cast(house)
    await _share(house, client, _born(clock), "followers")
    async with house.work() as work:
        work.tell(Left(account_id=ANA))
    await run_everything_due(house)
    async with house.reading() as work:
        assert await shares_of(work.db, [ANA], days=None, limit=1) == []


@given(st.dates(date(1900, 1, 1), date(2030, 12, 31)), st.dates(date(2000, 1, 1), date(2100, 12, 31)))
def test_everybody_has_one_birthday_within_a_year(born_on: date, today: date) -> None:
    """Also who was born on 29 February; and never in the past."""
    on = days_from(today, 366)[day_of_year(born_on)]
    assert today <= on <= today + timedelta(days=365)
    if (born_on.month, born_on.day) == (on.month, on.day):
        return
    assert (born_on.month, born_on.day, on.month, on.day) == (2, 29, 3, 1)

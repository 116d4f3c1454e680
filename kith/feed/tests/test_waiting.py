"""Who is named at the end of a page, and who may take the places of those who wait."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kith.base.core.ids import Id, first_id_at
from kith.base.work import House
from kith.feed.actions import fair_home, give_cards
from kith.feed.model import Author, Reading
from kith.feed.rules import fair_share
from kith.people import follow_tag
from kith.people.model import Account
from kith.posts.tests.cast import ANA, BEN, CLEO, DAN, follow, gather_cast, say
from kith.ties import record
from kith.ties.model import Act
from tests.clock import BEGINNING, TestClock

NOW = datetime(2026, 11, 23, 18, tzinfo=UTC)
SIT = Reading(reader_id=Id(1), now=NOW, day=NOW.date())


@pytest.fixture(autouse=True)
async def _cast(house: House) -> None:
    await gather_cast(house)


async def _talk(house: House, one: Id, other: Id, times: int) -> None:
    for number in range(times):
        async with house.work(actor=one) as work:
            acts = [
                Act(giver_id=giver, getter_id=getter, kind="letter", subject_id=Id(one * 100 + other * 10 + number))
                for giver, getter in ((one, other), (other, one))
            ]
            await record(work, acts)


@pytest.mark.parametrize("talks", [0, 1])
async def test_a_friend_in_a_waiting_place_is_named_before_they_come(house: House, talks: int) -> None:
    """At the end of a page; not whom the reader follows without a tie, nor who stands on it and comes once more."""
    eve = Id(15)
    async with house.work() as work:
        await work.db.insert(Account(id=eve, handle="eve", name="Eve", created_at=BEGINNING))
    for author, times in ((eve, talks), (DAN, 4), (CLEO, 6), (ANA, 9)):
        if author != ANA:
            await follow(house, BEN, author)
        await _talk(house, BEN, author, times)
        await say(house, author, "Hello")
    await say(house, ANA, "And good night")
    async with house.work(actor=BEN) as work:
        await give_cards(work, ANA, 2)
    async with house.reading(actor=BEN) as work:
        piece = await fair_home(work, None, zone="UTC", limit=3)
    assert [(seat.author_id, seat.lane) for seat in piece.sitting.seats][3:] == [(eve, "waiting"), (ANA, "close")]
    assert [account.id for account, _since in piece.waiting] == ([eve] if talks else [])


def _author(number: int, ago: timedelta, *, mutual: float = 0.0, tag: str = "") -> Author:
    post = Id(first_id_at(NOW - ago) + number)
    return Author(
        id=Id(number), unread=(post,), seen_at=NOW - timedelta(days=7), tie=mutual / 3, mutual=mutual, tag=tag
    )


def test_a_friend_in_a_waiting_place_is_a_friend() -> None:
    """The fourth place goes to the longest wait, and it is kept that this is a friend."""
    friends = [_author(number, timedelta(hours=number), mutual=1.0) for number in range(2, 10)]
    fourth = fair_share(friends, SIT).places[3]
    assert (fourth.lane, fourth.friend) == ("waiting", True)


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 12), st.integers(1, 40), st.integers(1, 100))
def test_strangers_take_nobodys_place(followed: int, strangers: int, hours: int) -> None:
    """However many write under a hashtag, and however long ago: whom the reader follows comes before them."""
    known = [_author(number, timedelta(hours=number), mutual=float(number % 2)) for number in range(2, 2 + followed)]
    crowd = [_author(100 + number, timedelta(hours=hours), tag="jam") for number in range(strangers)]
    alone = [place.author_id for place in fair_share(known, SIT).places]
    together = [place.author_id for place in fair_share([*crowd, *known], SIT).places]
    assert together[:followed] == alone
    assert len(together) == followed + strangers


async def test_a_hashtag_does_not_push_friends_down(house: House, clock: TestClock) -> None:
    """On the real Home."""
    async with house.work(actor=BEN) as work:
        await follow_tag(work, "jam")
    for stranger in (CLEO, DAN):
        await say(house, stranger, "#jam")
        clock.tick(hours=1)
    await say(house, ANA, "Hello")
    async with house.reading(actor=BEN) as work:
        piece = await fair_home(work, None, zone="UTC")
    assert [one.seat.author_id for one in piece.seats] == [ANA, CLEO, DAN]

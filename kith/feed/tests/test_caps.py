"""Home with caps and a pace, against the real database: what is folded, what comes back, and what nobody else sees."""

import asyncio

import pytest

from kith.base.core.errors import NotFound
from kith.base.core.ids import Id
from kith.base.core.paging import Paging
from kith.base.storage.statement import Statement
from kith.base.work import House
from kith.caps import CapWish, PaceWish, drop_cap, less_of, set_cap, set_pace, taking_of
from kith.caps.model import Cap
from kith.feed import find_at_home, home_of
from kith.feed.actions import (
    AskedOver,
    Cursor,
    FairPiece,
    OpenOver,
    done_with_over,
    earlier_folds,
    fair_home,
    look_anew,
    mark_seen,
    open_over,
    over_folds,
)
from kith.people import mute
from kith.people.model import Left
from kith.posts import repost
from kith.posts.model import Post
from kith.posts.tests.cast import ANA, BEN, CLEO, DAN, follow, gather_cast, say
from kith.ties import keep_close
from kith.topics import correct, declare
from tests.clock import TestClock

_SCORE = Statement("""
    INSERT INTO topic_scores (author_id, post_id, model, scores)
    VALUES (%(author_id)s, %(post_id)s, 'test', '{"sport": 0.99}')
""")


@pytest.fixture(autouse=True)
async def _cast(house: House) -> None:
    await gather_cast(house)
    await follow(house, BEN, CLEO)


async def _home(house: House, cursor: Cursor | None = None, *, reader: Id = BEN, limit: int = 20) -> FairPiece:
    async with house.work(actor=reader) as work:
        return await fair_home(work, cursor, zone="UTC", limit=limit)


async def _anew(house: House) -> FairPiece:
    async with house.work(actor=BEN) as work:
        await look_anew(work)
    return await _home(house)


async def _cap(house: House, reader: Id = BEN, **wish: object) -> Cap:
    async with house.work(actor=reader) as work:
        return await set_cap(work, CapWish(**wish))  # type: ignore[arg-type]


async def _sport(house: House, person: Id, text: str) -> Post:
    post = await say(house, person, text)
    async with house.work(actor=person) as work:
        await declare(work, post.id, "sport", about=True)
    return post


async def _thought_sport(house: House, person: Id, text: str) -> Post:
    post = await say(house, person, text)
    async with house.work() as work:
        await work.db.run(_SCORE, author_id=person, post_id=post.id)
    return post


def _texts(piece: FairPiece) -> list[str]:
    return [one.card.post.text for one in piece.seats]


async def _folds(house: House, piece: FairPiece) -> list[tuple[str, int, list[str]]]:
    async with house.work(actor=BEN) as work:
        folds = await over_folds(work, piece.sitting)
        return [(fold.topic, fold.count, [one.handle for one in fold.named]) for fold in folds]


async def _open(house: House, topic: str, sitting: Id | None = None) -> OpenOver:
    async with house.work(actor=BEN) as work:
        return await open_over(work, AskedOver(topic=topic, sitting_id=sitting), zone="UTC")


async def _read_all(house: House, piece: FairPiece) -> None:
    async with house.work(actor=BEN) as work:
        await mark_seen(work, Cursor(sitting_id=piece.sitting.id, index=len(piece.sitting.seats)))


async def _earlier(house: House, piece: FairPiece) -> list[Id]:
    async with house.work(actor=BEN) as work:
        return [one.author.id for one in (await earlier_folds(work, piece.sitting)).folds]


async def test_a_topic_without_room_is_one_fold_with_everybody_in_it(house: House) -> None:
    """By name and number; it opens, and what it shows is read, what it does not show waits."""
    for number in range(3):
        await _sport(house, ANA, f"Goal {number}")
    await _sport(house, CLEO, "What a match")
    await _cap(house, topic="sport", posts_a_week=0)
    piece = await _home(house)
    assert _texts(piece) == []
    assert await _folds(house, piece) == [("sport", 4, ["ana", "cleo"])]
    assert piece.people == 2
    assert await _earlier(house, piece) == []
    opened = await _open(house, "sport", piece.sitting.id)
    assert [card.post.text for card in opened.cards] == ["What a match", "Goal 2", "Goal 1", "Goal 0"]
    assert {found[0].evidence for found in opened.topics.values()} == {"author"}
    again = await _anew(house)
    assert (await _folds(house, again), await _earlier(house, again)) == ([], [])
    with pytest.raises(NotFound):
        await _open(house, "sport")


async def test_so_many_a_week_and_again_next_week(house: House, clock: TestClock) -> None:
    """What was shown counts, whichever device showed it; on Monday there is room again."""
    clock.tick(days=7 - (clock().weekday() + 6) % 7)  # a Tuesday
    cap = await _cap(house, author_id=ANA, posts_a_week=2)
    for number in range(3):
        await say(house, ANA, f"Number {number}")
        piece = await _anew(house)
        assert _texts(piece) == ([f"Number {number}"] if number < 2 else [])
        await _read_all(house, piece)
        await _read_all(house, piece)
    assert await _folds(house, piece) == [("", 1, ["ana"])]
    await say(house, CLEO, "Nobody caps me")
    assert _texts(await _anew(house)) == ["Nobody caps me"]
    clock.tick(days=7)
    assert "Number 2" in _texts(await _anew(house))
    async with house.work(actor=BEN) as work:
        await drop_cap(work, cap.id)


async def test_whoever_has_something_else_to_say_leads_with_that(house: House) -> None:
    """And the fold below says how much of it is about what is capped."""
    await say(house, ANA, "Bread")
    for number in range(2):
        await _sport(house, ANA, f"Goal {number}")
    await _cap(house, topic="sport", posts_a_week=0)
    (one,) = (await _home(house)).seats
    assert (one.card.post.text, one.seat.more, one.seat.over) == ("Bread", 2, (("sport", 2),))


async def test_what_is_passed_on_is_about_what_that_is_about(house: House) -> None:
    """Whoever passes a match report on sends a match report."""
    report = await _sport(house, DAN, "A match report")
    async with house.work(actor=ANA) as work:
        await repost(work, report.id)
    await _cap(house, topic="sport", posts_a_week=0)
    assert await _folds(house, await _home(house)) == [("sport", 1, ["ana"])]


async def test_a_machine_only_folds_and_one_word_corrects_it(house: House) -> None:
    """For good, for this reader; what its author says of it counts before both."""
    post = await _thought_sport(house, ANA, "We won (the raffle)")
    await _cap(house, topic="sport", posts_a_week=0)
    await _home(house)
    opened = await _open(house, "sport")
    assert [one.evidence for one in opened.topics[post.id]] == ["machine"]
    again = await _thought_sport(house, ANA, "We won again (at cards)")
    async with house.work(actor=BEN) as work:
        await correct(work, again.id, "sport", about=False)
    assert _texts(await _anew(house)) == ["We won again (at cards)"]
    async with house.work(actor=ANA) as work:
        await declare(work, again.id, "sport", about=True)
    assert _texts(await _anew(house)) == []


async def test_less_of_this_goes_down_in_steps(house: House) -> None:
    """About its topic where one is known, else of its author; each time less, and never more than one cap."""
    post, match = await say(house, ANA, "Bread"), await _sport(house, ANA, "A match")
    told = []
    for about in (post, post, post, post, match):
        async with house.work(actor=BEN) as work:
            cap = await less_of(work, about.id)
        told.append((cap.author_id, cap.topic, cap.posts_a_week))
    assert told == [(ANA, "", 3), (ANA, "", 1), (ANA, "", 0), (ANA, "", 0), (ANA, "sport", 3)]
    with pytest.raises(NotFound):
        async with house.work(actor=ANA) as work:
            await less_of(work, post.id)


async def test_only_the_newest_is_one_card(house: House) -> None:
    """However many cards they would have."""
    for number in range(4):
        await say(house, ANA, f"Number {number}")
    await _cap(house, author_id=ANA)
    (one,) = (await _home(house)).seats
    assert (one.card.post.text, one.seat.more) == ("Number 3", 3)


async def test_a_new_cap_lays_the_table_anew(house: House) -> None:
    """At once, though half an hour has not passed; and taken back it is as it was."""
    await say(house, ANA, "Bread")
    assert _texts(await _home(house)) == ["Bread"]
    cap = await _cap(house, author_id=ANA, posts_a_week=0)
    assert _texts(await _home(house)) == []
    async with house.work(actor=BEN) as work:
        await drop_cap(work, cap.id)
    assert _texts(await _home(house)) == ["Bread"]


async def test_done_with_a_fold_is_done_with_it(house: House) -> None:
    """What comes later comes as ever."""
    await _sport(house, ANA, "A match")
    await _cap(house, topic="sport", posts_a_week=0)
    piece = await _home(house)
    async with house.work(actor=BEN) as work:
        await done_with_over(work, AskedOver(topic="sport", sitting_id=piece.sitting.id), zone="UTC")
    assert await _folds(house, await _anew(house)) == []
    await _sport(house, ANA, "Another match")
    assert await _folds(house, await _anew(house)) == [("sport", 1, ["ana"])]


async def test_nobody_else_reads_by_my_caps(house: House) -> None:
    """Not another reader; and a fold is its reader's alone."""
    await follow(house, DAN, ANA)
    await _sport(house, ANA, "A match")
    await _cap(house, topic="sport", posts_a_week=0)
    piece = await _home(house)
    assert _texts(await _home(house, reader=DAN)) == ["A match"]
    with pytest.raises(NotFound):
        async with house.work(actor=DAN) as work:
            await open_over(work, AskedOver(topic="sport", sitting_id=piece.sitting.id), zone="UTC")


async def test_home_comes_twice_a_day(house: House, clock: TestClock) -> None:
    """What is written in between waits for the next time, and says nothing until then."""
    now = clock()
    clock.tick(hours=(24 + 9 - now.hour) % 24, minutes=-now.minute)  # nine o'clock
    async with house.work(actor=BEN) as work:
        await set_pace(work, PaceWish(comes_at=8 * 60, comes_again_at=18 * 60, zone="UTC"))
    await say(house, ANA, "In the morning")
    piece = await _home(house)
    assert (_texts(piece), piece.newer) == ([], 0)
    clock.tick(hours=8)
    assert _texts(await _home(house)) == []
    clock.tick(hours=1, minutes=5)
    await say(house, CLEO, "At six")
    piece = await _home(house)
    assert (_texts(piece), piece.newer) == (["In the morning"], 0)
    await _read_all(house, piece)
    clock.tick(hours=15)
    assert _texts(await _home(house)) == ["At six"]


async def test_whoever_leaves_takes_their_caps_along(house: House) -> None:
    """Theirs, and those that others had on them."""
    await _cap(house, author_id=ANA, posts_a_week=1)
    await _cap(house, reader=ANA, author_id=BEN, posts_a_week=1)
    async with house.work(actor=ANA) as work:
        await set_pace(work, PaceWish(minutes_a_day=30))
    async with house.work() as work:
        for listener in house.plugs.listeners[Left]:
            if listener.name == "caps.left":
                await listener.run(work, Left(account_id=ANA))
    async with house.work() as work:
        for table in ("caps", "paces"):
            assert await work.db.value(Statement(f"SELECT count(*) FROM {table}")) == 0


async def _newest(house: House) -> list[tuple[str, str]]:
    async with house.work(actor=BEN) as work:
        cards = (await home_of(work, Paging())).cards
    return [(card.post.text, card.shown.veil.filter.title if card.shown.veil else "") for card in reversed(cards)]


async def test_newest_first_what_is_over_is_folded_where_it_stands(house: House, clock: TestClock) -> None:
    """The first of a week are open and stay so; what is folded says by what cap."""
    clock.tick(days=7 - (clock().weekday() + 6) % 7)  # a Tuesday
    for number in range(3):
        await _sport(house, ANA, f"Goal {number}")
    await _thought_sport(house, CLEO, "We won")
    await say(house, ANA, "Bread")
    await _cap(house, topic="sport", posts_a_week=2)
    over = "At most 2 a week about “Sport”"
    guess = f"{over} (we think it is)"
    expected = [("Goal 0", ""), ("Goal 1", ""), ("Goal 2", over), ("We won", guess), ("Bread", "")]
    assert await _newest(house) == expected
    await _cap(house, author_id=ANA)
    assert (await _newest(house))[:2] == [
        ("Goal 0", "Only the newest from Ana"),
        ("Goal 1", "Only the newest from Ana"),
    ]
    assert (await _newest(house))[-1] == ("Bread", "")
    clock.tick(days=7)
    await _sport(house, ANA, "Next week")
    assert (await _newest(house))[-1] == ("Next week", "")


async def test_a_fold_leaves_out_whoever_was_muted_meanwhile(house: House) -> None:
    """Though it was made before: nobody is read whom the reader no longer wants to hear."""
    await _sport(house, ANA, "Goal")
    await _sport(house, CLEO, "Match")
    await _cap(house, topic="sport", posts_a_week=0)
    piece = await _home(house)
    assert [(topic, count) for topic, count, _named in await _folds(house, piece)] == [("sport", 2)]
    async with house.work(actor=BEN) as work:
        await mute(work, CLEO, until_at=None, notices=True)
    assert await _folds(house, piece) == [("sport", 1, ["ana"])]
    assert [card.post.text for card in (await _open(house, "sport", piece.sitting.id)).cards] == ["Goal"]


async def test_newest_first_the_closest_stay_open(house: House) -> None:
    """Where a cap is on everyone; unless its reader says that it holds for them, too."""
    await _sport(house, ANA, "Goal")
    await _sport(house, CLEO, "Match")
    async with house.work(actor=BEN) as work:
        await keep_close(work, ANA, 5)
    await _cap(house, topic="sport", posts_a_week=0)
    over = "All about “Sport” into the fold"
    assert await _newest(house) == [("Goal", ""), ("Match", over)]
    await _cap(house, topic="sport", posts_a_week=0, for_closest=True)
    assert await _newest(house) == [("Goal", over), ("Match", over)]


async def test_answers_to_the_reader_are_never_folded(house: House) -> None:
    """Whatever is capped: one who answers is in a talk."""
    own = await say(house, BEN, "How was it?")
    await _cap(house, author_id=ANA, posts_a_week=0)
    await say(house, ANA, "Lovely, @ben", reply_to=own)
    assert ("Lovely, @ben", "") in await _newest(house)


async def test_newest_first_comes_at_its_times_too(house: House, clock: TestClock) -> None:
    """For pages and apps alike; a stream says nothing in between."""
    now = clock()
    clock.tick(hours=(24 + 9 - now.hour) % 24)
    async with house.work(actor=BEN) as work:
        await set_pace(work, PaceWish(comes_at=8 * 60, zone="UTC"))
    post = await say(house, ANA, "Bread")
    assert await _newest(house) == []
    async with house.work(actor=BEN) as work:
        assert await find_at_home(work, ANA, post.id) is None
    clock.tick(hours=24)
    assert await _newest(house) == [("Bread", "")]
    async with house.work(actor=BEN) as work:
        assert await find_at_home(work, ANA, post.id) is not None


async def test_nothing_calls_for_whom_the_week_is_full(house: House) -> None:
    """Of others it is counted as ever."""
    await say(house, CLEO, "Cheese")
    await _cap(house, author_id=ANA, posts_a_week=0)
    await _home(house)
    await say(house, ANA, "Bread")
    assert (await _home(house)).newer == 0
    await say(house, CLEO, "More cheese")
    assert (await _home(house)).newer == 1


async def test_two_devices_at_once_count_once_and_step_in_order(house: House) -> None:
    """Less and less, one after the other; and what both have shown is one card."""
    post = await say(house, ANA, "Bread")
    steps = await asyncio.gather(*(_less(house, post.id) for _device in range(3)))
    assert sorted(step for step in steps if step is not None) == [0, 1, 3]
    await _cap(house, author_id=ANA, posts_a_week=2)
    piece = await _home(house)
    await asyncio.gather(*(_read_all(house, piece) for _device in range(4)))
    async with house.work(actor=BEN) as work:
        [cap] = (await taking_of(work)).caps
    assert cap.shown_ids == (post.id,)


async def _less(house: House, post_id: Id) -> int | None:
    async with house.work(actor=BEN) as work:
        return (await less_of(work, post_id)).posts_a_week

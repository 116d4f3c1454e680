"""Home by fair share, against the real database: who has a place, what is read, and what stands still."""

import pytest

from kith.base.core.errors import NotFound
from kith.base.core.ids import Id, first_id_at
from kith.base.storage.statement import Statement
from kith.base.work import House
from kith.feed.actions import (
    Cursor,
    FairPiece,
    done_with,
    earlier_folds,
    fair_home,
    give_cards,
    look_anew,
    mark_seen,
    open_fold,
)
from kith.feed.model import HEAD_START_DAYS
from kith.feed.store import Fold
from kith.feed.store.fair import LANE_POSTS_MAX
from kith.people import follow_tag, mute, unfollow
from kith.people.model import Left
from kith.posts import delete, like, repost
from kith.posts.model import Post
from kith.posts.tests.cast import ANA, BEN, CLEO, DAN, block, follow, gather_cast, say
from tests.clock import TestClock

_COLUMNS = [column.name for column in Post.column_list()]
_MANY = Statement(f"""
    INSERT INTO posts ({", ".join(_COLUMNS)})
    SELECT {", ".join("id + number" if name == "id" else name for name in _COLUMNS)}
      FROM posts CROSS JOIN generate_series(1, %(count)s::integer) AS number
     WHERE author_id = %(author_id)s AND id = %(first_id)s
""")
_MARKS = Statement("SELECT count(*) FROM home_reading")


@pytest.fixture(autouse=True)
async def _cast(house: House) -> None:
    await gather_cast(house)
    await follow(house, BEN, CLEO)


async def _home(house: House, cursor: Cursor | None = None, *, reader: Id = BEN, limit: int = 20) -> FairPiece:
    async with house.reading(actor=reader) as work:
        return await fair_home(work, cursor, zone="UTC", limit=limit)


async def _anew(house: House) -> FairPiece:
    async with house.work(actor=BEN) as work:
        await look_anew(work)
    return await _home(house)


def _told(piece: FairPiece) -> list[tuple[str, int]]:
    return [(one.card.post.text, one.seat.more) for one in piece.seats]


async def _read_all(house: House, piece: FairPiece) -> None:
    async with house.work(actor=BEN) as work:
        await mark_seen(work, Cursor(sitting_id=piece.sitting.id, index=len(piece.sitting.seats)))


async def _earlier(house: House, piece: FairPiece) -> list[tuple[Id, int]]:
    async with house.reading(actor=BEN) as work:
        part = await earlier_folds(work, piece.sitting)
        return [(one.author.id, one.count) for one in part.folds]


async def test_a_loud_person_takes_one_place(house: House) -> None:
    """Whoever wrote once stands beside whoever wrote nine times; strangers and oneself do not."""
    await say(house, CLEO, "Once")
    for number in range(9):
        await say(house, ANA, f"Number {number}")
    await say(house, DAN, "Nobody follows me")
    await say(house, BEN, "My own")
    piece = await _home(house)
    assert sorted(_told(piece)) == [("Number 8", 8), ("Once", 0)]
    assert piece.people == 2
    assert piece.goes_on is None


async def test_letters_and_talks_of_others_stay_where_they_are(house: House) -> None:
    """What is for one alone is in Talk, and so are answers, whoever is answered; those to oneself stand there."""
    other, followed = await say(house, DAN, "Bread"), await say(house, CLEO, "Cheese")
    own = await say(house, ANA, "Butter")
    await say(house, ANA, "Nice, @dan", reply_to=other)
    await say(house, ANA, "Nice, @cleo", reply_to=followed)
    await say(house, ANA, "@ben, for you", audience="mentioned")
    assert sorted(_told(await _home(house))) == [("Butter", 0), ("Cheese", 0)]
    await say(house, ANA, "And salt", reply_to=own)
    assert sorted(_told(await _anew(house))) == [("And salt", 1), ("Cheese", 0)]


async def test_the_closer_one_is_first(house: House) -> None:
    """Two talk; the other only writes, and much."""
    asked = await say(house, ANA, "How are you?")
    answer = await say(house, BEN, "Well, @ana", reply_to=asked)
    await say(house, ANA, "Good, @ben", reply_to=answer)
    for number in range(5):
        await say(house, CLEO, f"Number {number}")
    piece = await _home(house)
    assert [one.card.author.id for one in piece.seats] == [ANA, CLEO]
    assert [one.seat.lane for one in piece.seats] == ["close", "follow"]
    assert (piece.seats[0].tie.wrote_days, piece.seats[0].tie.heard_days) == (1, 1)


async def test_what_was_seen_is_not_shown_again(house: House) -> None:
    """Reading a card marks its lead; the fold that nobody opened is earlier then, and can be put away."""
    for number in range(3):
        await say(house, ANA, f"Number {number}")
    await say(house, CLEO, "Once")
    await _read_all(house, await _home(house))
    piece = await _anew(house)
    assert _told(piece) == []
    assert await _earlier(house, piece) == [(ANA, 2)]
    async with house.work(actor=BEN) as work:
        await done_with(work, ANA, up_to=first_id_at(work.now))
    assert await _earlier(house, piece) == []
    await say(house, ANA, "Number 4")
    assert _told(await _anew(house)) == [("Number 4", 0)]


async def test_whoever_is_loud_and_close_can_be_put_away_at_their_first_card(house: House) -> None:
    """Their fold is there, and being done with it is being done with the cards further down, too."""
    async with house.work(actor=BEN) as work:
        await give_cards(work, ANA, 3)
    posts = [await say(house, ANA, f"Number {number}") for number in range(5)]
    await say(house, CLEO, "Once")
    piece = await _home(house)
    told = dict(_told(piece))
    assert told == {"Once": 0, "Number 4": 2, "Number 3": 0, "Number 2": 0}
    async with house.work(actor=BEN) as work:
        await done_with(work, ANA, up_to=posts[-1].id)
    assert dict(_told(await _home(house))) == {"Once": 0, "Number 4": 0}
    assert dict(_told(await _anew(house))) == {"Once": 0}


async def test_an_open_fold_marks_what_it_shows(house: House) -> None:
    """And nothing that it does not show; it opens again as it was."""
    for number in range(25):
        await say(house, ANA, f"Number {number}")
    piece = await _home(house)
    seat = piece.seats[0].seat
    fold = Fold(author_id=ANA, newest_id=seat.newest_id, oldest_id=seat.oldest_id)
    for _again in range(2):
        async with house.reading(actor=BEN) as work:
            opened = await open_fold(work, fold)
        assert [card.post.text for card in opened.cards] == [f"Number {number}" for number in range(23, 3, -1)]
    await _read_all(house, piece)
    assert await _earlier(house, await _anew(house)) == [(ANA, 4)]
    assert opened.rest
    async with house.reading(actor=BEN) as work:
        rest = await open_fold(work, opened.rest)
    assert [card.post.text for card in rest.cards] == ["Number 3", "Number 2", "Number 1", "Number 0"]
    assert await _earlier(house, await _anew(house)) == []


async def test_the_order_stands_still_while_somebody_reads(house: House) -> None:
    """On all their devices; what comes meanwhile is counted by people, and is there when they ask."""
    await say(house, ANA, "Ana first")
    await say(house, CLEO, "Cleo first")
    first = await _home(house, limit=1)
    await say(house, ANA, "Ana again")
    await say(house, ANA, "And again")
    assert first.goes_on
    second = await _home(house, first.goes_on, limit=1)
    assert {text for text, _more in (*_told(first), *_told(second))} == {"Ana first", "Cleo first"}
    other_device = await _home(house)
    assert other_device.sitting == first.sitting
    assert other_device.newer == 1
    await _read_all(house, first)
    assert _told(await _anew(house)) == [("And again", 1)]


async def test_losing_the_sitting_loses_nothing(house: House) -> None:
    """Whoever asks for the next page of one that is gone goes on behind what they have read."""
    await say(house, ANA, "Ana")
    await say(house, CLEO, "Cleo")
    first = await _home(house, limit=1)
    assert first.goes_on
    async with house.work(actor=BEN) as work:
        await mark_seen(work, first.goes_on)
    await house.live.valkey.flush()
    second = await _home(house, first.goes_on, limit=1)
    assert second.sitting.id != first.sitting.id
    assert {_told(first)[0][0], _told(second)[0][0]} == {"Ana", "Cleo"}
    assert second.goes_on is None


async def test_another_sitting_cannot_be_read_or_marked(house: House) -> None:
    """A cursor of somebody else leads to one's own Home, and marks nothing."""
    await say(house, ANA, "Ana")
    theirs = await _home(house)
    async with house.work(actor=CLEO) as work:
        await mark_seen(work, Cursor(sitting_id=theirs.sitting.id, index=1))
    assert _told(await _home(house, Cursor(sitting_id=theirs.sitting.id, index=0), reader=CLEO)) == []
    assert _told(await _anew(house)) == [("Ana", 0)]


async def test_what_changes_meanwhile_is_heeded(house: House) -> None:
    """Deleted, muted, blocked, unfollowed while the order stands still: gone from the page at once."""
    gone = await say(house, ANA, "Gone soon")
    await say(house, CLEO, "Here")
    assert len((await _home(house)).seats) == 2
    cursor = Cursor(sitting_id=(await _home(house)).sitting.id, index=0)
    async with house.work(actor=ANA) as work:
        await delete(work, gone.id)
    assert _told(await _home(house, cursor)) == [("Here", 0)]
    async with house.work(actor=BEN) as work:
        await mute(work, CLEO, until_at=None, notices=True)
    assert _told(await _home(house, cursor)) == []
    await block(house, ANA, BEN)
    with pytest.raises(NotFound):
        async with house.reading(actor=BEN) as work:
            await open_fold(work, Fold(author_id=ANA))
    with pytest.raises(NotFound):
        async with house.work(actor=BEN) as work:
            await done_with(work, ANA, up_to=gone.id)


async def test_whom_one_leaves_goes_and_whom_one_follows_comes(house: House) -> None:
    """At once, though half an hour has not passed; of a new one the last week comes along."""
    await say(house, ANA, "Ana")
    await say(house, DAN, "Dan, before")
    assert _told(await _home(house)) == [("Ana", 0)]
    async with house.work(actor=BEN) as work:
        await unfollow(work, ANA)
    await follow(house, BEN, DAN)
    assert _told(await _home(house)) == [("Dan, before", 0)]


async def test_what_is_older_than_a_new_follow_by_more_than_a_week_is_earlier(house: House, clock: TestClock) -> None:
    """It is there, and nobody waits with it."""
    await say(house, DAN, "Long ago")
    clock.tick(days=HEAD_START_DAYS + 1)
    await say(house, DAN, "Lately")
    await follow(house, BEN, DAN)
    piece = await _home(house)
    assert _told(piece) == [("Lately", 0)]
    assert await _earlier(house, piece) == [(DAN, 1)]


async def test_what_comes_late_stays_fresh(house: House) -> None:
    """A post that came in after the order was made is new, though its author's card is read later."""
    await say(house, ANA, "First")
    piece = await _home(house)
    await say(house, ANA, "Late")
    await _read_all(house, piece)
    assert _told(await _anew(house)) == [("Late", 0)]


async def test_likes_move_nobody(house: House) -> None:
    """Not the order, not the leads."""
    first = await say(house, ANA, "First")
    await say(house, ANA, "Second")
    await say(house, CLEO, "Cleo")
    before = [one.seat for one in (await _home(house)).seats]
    for person in (CLEO, DAN):
        async with house.work(actor=person) as work:
            await like(work, first.id)
    assert [(one.seat.author_id, one.seat.post_id) for one in (await _anew(house)).seats] == [
        (seat.author_id, seat.post_id) for seat in before
    ]


async def test_somebody_with_a_hundred_thousand_posts(house: House) -> None:
    """One place, one fold; no more is read of them than that, and waiting counts from their oldest."""
    one = await say(house, ANA, "The first")
    async with house.work(actor=ANA) as work:
        await work.db.run(_MANY, author_id=ANA, first_id=one.id, count=100_000)
    await say(house, CLEO, "Once")
    piece = await _home(house)
    assert [one.seat.more for one in sorted(piece.seats, key=lambda one: one.seat.author_id)] == [LANE_POSTS_MAX, 0]
    ana = next(one.seat for one in piece.seats if one.seat.author_id == ANA)
    assert ana.oldest_id == one.id


async def test_a_followed_hashtag_brings_a_stranger_once(house: House) -> None:
    """With its own sentence, and a place like everybody's."""
    async with house.work(actor=BEN) as work:
        await follow_tag(work, "jam")
    for number in range(3):
        await say(house, DAN, f"#jam {number}")
    await say(house, ANA, "Ana #jam")
    piece = await _home(house)
    assert {(one.card.post.text, one.seat.lane, one.seat.tag) for one in piece.seats} == {
        ("#jam 2", "tag", "jam"),
        ("Ana #jam", "follow", ""),
    }
    await _read_all(house, piece)
    assert _told(await _anew(house)) == []


async def test_more_cards_for_whom_one_wishes(house: House) -> None:
    """In rounds, after everybody had one."""
    for number in range(4):
        await say(house, ANA, f"Number {number}")
    await say(house, CLEO, "Once")
    async with house.work(actor=BEN) as work:
        await give_cards(work, ANA, 3)
    piece = await _home(house)
    assert [one.seat.round for one in piece.seats] == [1, 1, 2, 3]
    assert ("Number 3", 1) in _told(piece)[:2]
    assert _told(piece)[2:] == [("Number 2", 0), ("Number 1", 0)]


async def test_whoever_leaves_takes_their_reading_along(house: House) -> None:
    """What they read, and how far others have read them."""
    await say(house, ANA, "Ana")
    await _read_all(house, await _home(house))
    async with house.work() as work:
        assert await work.db.value(_MARKS) == 1
        for listener in house.plugs.listeners[Left]:
            if listener.name == "feed.left":
                await listener.run(work, Left(account_id=ANA))
        assert await work.db.value(_MARKS) == 0
        work.undo()


async def test_what_people_pass_on_takes_their_place(house: House) -> None:
    """A stranger's words come by whoever passed them on; those of somebody followed come from themselves alone."""
    strange, known = await say(house, DAN, "Strange"), await say(house, CLEO, "Known")
    async with house.work(actor=ANA) as work:
        await repost(work, strange.id)
        await repost(work, known.id)
    piece = await _home(house)
    assert {(one.seat.author_id, one.card.shown.post.text, one.seat.more) for one in piece.seats} == {
        (ANA, "Strange", 0),
        (CLEO, "Known", 0),
    }

"""The order of Home: its worked example, and what holds for every reader."""

import random
from collections import Counter
from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kith.base.core.ids import Id, first_id_at, instant_of
from kith.feed.model import CARDS_MAX, PAGE_SIZE, WAITING_EVERY, Author, Order, Place, Reading, Room
from kith.feed.rules import fair_share, lot

NOW = datetime(2026, 11, 23, 18, tzinfo=UTC)
DAY = timedelta(days=1)
READER = Id(1)
SIT = Reading(reader_id=READER, now=NOW, day=NOW.date())
NO_POLITICS = Room(cap_id=Id(1), topic="politics")


def _post(ago: timedelta, number: int = 0) -> Id:
    return Id(first_id_at(NOW - ago) + number)


def _posts(count: int, *, newest: timedelta, oldest: timedelta) -> tuple[Id, ...]:
    step = (oldest - newest) / max(1, count - 1)
    return tuple(_post(newest + step * number) for number in range(count))


MUM, ANA, XAVER, PIOTR, JO, CLUB = (Id(number) for number in range(10, 16))
HOUR = timedelta(hours=1)
EXAMPLE = (
    Author(id=MUM, unread=(_post(2 * HOUR), _post(9 * HOUR)), seen_at=NOW - DAY, tie=0.86, mutual=1.0, cards_max=3),
    Author(
        id=XAVER,
        unread=(xaver := _posts(13, newest=HOUR / 2, oldest=20 * HOUR)),
        seen_at=NOW - DAY,
        tie=0.31,
        mutual=1.0,
        topics=dict.fromkeys(xaver, ("politics",)),
    ),
    Author(id=ANA, unread=(_post(15 * HOUR),), seen_at=NOW - DAY, tie=0.55, mutual=1.0),
    Author(id=JO, unread=(_post(3 * HOUR),), seen_at=NOW - 2798 * DAY, tie=0.02, mutual=1.0, depth=0.7, dormant=True),
    Author(id=CLUB, unread=_posts(3, newest=HOUR, oldest=10 * HOUR), seen_at=NOW - DAY),
    Author(id=PIOTR, unread=(_post(5.5 * DAY),), seen_at=NOW - 9 * DAY, tie=0.12, mutual=1.0),
)


def _told(order: Order) -> list[tuple[Id, str, int, int]]:
    return [(place.author_id, place.lane, place.round, len(place.fold)) for place in order.places]


def test_the_worked_example() -> None:
    """A mother, a friend after eight years, a loud one, a quiet one: everybody has a place."""
    order = fair_share(EXAMPLE, SIT)
    assert _told(order) == [
        (MUM, "close", 1, 0),
        (JO, "back", 1, 0),
        (ANA, "close", 1, 0),
        (PIOTR, "waiting", 1, 0),
        (XAVER, "close", 1, 12),
        (CLUB, "follow", 1, 2),
        (MUM, "close", 2, 0),
    ]
    assert order.places[1].since_at == NOW - 2798 * DAY
    assert NOW - order.places[3].since_at == 5.5 * DAY
    assert (order.topic_folds, order.earlier) == ((), ())


def test_the_worked_example_without_room_for_politics() -> None:
    """Nobody vanishes: whoever only writes about it is named in its fold."""
    order = fair_share(EXAMPLE, msgspec.structs.replace(SIT, rooms=(NO_POLITICS,)))
    assert [place.author_id for place in order.places] == [MUM, JO, ANA, PIOTR, CLUB, MUM]
    (fold,) = order.topic_folds
    assert fold.topic == "politics"
    assert fold.posts_by == ((XAVER, xaver),)


def test_a_topic_takes_the_places_it_is_given() -> None:
    """One card this week, whoever writes it; whoever has something else to say leads with that."""
    both = {_post(HOUR): ("politics",), _post(2 * HOUR): ()}
    authors = [
        Author(id=Id(20 + n), unread=tuple(both), seen_at=NOW - DAY, tie=0.5 - n / 10, topics=both) for n in range(3)
    ]
    one = Room(cap_id=Id(7), topic="politics", left=1)
    order = fair_share(authors, msgspec.structs.replace(SIT, rooms=(one,), page_size=1))
    assert [place.post_id for place in order.places] == [_post(HOUR), _post(2 * HOUR), _post(2 * HOUR)]
    assert [place.took for place in order.places] == [(7,), (), ()]
    assert [place.over for place in order.places] == [(), (("politics", 1),), (("politics", 1),)]


def test_a_cap_on_one_person_is_about_them_alone() -> None:
    """About anything, or about a topic; however close they are, because they were named."""
    anything = Room(cap_id=Id(7), author_id=XAVER)
    order = fair_share(EXAMPLE, msgspec.structs.replace(SIT, rooms=(anything,)))
    assert [(fold.topic, [author for author, _posts in fold.posts_by]) for fold in order.topic_folds] == [("", [XAVER])]
    assert XAVER not in [place.author_id for place in order.places]
    of_mum = msgspec.structs.replace(NO_POLITICS, author_id=MUM)
    assert fair_share(EXAMPLE, msgspec.structs.replace(SIT, rooms=(of_mum,))).topic_folds == ()
    closest = [msgspec.structs.replace(one, closest=True) for one in EXAMPLE]
    assert fair_share(closest, msgspec.structs.replace(SIT, rooms=(anything,))).topic_folds == order.topic_folds


def test_caps_on_everyone_leave_the_closest_alone() -> None:
    """Unless the reader says otherwise; and a place of theirs takes nobody's room."""
    closest = [msgspec.structs.replace(one, closest=one.id == XAVER) for one in EXAMPLE]
    assert fair_share(closest, msgspec.structs.replace(SIT, rooms=(NO_POLITICS,))) == fair_share(closest, SIT)
    all_of_them = msgspec.structs.replace(NO_POLITICS, for_closest=True)
    assert fair_share(closest, msgspec.structs.replace(SIT, rooms=(all_of_them,))).topic_folds[0].topic == "politics"


def test_somebody_seen_lately_is_not_back() -> None:
    """At most monthly; and who is not dormant waits like everybody."""
    jo = Author(id=JO, unread=(_post(HOUR),), seen_at=NOW - 30 * DAY, tie=0.02, mutual=1.0, depth=0.7, dormant=True)
    assert fair_share([jo], SIT).places[0].lane == "back"
    for change in ({"seen_at": NOW - 29 * DAY}, {"dormant": False}, {"tie": 0.64}):
        assert fair_share([msgspec.structs.replace(jo, **change)], SIT).places[0].lane == "close"


def test_a_clock_that_jumped_does_no_harm() -> None:
    """Posts from a tomorrow that was taken back, and cards seen then: nobody waits for less than nothing."""
    early = Author(id=ANA, unread=(_post(-DAY),), seen_at=NOW - DAY, tie=0.5)
    seen = Author(id=MUM, unread=(_post(HOUR),), seen_at=NOW + DAY, tie=0.5)
    order = fair_share([early, seen], SIT)
    assert [place.author_id for place in order.places] == [ANA]
    assert order.earlier == ((MUM, (_post(HOUR),)),)


def test_no_ties_and_nobody_at_all() -> None:
    """A newcomer's Home is a fair one, too."""
    assert fair_share([], SIT) == Order()
    authors = [Author(id=Id(n), unread=(_post(n * HOUR),), seen_at=NOW - DAY) for n in range(1, 9)]
    order = fair_share(authors, SIT)
    assert {place.lane for place in order.places} == {"follow", "waiting"}
    assert [place.author_id for place in order.places] == list(range(8, 0, -1))


def test_of_who_has_died_nobody_waits_and_nobody_comes_back() -> None:
    """What they said last comes as from anybody; the order stays what it is."""
    authors = [Author(id=Id(n), unread=(_post(n * HOUR),), seen_at=NOW - DAY, remembered=True) for n in range(1, 9)]
    order = fair_share(authors, SIT)
    assert {place.lane for place in order.places} == {"follow"}
    assert [place.author_id for place in order.places] == list(range(8, 0, -1))


# What holds for every reader. No time is asserted: how long the drawing of cases takes says nothing.

every_reader = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])

_ago = st.integers(0, 40 * 24 * 60).map(lambda minutes: timedelta(minutes=minutes))


@st.composite
def _author(draw: st.DrawFn, id_: int, *, topics: bool) -> Author:
    ago = draw(st.lists(_ago, max_size=8, unique=True))
    posts = tuple(_post(one, id_) for one in ago)
    about = {post: tuple(draw(st.sets(st.sampled_from("abc"), max_size=2))) for post in posts} if topics else {}
    return Author(
        id=Id(id_),
        unread=posts,
        seen_at=NOW - draw(_ago | st.just(2000 * DAY)),
        tie=draw(st.sampled_from((0.0, 0.0, 0.1, 0.5)) | st.floats(0, 0.99)),
        mutual=draw(st.sampled_from((0.0, 1.0))),
        depth=draw(st.floats(0, 1)),
        dormant=draw(st.booleans()),
        cards_max=draw(st.integers(1, CARDS_MAX)),
        topics=about,
        closest=draw(st.booleans()) if topics else False,
    )


@st.composite
def _tables(draw: st.DrawFn, *, topics: bool = False) -> list[Author]:
    return [draw(_author(id_, topics=topics)) for id_ in range(2, 2 + draw(st.integers(0, 16)))]


Rooms = tuple[Room, ...]
_caps = st.tuples(st.sampled_from((0, 0, 2, 3, 4)), st.sampled_from(("", "a", "b", "c"))).filter(any)
_sizes = st.integers(1, PAGE_SIZE)


@st.composite
def _rooms(draw: st.DrawFn) -> Rooms:
    return tuple(
        Room(
            cap_id=Id(number),
            author_id=Id(author),
            topic=topic,
            left=draw(st.integers(0, 2)),
            for_closest=draw(st.booleans()),
        )
        for number, (author, topic) in enumerate(draw(st.lists(_caps, max_size=5, unique=True)), start=1)
    )


def _with(rooms: Rooms, page_size: int = PAGE_SIZE) -> Reading:
    return msgspec.structs.replace(SIT, rooms=rooms, page_size=page_size)


def _round_one(order: Order) -> list[Id]:
    return [place.author_id for place in order.places if place.round == 1]


def _fresh(author: Author) -> list[Id]:
    return sorted((post for post in author.unread if instant_of(post) > author.seen_at), reverse=True)


@every_reader
@given(_tables(topics=True), _rooms(), _sizes)
def test_f1_nothing_is_lost_and_nothing_comes_twice(table: list[Author], rooms: Rooms, size: int) -> None:
    """Cards, folds, topic folds and earlier hold every unread post, each once."""
    order = fair_share(table, _with(rooms, size))
    shown = [post for place in order.places for post in (place.post_id, *place.fold)]
    shown += [post for fold in order.topic_folds for _author, posts in fold.posts_by for post in posts]
    shown += [post for _author, posts in order.earlier for post in posts]
    assert Counter(shown) == Counter(post for author in table for post in author.unread)


@every_reader
@given(_tables(topics=True), _rooms(), _sizes)
def test_f2_everybody_has_a_place_before_anybody_has_two(table: list[Author], rooms: Rooms, size: int) -> None:
    """Or is named in the fold of a topic."""
    order = fair_share(table, _with(rooms, size))
    named = {author for fold in order.topic_folds for author, _posts in fold.posts_by}
    first = _round_one(order)
    assert len(first) == len(set(first))
    assert set(first) | named == {author.id for author in table if _fresh(author)}
    assert not set(first) & named


@every_reader
@given(_tables(topics=True), _rooms(), _sizes)
def test_f3_rounds_never_go_back(table: list[Author], rooms: Rooms, size: int) -> None:
    """Down the page, and nobody has more cards than they may have."""
    order = fair_share(table, _with(rooms, size))
    rounds = [place.round for place in order.places]
    assert rounds == sorted(rounds)
    cards = Counter(place.author_id for place in order.places)
    assert all(cards[author.id] <= author.cards_max for author in table)


@every_reader
@given(_tables(topics=True), _rooms())
def test_f4_each_author_is_read_newest_first(table: list[Author], rooms: Rooms) -> None:
    """Through their cards, and what is older in the fold below the first; a cap alone puts an older post in front."""
    order = fair_share(table, _with(rooms))
    for author in table:
        mine = [place for place in order.places if place.author_id == author.id]
        assert not any(place.fold for place in mine[1:])
        leads, folded = [place.post_id for place in mine], [post for place in mine for post in place.fold]
        assert leads == sorted(leads, reverse=True)
        assert folded == sorted(folded, reverse=True)
        if mine and not any(room.author_id in (0, author.id) for room in rooms):
            assert leads + folded == _fresh(author)


@every_reader
@given(_tables(topics=True), _rooms(), st.randoms())
def test_f5_the_order_of_the_input_says_nothing(table: list[Author], rooms: Rooms, chance: random.Random) -> None:
    """The same unread posts in any order give the same Home."""
    mixed = [
        msgspec.structs.replace(author, unread=tuple(chance.sample(author.unread, len(author.unread))))
        for author in chance.sample(table, len(table))
    ]
    assert fair_share(mixed, _with(rooms)) == fair_share(table, _with(rooms))


@every_reader
@given(_tables(topics=True), _rooms(), st.data())
def test_f6_volume_buys_nothing(table: list[Author], rooms: Rooms, data: st.DataObject) -> None:
    """Fifty newer posts about the same, by somebody who has one, leave everybody's first place where it was."""
    loud = [author for author in table if _fresh(author)]
    if not loud:
        return
    one = data.draw(st.sampled_from(loud))
    newest = instant_of(max(one.unread))
    more = tuple(Id(first_id_at(newest + timedelta(seconds=number)) + 1) for number in range(1, 51))
    about = {**one.topics, **dict.fromkeys(more, one.topics.get(max(one.unread), ()))}
    loud_one = msgspec.structs.replace(one, unread=one.unread + more, topics=about)
    louder = [loud_one if a is one else a for a in table]
    before, after = fair_share(table, _with(rooms)), fair_share(louder, _with(rooms))
    assert _round_one(after) == _round_one(before)


def test_f7_no_count_of_likes_or_looks_can_be_asked_for() -> None:
    """The rule is given nothing of the kind."""
    assert set(Author.__struct_fields__) == {
        "id", "unread", "seen_at", "tie", "mutual", "depth", "dormant", "cards_max", "topics", "tag", "closest",
        "remembered",
    }  # fmt: skip
    assert set(Reading.__struct_fields__) == {"reader_id", "now", "day", "page_size", "waiting_every", "rooms"}


@every_reader
@given(_tables(topics=True), _rooms(), st.integers(WAITING_EVERY, PAGE_SIZE))
def test_f8_waiting_is_bounded(table: list[Author], rooms: Rooms, size: int) -> None:
    """With q waiting places a page, whoever waits r-th longest is there by page ⌈r/q⌉."""
    order = fair_share(table, _with(rooms, size))
    first = _round_one(order)
    waits = {author.id: NOW - max(author.seen_at, instant_of(_fresh(author)[-1])) for author in table if _fresh(author)}
    places_a_page = size // WAITING_EVERY
    for author_id in first:
        rank = sum(waits[other] >= waits[author_id] for other in first)  # of equals, the last
        page = first.index(author_id) // size + 1
        assert page <= -(-rank // places_a_page)


@every_reader
@given(_tables(topics=True), _rooms(), st.data(), st.floats(0, 0.99))
def test_f9_a_closer_tie_never_costs_a_place(
    table: list[Author], rooms: Rooms, data: st.DataObject, closer: float
) -> None:
    """Whoever comes nearer to the reader moves up, or stays; caps or not."""
    seated = [author for author in table if _fresh(author)]
    if not seated:
        return
    one = data.draw(st.sampled_from(seated))
    nearer = [msgspec.structs.replace(a, tie=max(a.tie, closer)) if a is one else a for a in table]
    before, after = _round_one(fair_share(table, _with(rooms))), _round_one(fair_share(nearer, _with(rooms)))
    if one.id in before:
        assert after.index(one.id) <= before.index(one.id)


@every_reader
@given(_tables(topics=True), _rooms())
def test_f10_every_card_says_why_it_is_here(table: list[Author], rooms: Rooms) -> None:
    """One lane, and the instant its sentence counts from: both follow from what is kept of the author."""
    order = fair_share(table, _with(rooms))
    by_id = {author.id: author for author in table}
    for number, place in enumerate(order.places, start=1):
        author = by_id[place.author_id]
        assert place.lane == _lane(author, number if place.round == 1 else 0)
        seen_or_oldest = max(author.seen_at, instant_of(_fresh(author)[-1]))
        assert place.since_at == (author.seen_at if place.lane == "back" else seen_or_oldest)


def _lane(author: Author, number: int) -> str:
    is_back = author.dormant and author.seen_at <= NOW - 30 * DAY and 0.9 * author.depth > author.tie
    if is_back:
        return "back"
    if number and number % WAITING_EVERY == 0:
        return "waiting"
    return "close" if author.mutual > 0 else "follow"


@every_reader
@given(_tables(topics=True), _rooms(), _sizes)
def test_no_cap_is_ever_over_its_room(table: list[Author], rooms: Rooms, size: int) -> None:
    """However many pages there are; and nobody is folded whom no cap is about."""
    order = fair_share(table, _with(rooms, size))
    took = Counter(cap_id for place in order.places for cap_id in place.took)
    assert all(took[room.cap_id] <= room.left for room in rooms)
    by_id = {author.id: author for author in table}
    for fold in order.topic_folds:
        for author_id, posts in fold.posts_by:
            mine = [one for one in rooms if one.topic == fold.topic and one.author_id in (0, author_id)]
            assert any(one.author_id or one.for_closest or not by_id[author_id].closest for one in mine)
            assert not fold.topic or fold.topic in by_id[author_id].topics[posts[0]]


@every_reader
@given(_tables(topics=True), _rooms())
def test_caps_that_have_room_change_nothing(table: list[Author], rooms: Rooms) -> None:
    """Whoever sets one that is not reached reads the Home they would have read."""
    wide = tuple(msgspec.structs.replace(room, left=1000) for room in rooms)
    places = fair_share(table, _with(wide)).places
    plain = [msgspec.structs.replace(place, took=(), over=()) for place in places]
    assert plain == list(fair_share(table, SIT).places)


@every_reader
@given(st.integers(2, 10_000), st.integers(2, 10_000))
def test_the_lot_is_drawn_anew_each_day(one: int, other: int) -> None:
    """Between equals nobody is first every day; and the day is the reader's."""
    wins = [
        lot(READER, Id(one), NOW.date() + number * DAY) < lot(READER, Id(other), NOW.date() + number * DAY)
        for number in range(60)
    ]
    assert one == other or 5 < sum(wins) < 55


@pytest.mark.parametrize("count", [10_000])
def test_ten_thousand_followed_at_once(count: int) -> None:
    """Each has a place, in one order, with a loud one among them."""
    authors = [Author(id=Id(n + 2), unread=(_post(HOUR, n),), seen_at=NOW - DAY) for n in range(count)]
    authors[7] = msgspec.structs.replace(authors[7], unread=tuple(_post(HOUR, n) for n in range(100_000)))
    order = fair_share(authors, SIT)
    assert len(order.places) == count
    assert sum(len(place.fold) for place in order.places) == 99_999


def test_all_of_one_topic_without_room() -> None:
    """A Home of folds alone is one that says what it keeps."""
    order = fair_share([EXAMPLE[1]], msgspec.structs.replace(SIT, rooms=(NO_POLITICS,)))
    assert order.places == ()
    assert isinstance(order.topic_folds[0].posts_by[0][1], tuple)
    assert Place.__struct_fields__[0] == "author_id"

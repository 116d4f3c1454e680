"""Clocks, counting, noise and what is left out: by table."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.base.core.ids import Id, first_id_at
from kith.mirror.model import Acted, Mirror, MirrorWeek, Pace, Reply, Tended
from kith.mirror.rules.clocks import is_looked_at, last_morning, next_morning, span_of, week_on
from kith.mirror.rules.counting import days_of_talk, furthest, tended
from kith.mirror.rules.noise import blurred_percent, laplace, noise_of
from kith.mirror.rules.sentences import say_reason, say_step
from kith.mirror.rules.tender import is_tender

NOW = datetime(2026, 11, 23, 7, tzinfo=UTC)  # a Monday, eight in Berlin
BEN, CLEO = Id(12), Id(13)
ZONES = ["UTC", "Europe/Berlin", "America/New_York", "Pacific/Kiritimati", "Pacific/Apia", "Asia/Kathmandu"]


@pytest.mark.parametrize(
    ("now", "zone", "next_", "last"),
    [
        ("2026-11-23T06:59", "Europe/Berlin", "2026-11-23T07:00", "2026-11-16T07:00"),
        ("2026-11-23T07:00", "Europe/Berlin", "2026-11-30T07:00", "2026-11-23T07:00"),
        ("2026-03-28T12:00", "Europe/Berlin", "2026-03-30T06:00", "2026-03-23T07:00"),  # the clock goes forward between
        ("2026-10-24T12:00", "Europe/Berlin", "2026-10-26T07:00", "2026-10-19T06:00"),
        ("2026-11-23T07:00", "America/New_York", "2026-11-23T13:00", "2026-11-16T13:00"),
        ("2026-11-22T18:00", "Pacific/Kiritimati", "2026-11-29T18:00", "2026-11-22T18:00"),
    ],
)
def test_it_is_monday_morning_by_somebodys_own_clock(now: str, zone: str, next_: str, last: str) -> None:
    """Eight o'clock, in summer and in winter."""
    at, there = datetime.fromisoformat(f"{now}+00:00"), ZoneInfo(zone)
    assert next_morning(at, there) == datetime.fromisoformat(f"{next_}+00:00")
    assert last_morning(at, there) == datetime.fromisoformat(f"{last}+00:00")


@given(st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1)), st.sampled_from(ZONES))
def test_there_is_always_one_morning_a_week(at: datetime, name: str) -> None:
    """Whatever the clock does: the last and the next are a week apart, and both are Mondays at eight."""
    now, zone = at.replace(tzinfo=UTC), ZoneInfo(name)
    last, next_ = last_morning(now, zone), next_morning(now, zone)
    assert last <= now < next_
    assert (next_.astimezone(zone).date() - last.astimezone(zone).date()).days == 7
    assert {(one.astimezone(zone).weekday(), one.astimezone(zone).hour) for one in (last, next_)} == {(0, 8)}
    assert week_on(last, zone) == last.astimezone(zone).date()


def _mirror(**otherwise: datetime | None) -> Mirror:
    fields = {"turned_on_at": NOW - timedelta(days=60), **otherwise}
    return Mirror(owner_id=Id(11), zone="UTC", due_at=NOW, **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("otherwise", "looked", "days"),
    [
        ({}, True, 28),
        ({"turned_on_at": NOW + timedelta(hours=1)}, False, 28),
        ({"paused_until": NOW + timedelta(seconds=1)}, False, None),
        ({"paused_until": NOW}, True, 0),
        ({"paused_until": NOW - timedelta(days=5)}, True, 5),
        ({"paused_until": NOW - timedelta(days=50)}, True, 28),
    ],
)
def test_what_was_while_it_rested_is_never_looked_at(
    otherwise: dict[str, datetime], *, looked: bool, days: int | None
) -> None:
    """Nor on mornings before it was turned on."""
    mirror = _mirror(**otherwise)
    on = NOW.date()
    assert is_looked_at(mirror, NOW, on, last_on=None) is looked
    assert is_looked_at(mirror, NOW, on, last_on=on - timedelta(days=7)) is looked
    assert not is_looked_at(mirror, NOW, on, last_on=on)
    if days is not None:
        assert span_of(mirror, NOW).since == NOW - timedelta(days=days)


def _act(other: Id, hours_ago: float, *, mine: bool = True) -> Acted:
    return Acted(other_id=other, mine=mine, at=NOW - timedelta(hours=hours_ago))


@pytest.mark.parametrize(
    ("acts", "close", "days"),
    [
        ([_act(BEN, hours / 10) for hours in range(60)], {BEN}, 1),
        ([_act(BEN, 1), _act(BEN, 30)], {BEN}, 2),
        ([_act(BEN, 1), _act(CLEO, 1)], {BEN, CLEO}, 2),
        ([_act(BEN, 1)], set(), 0),
        ([_act(BEN, 30), _act(BEN, 20, mine=False)], set(), 1),
        ([_act(BEN, 20, mine=False), _act(BEN, 10)], set(), 0),
        ([_act(BEN, 1, mine=False)], {BEN}, 0),
    ],
)
def test_a_day_of_talk_takes_two(acts: list[Acted], close: set[Id], days: int) -> None:
    """A hundred words to one puppet are one day, and to whom nobody answers none."""
    assert len(days_of_talk(acts, close, UTC)) == days


def _reply(days_ago: float, author: Id = BEN) -> Reply:
    return Reply(author_id=author, id=first_id_at(NOW - timedelta(days=days_ago)))


@pytest.mark.parametrize(
    ("tended_days", "letter_days", "needless", "expected"),
    [
        (None, None, False, (1, 0, 0)),
        (19, None, False, (1, 1, 0)),
        (12, None, False, (1, 0, 0)),
        (None, 15, False, (1, 1, 0)),
        (None, 21, False, (1, 0, 0)),
        (None, None, True, (1, 1, 0)),
    ],
)
def test_a_reply_is_tended_within_a_week(
    tended_days: float | None, letter_days: float | None, *, needless: bool, expected: tuple[int, int, int]
) -> None:
    """Answered, quoted, liked, written about, or marked; a week later, or before it came, is something else."""
    reply = _reply(20)
    tends = [] if tended_days is None else [Tended(reply_id=reply.id, by_id=_reply(tended_days).id)]
    letters = [] if letter_days is None else [_act(BEN, 24 * letter_days)]
    marked = {reply.id} if needless else set()
    assert tended([reply], tends, letters=letters, needless=marked, now=NOW) == expected


def test_a_fresh_reply_waits_without_being_counted() -> None:
    """There is time yet; once it is answered it counts."""
    fresh, old = _reply(2), _reply(20)
    assert tended([fresh, old], [], letters=[], needless=set(), now=NOW) == (1, 0, 1)
    done = [Tended(reply_id=fresh.id, by_id=_reply(1).id)]
    assert tended([fresh, old], done, letters=[], needless=set(), now=NOW) == (2, 1, 0)
    assert tended([fresh, old], [], letters=[_act(CLEO, 24 * 19)], needless=set(), now=NOW) == (1, 0, 1)


def test_the_topic_furthest_above_its_pace_is_told() -> None:
    """Not the one written about most; and none where all keep to theirs."""
    promised = {"partisan": Pace(posts_a_week=1, promised=True)}
    assert furthest({"partisan": 4, "food": 9}, promised) == ("partisan", 4, promised["partisan"])
    assert furthest({"partisan": 1, "food": 7}, promised) == ("", 0, Pace())


def test_the_noise_of_a_week_is_always_the_same_and_laplace() -> None:
    """Half of it within the natural logarithm of two; another secret, person or week draws anew."""
    on = date(2026, 11, 23)
    drawn = [noise_of(b"secret", Id(number), on) for number in range(4_000)]
    assert drawn == [noise_of(b"secret", Id(number), on) for number in range(4_000)]
    assert abs(sum(drawn) / len(drawn)) < 0.1
    assert 0.46 < sum(abs(one) < 0.6931 for one in drawn) / len(drawn) < 0.54
    assert noise_of(b"another", Id(1), on) != noise_of(b"secret", Id(1), on)
    assert noise_of(b"secret", Id(1), on + timedelta(weeks=1)) != noise_of(b"secret", Id(1), on)
    assert laplace(0.5) == 0


@pytest.mark.parametrize(
    ("less", "reached", "noise", "percent"),
    [
        (9, 150, 0, 5),
        (9, 150, 2.6, 10),
        (9, 19, 0, None),
        (9, 20, 0, 45),
        (0, 20, -3, 0),
        (20, 20, 9, 100),
        (1, 100, 0, 0),
    ],
)
def test_the_share_is_blurred_and_rounded(less: int, reached: int, noise: float, percent: int | None) -> None:
    """To five in a hundred, never below none or above all, and absent where fewer than twenty saw one."""
    assert blurred_percent(less, reached, noise) == percent


@pytest.mark.parametrize(
    "text", ["Grandma passed away", "Die Beerdigung ist am Freitag", "في عزاء", "FUNERAL on Friday"]
)
def test_grief_is_left_out(text: str) -> None:
    """In several languages, however it is written."""
    assert is_tender(text)


def test_everyday_words_stay() -> None:
    """The list looks at where words begin."""
    assert not is_tender("The 7:14 was on time. Rye bread, a bicycle, and the council. Studied all night.")
    tally = Counter(is_tender(text) for text in ("I baked bread", "Vote them out", "Window seat!"))
    assert tally == {False: 3}


@pytest.mark.parametrize(
    ("otherwise", "reason", "step"),
    [
        ({"posts": 120, "talks": 0}, "120 posts of yours in four weeks. There was no talk", "write to one person"),
        ({"posts": 40, "talks": 40, "received": 60, "answered": 4}, "4 of 60 replies answered.", "answer one of them"),
        (
            {"posts": 40, "talks": 45, "topic": "partisan", "topic_posts": 28, "topic_pace": 3, "topic_promised": True},
            "28 posts in the last week that seem to be about politics; you promised yourself 3.",
            "read aloud to a friend",
        ),
        ({"posts": 40, "talks": 45, "topic": "partisan", "topic_posts": 60}, "60 posts in the last week", "promise"),
        ({"posts": 40, "talks": 45, "less_percent": 30}, "About 30 in 100 of your people", "draft until tomorrow"),
        ({"posts": 40, "talks": 60, "received": 25, "answered": 22}, "22 of 25 replies answered.", "nothing to change"),
        ({"posts": 3}, "You said little in these weeks.", "nothing to change"),
        ({"posts": 3, "talks": 1}, "You talked with somebody 1 time", "nothing to change"),
    ],
)
def test_it_is_said_in_plain_words(otherwise: dict[str, object], reason: str, step: str) -> None:
    """Each reason with its own step."""
    fields = {"owner_id": Id(1), "week_on": date(2026, 11, 23), "posts": 0, "talks": 0, "received": 0, "answered": 0}
    week = MirrorWeek(**(fields | otherwise))  # type: ignore[arg-type]
    assert reason in say_reason(week, "politics")
    assert step in say_step(week)

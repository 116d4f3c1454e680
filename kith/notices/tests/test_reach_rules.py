"""Who may interrupt whom, and when: by table, and for any hours, any clock and any instant."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.base.core.errors import Invalid
from kith.base.core.ids import Id
from kith.notices.model import ABOUT_TALKS, KINDS, OWN_DEEDS, WHAT_OF, NoticeKind, NoticePolicy, Reach, Rhythm
from kith.notices.rules import (
    accepts_all,
    check_reach,
    clock_text,
    is_mailed,
    is_of_use,
    is_pushed,
    is_quiet,
    is_shown,
    loud_at,
    may_interrupt,
    minute_of,
    next_digest_at,
    reaches_apps,
)

ANA = Id(1)
VIENNA = ZoneInfo("Europe/Vienna")
# Clocks that go forward and back, by half an hour too; that skipped a day; and some that do neither.
ZONES = ("UTC", "Europe/Vienna", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia", "America/St_Johns")


def policy(**changes: object) -> NoticePolicy:
    """What somebody chose."""
    return NoticePolicy(owner_id=ANA, **changes)  # type: ignore[arg-type]


def quiet(begin: str, end: str) -> NoticePolicy:
    """Quiet hours."""
    return policy(quiet_from=minute_of(begin, field=""), quiet_until=minute_of(end, field=""))


def vienna(text: str, *, fold: int = 0) -> datetime:
    """An instant by the clock of Vienna."""
    return datetime.fromisoformat(text).replace(tzinfo=VIENNA, fold=fold).astimezone(UTC)


@pytest.mark.parametrize(
    ("hours", "at", "until"),
    [
        (("22:00", "07:00"), "2026-01-10 21:59", None),
        (("22:00", "07:00"), "2026-01-10 22:00", "2026-01-11 07:00"),
        (("22:00", "07:00"), "2026-01-11 06:59", "2026-01-11 07:00"),
        (("22:00", "07:00"), "2026-01-11 07:00", None),
        (("13:00", "14:30"), "2026-01-10 12:59", None),
        (("13:00", "14:30"), "2026-01-10 13:00", "2026-01-10 14:30"),
        (("13:00", "14:30"), "2026-01-10 14:30", None),
        (("00:00", "23:59"), "2026-01-10 00:00", "2026-01-10 23:59"),
        # The night on which the clock leaves out the hour from two to three, and quiet ends within it.
        (("22:00", "02:30"), "2026-03-29 01:59", "2026-03-29 03:00"),
        (("22:00", "07:00"), "2026-03-28 23:00", "2026-03-29 07:00"),
        (("22:00", "07:00"), "2026-10-24 23:00", "2026-10-25 07:00"),
    ],
)
def test_the_quiet_ends_by_the_clock_on_the_wall(hours: tuple[str, str], at: str, until: str | None) -> None:
    """Also over midnight, and in the two nights of the year that are not as long as the others."""
    chosen, instant = quiet(*hours), vienna(at)
    assert is_quiet(chosen, instant, VIENNA) == (until is not None)
    assert loud_at(chosen, instant, VIENNA) == (vienna(until) if until else instant)


def test_an_hour_that_comes_twice_is_quiet_twice() -> None:
    """Whoever is quiet until a quarter past two hears nothing in either of the two quarters after two."""
    chosen = quiet("22:00", "02:15")
    first = vienna("2026-10-25 02:05")
    assert loud_at(chosen, first, VIENNA) == vienna("2026-10-25 02:15")
    second = vienna("2026-10-25 02:05", fold=1)
    assert loud_at(chosen, second, VIENNA) == vienna("2026-10-25 02:15", fold=1)


minutes = st.integers(0, 1439)
instants = st.datetimes(datetime(2024, 1, 1), datetime(2032, 1, 1)).map(lambda at: at.replace(tzinfo=UTC))


@given(begin=minutes, end=minutes, at=instants, zone=st.sampled_from(ZONES))
def test_after_the_quiet_comes_the_first_loud_minute(begin: int, end: int, at: datetime, zone: str) -> None:
    """It is not quiet then, it was until then, and nobody waits for longer than a day and the hour of a clock."""
    if begin == end:
        return
    clock, chosen = ZoneInfo(zone), policy(quiet_from=begin, quiet_until=end)
    loud = loud_at(chosen, at, clock)
    assert not is_quiet(chosen, loud, clock)
    assert timedelta(0) <= loud - at <= timedelta(hours=25)
    if loud != at:
        assert is_quiet(chosen, at, clock)
        assert is_quiet(chosen, loud - timedelta(minutes=1), clock)
        assert is_quiet(chosen, at + (loud - timedelta(minutes=1) - at) / 2, clock) or (loud - at).seconds < 120


@given(at=instants, zone=st.sampled_from(ZONES))
def test_without_quiet_hours_it_is_never_quiet(at: datetime, zone: str) -> None:
    assert not is_quiet(policy(), at, ZoneInfo(zone))
    assert loud_at(policy(), at, ZoneInfo(zone)) == at


@given(begin=minutes, end=minutes, at=instants)
def test_quiet_and_its_opposite_make_a_day(begin: int, end: int, at: datetime) -> None:
    """Whatever is not in the hours from one to the other is in those from the other to the one."""
    if begin != end:
        one, other = policy(quiet_from=begin, quiet_until=end), policy(quiet_from=end, quiet_until=begin)
        assert is_quiet(one, at, VIENNA) != is_quiet(other, at, VIENNA)


@pytest.mark.parametrize("minute", [0, 61, 719, 1439])
def test_a_time_is_read_as_it_is_written(minute: int) -> None:
    assert minute_of(clock_text(minute), field="") == minute


@pytest.mark.parametrize("text", ["", "25:00", "seven", "12:60", "-1:00"])
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(Invalid):
        minute_of(text, field="quiet_from")


@pytest.mark.parametrize(
    ("rhythm", "now", "next_at"),
    [
        ("never", "2026-03-02 06:00", None),
        ("daily", "2026-03-02 06:59", "2026-03-02 07:00"),
        ("daily", "2026-03-02 07:00", "2026-03-03 07:00"),
        ("daily", "2026-03-28 12:00", "2026-03-29 07:00"),
        ("weekly", "2026-03-02 06:59", "2026-03-02 07:00"),
        ("weekly", "2026-03-02 07:00", "2026-03-09 07:00"),
        ("weekly", "2026-03-08 23:00", "2026-03-09 07:00"),
    ],
)
def test_a_digest_comes_in_the_morning(rhythm: Rhythm, now: str, next_at: str | None) -> None:
    """By the reader's own clock; once a week on Mondays."""
    assert next_digest_at(rhythm, vienna(now), VIENNA) == (vienna(next_at) if next_at else None)


@pytest.mark.parametrize(
    ("inner", "circle", "may"),
    [(0, 0, True), (150, 0, False), (150, 150, True), (15, 50, False), (15, 15, True), (15, 5, True), (5, 15, False)],
)
def test_the_inner_circles_may_interrupt(inner: int, circle: int, *, may: bool) -> None:
    chosen = policy(inner_circle=inner)
    assert may_interrupt(chosen, "mention", circle=circle, is_self=False) == may
    assert may_interrupt(chosen, "poll", circle=circle, is_self=True)
    assert may_interrupt(chosen, "report", circle=circle, is_self=False)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in OWN_DEEDS])
def test_each_way_is_chosen_by_itself(kind: NoticeKind) -> None:
    """What belongs to nothing that can be chosen comes in every way; a notice that comes in no way is of no use.

    What is said to somebody comes to their apps whatever pages show, as they have no other number for it.
    """
    what = WHAT_OF.get(kind)
    names = (what,) if what else ()
    nothing = policy(hidden=names, pushed=(), mailed=(), digest="daily")
    assert is_of_use(nothing, kind) == reaches_apps(nothing, kind) == (what is None or kind in ABOUT_TALKS)
    assert is_shown(policy(hidden=(), pushed=(), mailed=()), kind)
    assert is_pushed(policy(hidden=names, pushed=names, mailed=()), kind)
    assert is_mailed(policy(hidden=names, pushed=(), mailed=names, digest="weekly"), kind)
    assert not is_mailed(policy(mailed=names), kind)


@pytest.mark.parametrize("kind", sorted(OWN_DEEDS))
def test_what_one_did_oneself_rings_no_bell(kind: NoticeKind) -> None:
    """It stands among the notices alone."""
    assert is_shown(policy(digest="daily"), kind)
    assert not is_pushed(policy(digest="daily"), kind)
    assert not is_mailed(policy(digest="daily"), kind)


def test_whoever_chose_nothing_is_told_of_every_like() -> None:
    """The statement that finds a like wanted goes by this (kith/notices/store/likes.py)."""
    assert accepts_all(policy())
    assert is_of_use(policy(), "like")


FITS = Reach(
    hidden=(), pushed=(), mailed=(), inner_circle=0, quiet_from=10, quiet_until=20, digest="daily", digest_words=False
)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"quiet_until": None}, "quiet_from"), ({"quiet_until": 10}, "quiet_until")],
)
def test_choices_go_together(wrong: dict[str, int | None], field: str) -> None:
    check_reach(FITS, has_mail=True)
    values = {name: getattr(FITS, name) for name in FITS.__struct_fields__} | wrong
    with pytest.raises(Invalid) as caught:
        check_reach(Reach(**values), has_mail=True)
    assert caught.value.field == field


def test_only_a_confirmed_address_is_written_to() -> None:
    with pytest.raises(Invalid, match="Confirm"):
        check_reach(FITS, has_mail=False)

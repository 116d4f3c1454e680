"""What is decided at a desk: states, the clock that runs while it is open, counts, blanks, likeness."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kith.base.core.errors import Invalid, KithError, Refused
from kith.base.core.ids import Id
from kith.desk.model import NOBODY, Case, CaseCount, Hours, Span, State
from kith.desk.rules.counts import view_counts
from kith.desk.rules.hours import due_after, is_open, open_seconds, opens_at, usual_seconds
from kith.desk.rules.likeness import likeness
from kith.desk.rules.moving import answered, counted, heard, reopened, settled, snoozed, woken
from kith.desk.rules.moving import given as given_to
from kith.desk.rules.replies import blanks_in, check_filled, filled, tidied_reply

NOON = datetime(2026, 3, 6, 12, tzinfo=UTC)  # a Friday
OFFICE = Hours(zone="UTC", spans=tuple(Span(weekday=day, begins=8 * 60, until=18 * 60) for day in range(5)))
AIM = 120


def _case(state: State = "new", **more: object) -> Case:
    case = Case(
        organisation_id=Id(1),
        id=Id(2),
        person_id=Id(3),
        channel="talk",
        thread_id=Id(4),
        last_id=Id(5),
        moved_id=Id(6),
        opened_at=NOON,
        waits_since=NOON,
        state=state,
    )
    return msgspec.structs.replace(case, **more)


def _deed(case: Case, deed: str) -> Case:
    if deed == "said":
        return heard(case, subject_id=Id(7), moved_id=Id(8), at=NOON, aim_minutes=AIM, hours=Hours())
    if deed == "answered":
        return answered(case, moved_id=Id(8), at=NOON, hours=Hours())
    if deed == "snoozed":
        return snoozed(case, NOON + timedelta(hours=1), NOON)
    if deed == "woken":
        return woken(case, moved_id=Id(8), now=NOON, aim_minutes=AIM, hours=Hours())
    if deed == "settled":
        return settled(case, NOON, Hours())
    return reopened(case, moved_id=Id(8), now=NOON, aim_minutes=AIM, hours=Hours())


TABLE: dict[State, tuple[str | None, ...]] = {
    #          said    answered   snoozed    woken     settled    reopened
    "new": ("new", "theirs", "snoozed", "new", "settled", None),
    "ours": ("ours", "theirs", "snoozed", "ours", "settled", None),
    "theirs": ("ours", "theirs", "snoozed", "theirs", "settled", None),
    "snoozed": ("ours", "theirs", "snoozed", "ours", "settled", None),
    "settled": ("ours", "settled", None, "settled", "settled", "ours"),
}
DEEDS = ("said", "answered", "snoozed", "woken", "settled", "reopened")


@pytest.mark.parametrize("state", TABLE)
@pytest.mark.parametrize("deed", DEEDS)
def test_a_case_goes_from_state_to_state(state: State, deed: str) -> None:
    """As the table says; what it does not name is refused."""
    expected = TABLE[state][DEEDS.index(deed)]
    if expected is None:
        with pytest.raises(Refused):
            _deed(_case(state), deed)
    else:
        assert _deed(_case(state), deed).state == expected


@given(st.lists(st.sampled_from([*DEEDS, "given", "given back"]), max_size=30))
@settings(deadline=None)
def test_whatever_is_done_a_case_makes_sense(deeds: list[str]) -> None:
    """It is due exactly while it waits for us, put aside exactly while it is snoozed, and the counts come out right."""
    case, counts = _case(), {(NOBODY, "new"): 1}
    for deed in deeds:
        before = case
        try:
            case = given_to(case, Id(9) if deed == "given" else None) if "given" in deed else _deed(case, deed)
        except KithError:
            continue
        for one in counted(before, case):
            counts[one.assignee_id, one.state] = counts.get((one.assignee_id, one.state), 0) + one.count
        assert (case.snoozed_until is not None) == (case.state == "snoozed")
        assert case.due_at is None or case.state in ("new", "ours")
        assert (case.settled_at is not None) == (case.state == "settled")
        assert case.state != "new" or case.assignee_id is None
    assert {place: count for place, count in counts.items() if count} == {(case.assignee_id or NOBODY, case.state): 1}


def test_the_clock_runs_while_the_desk_is_open() -> None:
    """An aim of two hours at half past five on Friday is half past nine on Monday."""
    friday = NOON.replace(hour=17, minute=30)
    assert due_after(friday, AIM, OFFICE) == datetime(2026, 3, 9, 9, 30, tzinfo=UTC)
    assert due_after(friday, AIM, Hours()) == friday + timedelta(hours=2)
    assert open_seconds(friday, datetime(2026, 3, 9, 9, 30, tzinfo=UTC), OFFICE) == AIM * 60
    assert due_after(NOON.replace(hour=16), AIM, OFFICE) == NOON.replace(hour=18)
    assert (is_open(NOON, OFFICE), is_open(NOON.replace(hour=18), OFFICE), is_open(NOON, Hours())) == (
        True,
        False,
        True,
    )
    assert opens_at(NOON.replace(hour=20), OFFICE) == datetime(2026, 3, 9, 8, tzinfo=UTC)


def test_a_night_shift_and_a_change_of_the_clocks_are_no_trouble() -> None:
    """What begins at ten and ends at two ends the next day; an hour that does not exist is not counted."""
    night = Hours(zone="Europe/Berlin", spans=(Span(weekday=5, begins=22 * 60, until=26 * 60 + 60),))
    begins = datetime(2026, 3, 28, 21, tzinfo=UTC)  # 22:00 in Berlin, and at 2:00 the clocks go to 3:00
    assert due_after(begins, 60, night) == begins + timedelta(hours=1)
    assert open_seconds(begins, begins + timedelta(days=1), night) == 4 * 3600
    assert is_open(begins + timedelta(hours=3, minutes=59), night)


_SPANS = st.lists(
    st.builds(
        lambda weekday, begins, lasts: Span(weekday=weekday, begins=begins, until=begins + lasts),
        st.integers(0, 6),
        st.integers(0, 1439),
        st.integers(15, 1440),
    ),
    min_size=1,
    max_size=6,
)


@given(
    _SPANS,
    st.sampled_from(["UTC", "Europe/Berlin", "America/St_Johns", "Asia/Kathmandu", "Pacific/Apia"]),
    st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC)),
    st.integers(1, 600),
)
@settings(deadline=None, max_examples=80)
def test_what_is_due_after_so_many_open_minutes_is_so_many_open_minutes_away(
    spans: list[Span], zone: str, start: datetime, minutes: int
) -> None:
    """In any zone, over any change of the clocks, with spans that meet, overlap, or go over midnight."""
    hours = Hours(zone=zone, spans=tuple(spans))
    due = due_after(start, minutes, hours)
    assert due > start
    assert open_seconds(start, due, hours) == minutes * 60
    middle = start + (due - start) / 2
    assert open_seconds(start, middle, hours) + open_seconds(middle, due, hours) in range(
        minutes * 60 - 2, minutes * 60 + 1
    )


def test_the_middle_of_the_last_answers_says_how_long_it_takes() -> None:
    """One that took a week moves it little; of few nothing is said."""
    assert usual_seconds([60, 60, 60, 60]) is None
    assert usual_seconds([60, 600_000, 120, 60, 90]) == 90


def test_counts_are_of_what_one_sees() -> None:
    """A guest's are of what was given to them."""
    me, other = Id(7), Id(8)
    lie: tuple[tuple[Id, State, int], ...] = (
        (NOBODY, "new", 4),
        (NOBODY, "ours", 1),
        (me, "ours", 2),
        (me, "theirs", 3),
        (other, "snoozed", 5),
        (other, "settled", 6),
        (NOBODY, "named", 9),
        (me, "named", 1),
    )
    rows = [CaseCount(organisation_id=Id(1), assignee_id=who, state=state, count=count) for who, state, count in lie]
    counts = view_counts(rows, me=me, only_own=False, overdue=1)
    assert counts == {
        "mine": 6, "unassigned": 5, "ours": 7, "theirs": 3, "overdue": 1, "snoozed": 5, "named": 10, "settled": 6,
        "all": 31,
    }  # fmt: skip
    own = view_counts(rows, me=me, only_own=True, overdue=0)
    assert own == {
        "mine": 6, "ours": 2, "theirs": 3, "overdue": 0, "snoozed": 0, "named": 1, "settled": 0, "all": 6,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "blanks"),
    [
        ("Dear {{name}}, on {{day}} at {{ hour }}.", ("name", "day", "hour")),
        ("{{day}} or {{day}}", ("day",)),
        ("{not one} {{}} {{\n}} {{ }}", ()),
        ("{{" + "x" * 41 + "}}", ()),
    ],
)
def test_blanks_are_found(text: str, blanks: tuple[str, ...]) -> None:
    """Each once, in their order."""
    assert blanks_in(text) == blanks


def test_what_has_blanks_cannot_go_out() -> None:
    """What is known is filled in; the rest stays to be filled by hand."""
    half = filled("Dear {{name}}, on {{day}}.", name="Ana")
    assert half == "Dear Ana, on {{day}}."
    with pytest.raises(Invalid, match="“day”"):
        check_filled(half)
    check_filled(half.replace("{{day}}", "Monday"))
    for title, text in (("", "Words"), ("Title", " ")):
        with pytest.raises(Invalid):
            tidied_reply(title, text)


def test_words_that_differ_in_names_and_numbers_are_alike() -> None:
    """Others are not; and few words are alike by chance."""
    alike = [
        "@clinic Why is the phone dead since 8?",
        "why is the phone DEAD since 9:30??? @clinic #clinic",
        "Why is the phone dead since https://example.org/a",
    ]
    assert len({likeness(one) for one in alike}) == 1
    assert likeness("@clinic why was the phone never dead") != likeness(alike[0])
    assert (likeness("Thanks!"), likeness("👍"), likeness("")) == (None, None, None)
    assert all((likeness(one) or 0) < 2**63 for one in alike)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Le téléphone est coupé depuis ce matin", "le te\u0301le\u0301phone est coupe depuis ce matin!"),
        ("لماذا الهاتف مقطوع منذ الصباح؟", "لِماذا الهاتِف مقطــوع منذ الصباح 12"),
        ("फ़ोन सुबह से बंद क्यों है?", "फ़ोन सुबह से बंद क्यों है 3 @clinic"),
        ("电话打不通了", "@clinic 电话打不通了！"),
        ("전화가 안 돼요 오늘", "전화가 안 돼요 오늘!!"),
    ],
)
def test_words_are_alike_in_every_script(one: str, other: str) -> None:
    """With their accents and vowel marks or without; and a sentence of few signs is a sentence."""
    assert likeness(one) == likeness(other) is not None


@pytest.mark.parametrize("few", ["谢谢", "شكرا", "धन्यवाद", "Danke!", "감사"])
def test_few_words_are_alike_by_chance_in_every_script(few: str) -> None:
    """So they are no flood."""
    assert likeness(few) is None


def test_counts_change_in_one_order() -> None:
    """So that of two who count at once none waits for the other in a circle."""
    changes = counted(_case("ours", assignee_id=Id(9)), _case("theirs", assignee_id=Id(8)))
    places = [(one.organisation_id, one.assignee_id, one.state) for one in changes]
    assert all(first < second for first, second in pairwise(places))
    assert counted(_case(), _case()) == []

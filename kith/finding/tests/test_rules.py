"""What is decided about finding, from values alone."""

from datetime import date, timedelta

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kith.base.core.errors import Invalid, Refused
from kith.base.core.ids import Id
from kith.finding.model import PASTS_MAX, Candidate, Named, Outcome, PastWish, Told
from kith.finding.rules import (
    Comparison,
    check_past,
    check_room,
    check_wishes,
    folded,
    folded_name,
    overlaps,
)

TODAY = date(2026, 11, 27)
ME, ZOE = Id(1), Id(2)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Zoë Müller", "zoe MULLER"),
        ("Müller, Zoë", "Zoë Müller"),
        ("Jörg Groß", "jorg GROSS"),
        ("Łucja Øster", "lucja OSTER"),
        ("Anna-Maria Żak", "anna maria zak"),
        ("Ｚoe  Lis", "Zoe Lis"),
    ],
)
def test_the_same_name_is_the_same_however_it_is_written(one: str, other: str) -> None:
    """Without marks, case, punctuation and order."""
    assert folded_name(one) == folded_name(other) != ""


def test_a_single_word_names_too_many() -> None:
    """Two that differ are two."""
    assert folded_name("Zoë") == folded_name("—") == ""
    assert folded_name("Zoë Müller") != folded_name("Zoë Miller")


@settings(deadline=None)  # of a busy machine no time is promised
@given(st.text(max_size=40))
def test_what_is_folded_stays_as_it_is(text: str) -> None:
    """So that what is kept folded can be compared with what is folded now."""
    assert folded(folded(text)) == folded(text)


def _compare(person: Named, candidate: Candidate, *, hidden: tuple[Id, ...] = ()) -> Outcome:
    comparison = Comparison(Told(kind="contacts", people=(person,)), salt=b"salt", domain="kith.test")
    comparison.meet(candidate)
    return comparison.outcome(own=ME, hidden=hidden)


UNLISTED = Candidate(account_id=ZOE, handle="zoe", name="Zoe Muller", discoverable=False)
NO_ADDRESS = Candidate(account_id=ZOE, handle="z", name="", discoverable=True)
CANDIDATE = Candidate(account_id=ZOE, handle="Zoe", name="Zoë Müller", discoverable=True, email="zoe@example.org")


@pytest.mark.parametrize(
    ("person", "candidate", "here", "perhaps"),
    [
        (Named(emails=("Zoe@example.org",)), CANDIDATE, "address", None),
        (Named(emails=("zoe@example.org",)), NO_ADDRESS, None, None),
        (Named(name="Zoe Muller"), CANDIDATE, None, "name"),
        (Named(name="Zoe"), CANDIDATE, None, None),
        (Named(name="Zoe Muller"), UNLISTED, None, None),
        (Named(handles=(("x", "zoe"),)), CANDIDATE, None, "handle"),
        (Named(handles=(("mastodon", "zoe@hav.social"),)), CANDIDATE, None, None),
        (
            Named(handles=(("mastodon", "zoe@hav.social"),)),
            Candidate(account_id=ZOE, handle="z", name="", discoverable=True, mastodon="zoe@hav.social"),
            None,
            "claim",
        ),
        (Named(handles=(("x", "zoe"),)), UNLISTED, None, None),
        (Named(name="Zoë Müller", emails=("zoe@example.org",)), CANDIDATE, "address", None),
    ],
)  # fmt: skip
def test_somebody_is_found_as_they_allow(
    person: Named, candidate: Candidate, here: str | None, perhaps: str | None
) -> None:
    """For certain by what is proven, perhaps by what anybody could say; whoever is not certain is not here."""
    outcome = _compare(person, candidate)
    assert [one.why for one in outcome.here] == ([here] if here else [])
    assert [one.why for one in outcome.perhaps] == ([perhaps] if perhaps else [])
    assert len(outcome.absent) == (0 if here else 1)


def test_neither_oneself_nor_whom_a_block_hides_is_found() -> None:
    """They stand where those stand who are not here."""
    person = Named(name="Zoë Müller", emails=("zoe@example.org",))
    assert _compare(person, CANDIDATE).here
    hidden = _compare(person, CANDIDATE, hidden=(ZOE,))
    assert (hidden.here, hidden.perhaps, len(hidden.absent)) == ((), (), 1)
    comparison = Comparison(Told(kind="contacts", people=(person,)), salt=b"salt", domain="kith.test")
    comparison.meet(CANDIDATE)
    assert comparison.outcome(own=ZOE, hidden=()).here == ()


def test_of_many_namesakes_a_few_are_named() -> None:
    """More would help nobody."""
    comparison = Comparison(Told(kind="contacts", people=(Named(name="Ana Lis"),)), salt=b"", domain="kith.test")
    for number in range(2, 20):
        comparison.meet(Candidate(account_id=Id(number), handle=f"a{number}", name="Ana Lis", discoverable=True))
    assert len(comparison.outcome(own=ME, hidden=()).perhaps) == 5


PAST = PastWish(kind="school", name="School no. 5", from_year=1987, until_year=1991, seen_by="ties")


def test_a_past_is_put_in_order() -> None:
    """Blanks go; an open end is one."""
    assert check_past(PastWish(kind="school", name="  School \n no. 5 "), TODAY).name == "School no. 5"
    assert check_past(PAST, TODAY) == PAST
    kept = msgspec.structs.replace(PAST, day_on=date(1991, 6, 30))
    assert check_past(kept, TODAY) == kept
    home = PastWish(kind="place", name="Lublin", from_year=1992, lives_there=True)
    assert check_past(home, TODAY) == home


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": " — "}, "name"),
        ({"name": "x" * 121}, "name"),
        ({"from_year": 1899}, "from_year"),
        ({"until_year": 2027}, "until_year"),
        ({"from_year": 1992}, "until_year"),
        ({"day_on": date(1992, 6, 30)}, "day_on"),
        ({"day_on": date(1986, 6, 30)}, "day_on"),
        ({"from_year": None, "until_year": None, "day_on": TODAY + timedelta(days=1)}, "day_on"),
        ({"until_year": None, "lives_there": True}, "lives_there"),
        ({"kind": "place", "lives_there": True}, "lives_there"),
    ],
)
def test_a_past_that_cannot_be_is_refused(wrong: dict[str, object], field: str) -> None:
    """With the field that is wrong."""
    known = {name: getattr(PAST, name) for name in PAST.__struct_fields__}
    with pytest.raises(Invalid) as error:
        check_past(PastWish(**(known | wrong)), TODAY)
    assert error.value.field == field


def test_a_life_has_so_many_places_and_no_more() -> None:
    """The last that fits still does."""
    check_room(PASTS_MAX - 1)
    with pytest.raises(Refused):
        check_room(PASTS_MAX)


YEARS = st.none() | st.integers(1900, 2026)


@settings(deadline=None)  # of a busy machine no time is promised
@given(YEARS, YEARS, YEARS, YEARS)
def test_years_in_common_are_in_common_for_both(a: int | None, b: int | None, c: int | None, d: int | None) -> None:
    """And are years that both spans hold, where they are known."""
    assert overlaps((a, b), (c, d)) == overlaps((c, d), (a, b))
    if a is not None and b is not None and c is not None and d is not None and a <= b and c <= d:
        assert overlaps((a, b), (c, d)) == bool(set(range(a, b + 1)) & set(range(c, d + 1)))


def test_a_handle_elsewhere_is_read_as_people_write_it() -> None:
    """With an @ or without; empty is none."""
    assert check_wishes(mastodon="@Ana@Hav.social", x="@Ana_L", instagram="") == ("ana@hav.social", "ana_l", "")
    for wrong in ({"mastodon": "ana"}, {"x": "a b"}, {"instagram": "ana/lis"}):
        with pytest.raises(Invalid) as error:
            check_wishes(**({"mastodon": "", "x": "", "instagram": ""} | wrong))
        assert error.value.field == next(iter(wrong))

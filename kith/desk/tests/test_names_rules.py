"""Whether a name stands in a text."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.base.core.errors import Invalid
from kith.base.core.ids import Id
from kith.desk.model import DeskName
from kith.desk.rules.naming import Names, read_name, words_of_text

AT = datetime(2026, 1, 1, tzinfo=UTC)
CLINIC = Id(7)


def names(*texts: str) -> Names:
    """Listen for these, each for an organisation of its own."""
    read = [read_name(text) for text in texts]
    return Names.of(
        DeskName(organisation_id=Id(CLINIC + place), words=words, text=shown, added_at=AT)
        for place, (shown, words) in enumerate(read)
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("I was at the Linden Clinic today.", True),
        ("the LINDEN CLINIC!", True),
        ("“Linden Clinic”, they said", True),
        ("Linden\nClinic", True),
        ("Linden Clinic’s queue", True),
        ("#Linden clinic", True),
        ("The Lindens Clinic", False),
        ("Clinic Linden", False),
        ("Linden, and then another clinic", False),
        ("Lindenclinic", False),
        ("@linden clinic", False),
        ("https://linden.example/linden clinic", False),
        ("", False),
    ],
)  # fmt: skip
def test_a_name_is_found_as_whole_words(text: str, *, found: bool) -> None:
    """In whatever case, beside whatever signs, and never within another word, a handle or an address."""
    assert (CLINIC in names("Linden Clinic").in_text(text)) == found


def test_each_organisation_is_found_once() -> None:
    """Several may be named in one text, and one by several of its names."""
    listened = names("Linden Clinic", "Linden", "Upper Mill")
    assert set(listened.in_text("From the Upper Mill to the Linden Clinic, by Linden")) == {7, 8, 9}
    assert set(listened.in_text("the mill")) == set()


@pytest.mark.parametrize("typed", ["ab", "the", "@clinic", "https://clinic.example", "12345", "  ", "x" * 61, "!!!!"])
def test_what_is_no_name_is_refused(typed: str) -> None:
    """Too short, a handle, an address, digits, nothing, too long."""
    with pytest.raises(Invalid):
        read_name(typed)


@pytest.mark.parametrize("typed", ["Café", "Линда", "  Linden   Clinic ", "O’Neill", "7up Bar", "عيادة الزيزفون"])
def test_names_of_any_script_are_found(typed: str) -> None:
    """As they were typed, and as they stand in a sentence."""
    shown, words = read_name(typed)
    assert shown == " ".join(typed.split())
    assert words
    assert CLINIC in names(typed).in_text(f"So: {typed.upper()}, again.")


@given(st.text(max_size=300))
def test_every_text_is_read(text: str) -> None:
    """Whatever it is; and a name of its first words is found in it."""
    words = words_of_text(text)
    assert all(words)
    try:
        read_name(" ".join(words[:3]))
    except Invalid:
        return
    assert CLINIC in names(" ".join(words[:3])).in_text(text)

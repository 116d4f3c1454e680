"""What is an emoji, and when an announcement is shown."""

from datetime import timedelta

import pytest

from kith.announcements.model import DAYS_AHEAD_MAX, TEXT_MAX, Announcement, AnnouncementWish
from kith.announcements.rules import check_announcement, has_ended, is_current
from kith.base.core.errors import Invalid
from kith.base.core.ids import Id
from kith.base.core.text import is_emoji
from tests.clock import BEGINNING

HOUR = timedelta(hours=1)


@pytest.mark.parametrize("text", ["👍", "👍🏽", "❤️", "❤", "🇦🇹", "#️⃣", "👩‍👩‍👧‍👦", "🏴󠁧󠁢󠁷󠁬󠁳󠁿", "🏳️‍🌈", "🫠", "☀️"])
def test_one_emoji_is_one(text: str) -> None:
    """With colours, joiners, flags and keycaps."""
    assert is_emoji(text)


@pytest.mark.parametrize("text", ["", "a", "1", "#", "👍👍", "👍a", ":quince:", "🇦", "é", "\u200d", "<b>", "👍" * 50])
def test_what_is_no_single_emoji_is_none(text: str) -> None:
    """Letters, two of them, half a flag."""
    assert not is_emoji(text)


@pytest.mark.parametrize(
    ("shows_h", "ends_h", "state"),
    [
        (-1, None, "current"),
        (0, None, "current"),
        (1, None, "to come"),
        (-2, -1, "ended"),
        (-1, 1, "current"),
        (-1, 0, "ended"),
    ],
)
def test_it_is_shown_from_its_beginning_until_its_end(shows_h: int, ends_h: int | None, state: str) -> None:
    """The first instant belongs to it, the last does not."""
    one = Announcement(
        id=Id(1),
        writer_id=Id(2),
        text="a",
        html="a",
        shows_at=BEGINNING + shows_h * HOUR,
        ends_at=None if ends_h is None else BEGINNING + ends_h * HOUR,
        created_at=BEGINNING,
        updated_at=BEGINNING,
    )
    assert is_current(one, BEGINNING) == (state == "current")
    assert has_ended(one, BEGINNING) == (state == "ended")


@pytest.mark.parametrize(
    ("wish", "field"),
    [
        ({}, None),
        ({"text": "x" * TEXT_MAX}, None),
        ({"text": " \n"}, "text"),
        ({"text": "x" * (TEXT_MAX + 1)}, "text"),
        ({"shows_at": BEGINNING + timedelta(days=DAYS_AHEAD_MAX + 1)}, "shows_at"),
        ({"ends_at": BEGINNING}, "ends_at"),
        ({"shows_at": BEGINNING + 2 * HOUR, "ends_at": BEGINNING + HOUR}, "ends_at"),
        ({"ends_at": BEGINNING + timedelta(days=3 * DAYS_AHEAD_MAX)}, "ends_at"),
    ],
)
def test_one_thing_is_wrong_at_a_time(wish: dict[str, object], field: str | None) -> None:
    """The first two are right."""
    made = AnnouncementWish(**({"text": "Tea at five."} | wish))  # type: ignore[arg-type]
    shows_at = made.shows_at or BEGINNING
    if field is None:
        assert check_announcement(made, shows_at=shows_at, now=BEGINNING) == made.text
        return
    with pytest.raises(Invalid) as caught:
        check_announcement(made, shows_at=shows_at, now=BEGINNING)
    assert caught.value.field == field

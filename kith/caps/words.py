"""Caps in words."""

from kith.base.core.words import _, ngettext
from kith.base.web.shown import first_name
from kith.caps.model import Cap
from kith.people.model import Account


def cap_line(cap: Cap, author: Account | None, topic: str) -> str:
    """Say what a cap lets through: "At most 3 a week about Sport from Xaver"."""
    name, count = first_name(author) if author else "", cap.posts_a_week
    if count is None:
        return _("Only the newest from {name}").format(name=name)
    if not topic:
        some = ngettext("At most {count} a week from {name}", "At most {count} a week from {name}", count)
        words = some if count else _("All from {name} into the fold")
    elif author is None:
        some = ngettext("At most {count} a week about “{topic}”", "At most {count} a week about “{topic}”", count)
        words = some if count else _("All about “{topic}” into the fold")
    else:
        some = ngettext(
            "At most {count} a week about “{topic}” from {name}",
            "At most {count} a week about “{topic}” from {name}",
            count,
        )
        words = some if count else _("All about “{topic}” from {name} into the fold")
    return words.format(count=count, topic=topic, name=name)


def clock_words(minute: int | None) -> str:
    """Write a minute of the day as a field for times takes it."""
    return "" if minute is None else f"{minute // 60:02}:{minute % 60:02}"

"""What is decided about declared relations."""

from collections.abc import Iterable
from datetime import date

from kith.base.core.errors import Invalid, Refused
from kith.base.core.text import clean_line
from kith.base.core.words import _
from kith.ties.model.relation import (
    ASKED_MAX,
    PLACE_MAX,
    YEAR_MIN,
    Bond,
    DeclaredRelation,
    Past,
    RelationKind,
)

POINTS: dict[RelationKind, float] = {
    "family": 0.6,
    "partner": 0.6,
    "friend": 0.3,
    "schoolmate": 0.15,
    "colleague": 0.15,
}


def check_past(past: Past, today: date) -> Past:
    """Give years and place in order. Raises `Invalid` for years that cannot be, and for a place that is too long."""
    place = clean_line(past.place, length_max=PLACE_MAX, field="place")
    for field, year in (("from_year", past.from_year), ("until_year", past.until_year)):
        if year is not None and not YEAR_MIN <= year <= today.year:
            raise Invalid(_("Choose a year between {first} and this one.").format(first=YEAR_MIN), field=field)
    if past.from_year is not None and past.until_year is not None and past.until_year < past.from_year:
        raise Invalid(_("It cannot end before it began."), field="until_year")
    return Past(from_year=past.from_year, until_year=past.until_year, place=place)


def check_room_to_ask(waiting: int) -> None:
    """Raise `Refused` when somebody has asked as many as they may at once."""
    if waiting >= ASKED_MAX:
        text = _("You are waiting for {count} answers. Take one back, or wait.")
        raise Refused(text.format(count=ASKED_MAX))


def bond_of(relations: Iterable[DeclaredRelation]) -> Bond:
    """Sum up what two people confirmed: the largest counts, and the longest past that is over."""
    confirmed = [one for one in relations if one.state == "confirmed"]
    pasts = [
        (one.from_year, one.until_year) for one in confirmed if one.from_year is not None and one.until_year is not None
    ]
    return Bond(
        points=max((POINTS[one.kind] for one in confirmed), default=0.0),
        shared_years=max((max(1, until - since) for since, until in pasts), default=0),
        shared_until=max((date(until, 12, 31) for _since, until in pasts), default=None),
    )

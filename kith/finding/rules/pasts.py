"""What is decided about pasts."""

from datetime import date

from kith.base.core.errors import Invalid, Refused
from kith.base.core.text import clean_line
from kith.base.core.words import _
from kith.finding.model.past import PASTS_MAX, PLACE_MAX, YEAR_MIN, PastWish
from kith.finding.rules.folding import folded

FOLDED_MIN = 2  # letters and digits


def check_past(wish: PastWish, today: date) -> PastWish:
    """Give a past in order. Raises `Invalid` for years that cannot be, and for a name that names nothing."""
    name = clean_line(wish.name, length_max=PLACE_MAX, field="name")
    if len(folded(name)) < FOLDED_MIN:
        raise Invalid(_("Write what it is called."), field="name")
    for field, year in (("from_year", wish.from_year), ("until_year", wish.until_year)):
        if year is not None and not YEAR_MIN <= year <= today.year:
            raise Invalid(_("Choose a year between {first} and this one.").format(first=YEAR_MIN), field=field)
    if wish.from_year is not None and wish.until_year is not None and wish.until_year < wish.from_year:
        raise Invalid(_("It cannot end before it began."), field="until_year")
    return PastWish(
        kind=wish.kind, name=name, from_year=wish.from_year, until_year=wish.until_year, seen_by=wish.seen_by
    )


def check_room(stated: int) -> None:
    """Raise `Refused` when somebody has stated as much as they may."""
    if stated >= PASTS_MAX:
        raise Refused(_("You have named {count} places already. Delete one first.").format(count=PASTS_MAX))


Years = tuple[int | None, int | None]


def overlaps(mine: Years, theirs: Years) -> bool:
    """Tell whether two spans of years, each first to last, have a year in common. What is not known is no bound."""
    (from_, until), (other_from, other_until) = mine, theirs
    begins_in_time = from_ is None or other_until is None or from_ <= other_until
    return begins_in_time and (other_from is None or until is None or other_from <= until)


def years_in_common(mine: Years, theirs: Years) -> Years:
    """Give the first and the last year that two spans share, as far as they are known. They must overlap."""
    firsts = [year for year in (mine[0], theirs[0]) if year is not None]
    lasts = [year for year in (mine[1], theirs[1]) if year is not None]
    return max(firsts, default=None), min(lasts, default=None)

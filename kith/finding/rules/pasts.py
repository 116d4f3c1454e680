"""What is decided about pasts."""

from datetime import date

import msgspec

from kith.base.core.errors import Invalid, Refused
from kith.base.core.text import clean_line
from kith.base.core.words import _
from kith.finding.model.past import PASTS_MAX, PLACE_MAX, YEAR_MIN, PastWish, StatedPast
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
    _check_day(wish, today)
    if wish.lives_there and (wish.kind != "place" or wish.until_year is not None):
        raise Invalid(_("You can live only in a place, and as long as it lasts."), field="lives_there")
    return msgspec.structs.replace(wish, name=name)


def _check_day(wish: PastWish, today: date) -> None:
    if wish.day_on is None:
        return
    if not wish.day_on.year >= YEAR_MIN or wish.day_on > today:
        raise Invalid(_("Choose a day between {first} and today.").format(first=YEAR_MIN), field="day_on")
    first, last = wish.from_year or wish.day_on.year, wish.until_year or wish.day_on.year
    if not first <= wish.day_on.year <= last:
        raise Invalid(_("That day lies outside these years."), field="day_on")


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


def days_in_common(mine: StatedPast, theirs: StatedPast) -> list[date]:
    """Give the days that either keeps of a past of both; none where they were not there together."""
    years, others = (mine.from_year, mine.until_year), (theirs.from_year, theirs.until_year)
    if (mine.kind, mine.name_key) != (theirs.kind, theirs.name_key) or not overlaps(years, others):
        return []
    return [day for day in dict.fromkeys((mine.day_on, theirs.day_on)) if day is not None]


def live_together(mine: StatedPast, theirs: StatedPast) -> bool:
    """Tell whether both live in the same place now, as both tell everybody."""
    public = all(one.kind == "place" and one.lives_there and one.seen_by == "everyone" for one in (mine, theirs))
    return public and mine.name_key == theirs.name_key

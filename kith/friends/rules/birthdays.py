"""Birthdays: month and day as one number, and when they come next. Who was born on 29 February has theirs on 1 March
where there is none.
"""

from calendar import isleap
from datetime import date, timedelta

_LEAP_DAY, _DAY_AFTER = 229, 301


def day_of_year(on: date) -> int:
    """Give month and day as one number: 1231 for the last day."""
    return on.month * 100 + on.day


def days_from(today: date, count: int) -> dict[int, date]:
    """Give the next days, today first, by the birthdays that fall on them."""
    found: dict[int, date] = {}
    for step in range(count):
        on = today + timedelta(days=step)
        found.setdefault(day_of_year(on), on)
        if day_of_year(on) == _DAY_AFTER and not isleap(on.year):
            found.setdefault(_LEAP_DAY, on)
    return found

"""The next election, for countries whose law names the day. Only such days are here; for all else there is the date.

| place | the day, and where it stands |
|-------|------------------------------|
| EE | the first Sunday of March of the fourth year: Constitution of Estonia, § 60 |
| AU-NSW | the fourth Saturday of March of the fourth year: Constitution Act 1902 (NSW), s 24A |
| FI | the third Sunday of April of the fourth year: Finnish Election Act (714/1998), § 107 |
| GB-ENG | the first Thursday of May: Representation of the People Act 1983, s 37 |
| KE | the second Tuesday of August of the fifth year: Constitution of Kenya, art. 101 (1), 136 (2), 177, 180 |
| MX | the first Sunday of June of the third year: General Law on Electoral Institutions and Procedures, art. 22 |
| GB-NIR | the first Thursday of May of the fifth year: Northern Ireland Act 1998, s 31 |
| CH | the last Sunday of October but one: Swiss Federal Act on Political Rights, art. 19 |
| AR | the fourth Sunday of October: National Electoral Code of Argentina, art. 53 |
| PH | the second Monday of May of the third year: Constitution of the Philippines, art. VI § 8, art. VII § 4 |
| BR | the first Sunday of October: Constitution of Brazil, art. 29 II and 77 |
| US | the Tuesday after the first Monday of November: 2 U.S.C. § 7 and 3 U.S.C. § 1 |
| SE | the second Sunday of September of the fourth year: Swedish Elections Act (2005:837), ch. 1 § 3 |
"""

from collections.abc import Iterator
from datetime import date, timedelta

import msgspec

from kith.base.core.words import _
from kith.pledges.model import UNTIL_DAYS_MAX


class Election(msgspec.Struct, frozen=True, kw_only=True):
    """Where and when people vote, in the reader's words."""

    place: str
    where: str
    on: date


def elections_ahead(today: date) -> Iterator[Election]:
    """Give those to which a pledge can reach, the nearest first."""
    last = today + timedelta(days=UNTIL_DAYS_MAX)
    for place, where, on in _known():
        if today <= on <= last:
            yield Election(place=place, where=where, on=on)


def _known() -> tuple[tuple[str, str, date], ...]:
    return (
        ("EE", _("Estonia: parliament"), date(2027, 3, 7)),
        ("AU-NSW", _("New South Wales: parliament"), date(2027, 3, 27)),
        ("FI", _("Finland: parliament"), date(2027, 4, 18)),
        ("GB-ENG", _("England: local elections"), date(2027, 5, 6)),
        ("GB-NIR", _("Northern Ireland: assembly"), date(2027, 5, 6)),
        ("MX", _("Mexico: congress"), date(2027, 6, 6)),
        ("KE", _("Kenya: president and parliament"), date(2027, 8, 10)),
        ("AR", _("Argentina: president and congress"), date(2027, 10, 24)),
        ("CH", _("Switzerland: parliament"), date(2027, 10, 24)),
        ("PH", _("Philippines: president and congress"), date(2028, 5, 8)),
        ("BR", _("Brazil: local elections"), date(2028, 10, 1)),
        ("US", _("United States: president and congress"), date(2028, 11, 7)),
        ("SE", _("Sweden: parliament"), date(2030, 9, 8)),
    )

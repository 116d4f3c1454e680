"""The next election, for places whose law names the day, or where it was set. For all else there is the date.

| place | the day, and where it stands |
|-------|------------------------------|
| NG | set by the electoral commission on 26 February 2026, under the Electoral Act 2026 |
| EE | the first Sunday of March of the fourth year: Constitution of Estonia, § 60 |
| AU-NSW | set by the government, as the fourth Saturday (Constitution Act 1902 (NSW), s 24A) is in Easter |
| FI | the third Sunday of April of the fourth year: Finnish Election Act (714/1998), § 107 |
| FR, FR-2 | set by the Council of Ministers on 1 July 2026 |
| DE-SL | set by the Council of Ministers of the Saarland |
| DE-NW | set by the government of North Rhine-Westphalia |
| GB-ENG | the first Thursday of May: Representation of the People Act 1983, s 37 |
| GB-NIR | the first Thursday of May of the fifth year: Northern Ireland Act 1998, s 31 |
| GB-SCT, GB-WLS | the first Thursday of May of the fifth year: Local Government etc. (Scotland) Act 1994, s 5; \
Local Government Act 1972, s 26 |
| ES | the fourth Sunday of May of the fourth year: Organic Law on the General Electoral Regime, art. 42.3 |
| KE | the second Tuesday of August of the fifth year: Constitution of Kenya, art. 101 (1), 136 (2), 177, 180 |
| MX | the first Sunday of June of the third year: General Law on Electoral Institutions and Procedures, art. 22 |
| CH | the last Sunday of October but one: Swiss Federal Act on Political Rights, art. 19 |
| AR | the fourth Sunday of October: National Electoral Code of Argentina, art. 53 |
| PH | the second Monday of May of the third year: Constitution of the Philippines, art. VI § 8, art. VII § 4 |
| BR | the first Sunday of October: Constitution of Brazil, art. 29 II and 77 |
| US | the Tuesday after the first Monday of November: 2 U.S.C. § 7 and 3 U.S.C. § 1 |
| GB-SEN | the first Thursday of May of the fourth year: Government of Wales Act 2006, s 3, as changed in 2024 |
| SE | the second Sunday of September of the fourth year: Swedish Elections Act (2005:837), ch. 1 § 3 |
| GB-SPA | the first Thursday of May of the fifth year: Scotland Act 1998, s 2, as changed in 2020 |

What they were compared with, and what is left out: docs/decisions/0061. A day that is over is offered no more; whoever
adds to the table writes the day on which they looked in `LOOKED_AT_ON`.
"""

from collections.abc import Iterator
from datetime import date, timedelta

import msgspec

from kith.base.core.words import _
from kith.pledges.model import UNTIL_DAYS_MAX

LOOKED_AT_ON = date(2026, 11, 27)


class Election(msgspec.Struct, frozen=True, kw_only=True):
    """Where and when people vote, in the reader's words."""

    place: str
    where: str
    on: date


def elections_ahead(today: date) -> Iterator[Election]:
    """Give those to which a pledge can reach, the nearest first: what is today or over is none to come."""
    last = today + timedelta(days=UNTIL_DAYS_MAX)
    for place, where, on in known_elections():
        if today < on <= last:
            yield Election(place=place, where=where, on=on)


def known_elections() -> tuple[tuple[str, str, date], ...]:
    """Give the whole table, by day: place, in words, and the day."""
    return (
        ("NG", _("Nigeria: president and parliament"), date(2027, 1, 16)),
        ("EE", _("Estonia: parliament"), date(2027, 3, 7)),
        ("AU-NSW", _("New South Wales: parliament"), date(2027, 3, 13)),
        ("DE-SL", _("Saarland: parliament"), date(2027, 4, 18)),
        ("FI", _("Finland: parliament"), date(2027, 4, 18)),
        ("FR", _("France: president, first round"), date(2027, 4, 18)),
        ("DE-NW", _("North Rhine-Westphalia: parliament"), date(2027, 4, 25)),
        ("FR-2", _("France: president, second round"), date(2027, 5, 2)),
        ("GB-ENG", _("England: local elections"), date(2027, 5, 6)),
        ("GB-NIR", _("Northern Ireland: assembly"), date(2027, 5, 6)),
        ("GB-SCT", _("Scotland: local elections"), date(2027, 5, 6)),
        ("GB-WLS", _("Wales: local elections"), date(2027, 5, 6)),
        ("ES", _("Spain: local elections"), date(2027, 5, 23)),
        ("MX", _("Mexico: congress"), date(2027, 6, 6)),
        ("KE", _("Kenya: president and parliament"), date(2027, 8, 10)),
        ("AR", _("Argentina: president and congress"), date(2027, 10, 24)),
        ("CH", _("Switzerland: parliament"), date(2027, 10, 24)),
        ("PH", _("Philippines: president and congress"), date(2028, 5, 8)),
        ("BR", _("Brazil: local elections"), date(2028, 10, 1)),
        ("US", _("United States: president and congress"), date(2028, 11, 7)),
        ("GB-SEN", _("Wales: Senedd"), date(2030, 5, 2)),
        ("SE", _("Sweden: parliament"), date(2030, 9, 8)),
        ("US-MID", _("United States: congress"), date(2030, 11, 5)),
        ("GB-SPA", _("Scotland: parliament"), date(2031, 5, 1)),
    )

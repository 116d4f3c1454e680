"""The numbers of several periods, each kind in one statement over one organisation's rows.

`edges` are the instants at which the periods begin, and the end of the last one: `width_bucket` gives 1 for the first.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import TypeVar

import msgspec

from kith.base.core.ids import Id
from kith.base.storage.database import Db
from kith.base.storage.statement import Statement
from kith.report.model import KEPT_DAYS, Bright, Helped, Numbers, Period, Relations, Times

Part = TypeVar("Part", bound=msgspec.Struct)

_TIMES = """
    SELECT width_bucket({at}, %(edges)s::timestamptz[]) AS period,
           count(*)::integer AS count,
           percentile_disc(0.5) WITHIN GROUP (ORDER BY {seconds}) AS half_s,
           percentile_disc(0.9) WITHIN GROUP (ORDER BY {seconds}) AS most_s
      FROM desk_cases
     WHERE organisation_id = %(organisation_id)s
       AND {at} >= %(since_at)s
       AND {at} < %(until_at)s
       AND answers > 0
     GROUP BY 1
     ORDER BY 1
"""
_ANSWER_TIMES = Statement(_TIMES.format(at="answered_at", seconds="answer_s"))
_SETTLE_TIMES = Statement(_TIMES.format(at="settled_at", seconds="settle_s"))
# First for each person: what is grouped twice is hashed, where what is counted as distinct would be sorted.
_ANSWERS = Statement("""
    SELECT period, count(*)::integer AS people, sum(answers)::integer AS answers
      FROM (SELECT width_bucket(desk_events.at, %(edges)s::timestamptz[]) AS period, desk_cases.person_id,
                   count(*) AS answers
              FROM desk_events
              JOIN desk_cases
                ON desk_cases.organisation_id = desk_events.organisation_id
               AND desk_cases.id = desk_events.case_id
             WHERE desk_events.organisation_id = %(organisation_id)s
               AND desk_events.kind = 'answered'
               AND desk_events.at >= %(since_at)s
               AND desk_events.at < %(until_at)s
             GROUP BY 1, 2) AS answered
     GROUP BY period
     ORDER BY period
""")
_HELPED = Statement("""
    SELECT width_bucket(at, %(edges)s::timestamptz[]) AS period,
           count(DISTINCT case_id) FILTER (WHERE kind IN ('thanks', 'brightened'))::integer AS helped,
           count(DISTINCT case_id) FILTER (WHERE kind = 'not_helped')::integer AS not_helped,
           count(DISTINCT case_id) FILTER (WHERE kind = 'thanks')::integer AS thanks
      FROM desk_events
     WHERE organisation_id = %(organisation_id)s
       AND kind IN ('thanks', 'brightened', 'not_helped')
       AND at >= %(since_at)s
       AND at < %(until_at)s
     GROUP BY 1
     ORDER BY 1
""")
# An exchange lies under the lower of its two, so that both sides are read.
_BRIGHT = Statement("""
    SELECT width_bucket(at, %(edges)s::timestamptz[]) AS period,
           count(DISTINCT subject_id)::integer AS exchanges,
           count(*) FILTER (WHERE person_id = %(organisation_id)s)::integer AS by_us,
           count(*) FILTER (WHERE person_id = other_id)::integer AS by_them,
           count(*) FILTER (WHERE person_id NOT IN (%(organisation_id)s, other_id))::integer AS by_listeners
      FROM (SELECT at, subject_id, person_id, high_id AS other_id
              FROM brightenings
             WHERE low_id = %(organisation_id)s
             UNION ALL
            SELECT at, subject_id, person_id, low_id
              FROM brightenings
             WHERE high_id = %(organisation_id)s) AS ours
     WHERE at >= %(since_at)s
       AND at < %(until_at)s
     GROUP BY 1
     ORDER BY 1
""")
# Each person once a period, the ninety days before the first being one of them (0); no period is longer than these.
# Whoever has said nothing before is new, where this is their first case and it began since then.
_RELATIONS = Statement("""
    WITH spoken AS (
         SELECT desk_cases.person_id, width_bucket(desk_events.at, %(edges)s::timestamptz[]) AS period,
                min(desk_events.at) AS first_at, max(desk_events.at) AS last_at,
                min(desk_cases.id) AS case_id, min(desk_cases.opened_at) AS opened_at
           FROM desk_events
           JOIN desk_cases
             ON desk_cases.organisation_id = desk_events.organisation_id
            AND desk_cases.id = desk_events.case_id
          WHERE desk_events.organisation_id = %(organisation_id)s
            AND desk_events.kind = 'said'
            AND desk_events.at >= %(since_at)s
            AND desk_events.at < %(until_at)s
          GROUP BY 1, 2),
    around AS (
         SELECT person_id, period, first_at, last_at, case_id, opened_at,
                lag(last_at) OVER one AS before_at, lead(first_at) OVER one AS after_at
           FROM spoken
         WINDOW one AS (PARTITION BY person_id ORDER BY period)),
    became AS (
         SELECT period,
                CASE WHEN first_at - before_at <= %(kept)s::interval THEN 'kept'
                     WHEN before_at IS NULL
                      AND opened_at >= %(since_at)s
                      AND case_id = (SELECT min(first.id)
                                       FROM desk_cases AS first
                                      WHERE first.organisation_id = %(organisation_id)s
                                        AND first.person_id = around.person_id) THEN 'begun'
                     ELSE 'back' END AS became
           FROM around
          WHERE period > 0
          UNION ALL
         SELECT width_bucket(last_at + %(kept)s::interval, %(edges)s::timestamptz[]), 'quiet'
           FROM around
          WHERE last_at + %(kept)s::interval <= %(now)s
            AND (after_at IS NULL OR after_at - last_at > %(kept)s::interval))
    SELECT period,
           count(*) FILTER (WHERE became = 'begun')::integer AS begun,
           count(*) FILTER (WHERE became = 'kept')::integer AS kept,
           count(*) FILTER (WHERE became = 'back')::integer AS back,
           count(*) FILTER (WHERE became = 'quiet')::integer AS quiet
      FROM became
     GROUP BY period
     ORDER BY period
""")
_CARRIED = Statement("""
    SELECT by_id,
           count(*) FILTER (WHERE kind = 'answered')::integer AS answers,
           count(DISTINCT case_id) FILTER (WHERE kind = 'answered')::integer AS cases,
           count(*) FILTER (WHERE kind = 'settled')::integer AS settled,
           count(*) FILTER (WHERE kind = 'note')::integer AS notes
      FROM desk_events
     WHERE organisation_id = %(organisation_id)s
       AND kind IN ('answered', 'settled', 'note')
       AND at >= %(since_at)s
       AND at < %(until_at)s
     GROUP BY by_id
     ORDER BY by_id
""")


class _Times(Times, frozen=True, kw_only=True):
    period: int


class _Answers(msgspec.Struct, frozen=True, kw_only=True):
    period: int
    people: int
    answers: int


class _Helped(Helped, frozen=True, kw_only=True):
    period: int


class _Bright(Bright, frozen=True, kw_only=True):
    period: int


class _Relations(Relations, frozen=True, kw_only=True):
    period: int


class CarriedBy(msgspec.Struct, frozen=True, kw_only=True):
    """What a hand did in a period; `None` where none is known."""

    by_id: Id | None
    answers: int
    cases: int
    settled: int
    notes: int


async def numbers_in(db: Db, organisation_id: Id, periods: Sequence[Period], now: datetime) -> list[Numbers]:
    """Count what happened in each of these periods, which follow one another."""
    begins_at, until_at = periods[0].begins_at, periods[-1].until_at
    edges = [one.begins_at for one in periods] + [until_at]
    at: dict[str, object] = {
        "organisation_id": organisation_id, "edges": edges, "since_at": begins_at, "until_at": until_at
    }  # fmt: skip
    answer = _by_period(await db.all(_ANSWER_TIMES, _Times, **at), Times)
    settle = _by_period(await db.all(_SETTLE_TIMES, _Times, **at), Times)
    answers = {one.period: one for one in await db.all(_ANSWERS, _Answers, **at)}
    helped = _by_period(await db.all(_HELPED, _Helped, **at), Helped)
    bright = _by_period(await db.all(_BRIGHT, _Bright, **at), Bright)
    kept = timedelta(days=KEPT_DAYS)
    spoken = at | {"since_at": begins_at - kept, "now": now, "kept": kept}
    relations = _by_period(await db.all(_RELATIONS, _Relations, **spoken), Relations)
    return [
        Numbers(
            period=period,
            people=answers[number].people if number in answers else 0,
            answers=answers[number].answers if number in answers else 0,
            answer=answer.get(number, Times()),
            settle=settle.get(number, Times()),
            helped=helped.get(number, Helped()),
            bright=bright.get(number, Bright()),
            relations=relations.get(number, Relations()),
        )
        for number, period in enumerate(periods, start=1)
    ]


async def carried_in(db: Db, organisation_id: Id, period: Period) -> list[CarriedBy]:
    """Count what each hand did in a period."""
    return await db.all(
        _CARRIED,
        CarriedBy,
        organisation_id=organisation_id,
        since_at=period.begins_at,
        until_at=period.until_at,
    )


def _by_period(rows: Iterable[_Times | _Helped | _Bright | _Relations], part: type[Part]) -> dict[int, Part]:
    """Take each row's own numbers out of what was read."""
    return {row.period: part(**{name: getattr(row, name) for name in part.__struct_fields__}) for row in rows}

"""Many cases for a desk, with what was said and done about them, laid there at once."""

import asyncpg

from kith.base.core.ids import Id

VISITORS = 5_000


async def fill(connection: asyncpg.Connection, desk: Id, count: int) -> None:
    """Lay so many cases on a desk, over a year up to now, three in a hundred of them open still."""
    for statement in _EMPTY.split(";"):
        await connection.execute(statement, desk)
    await connection.execute(_VISITORS, VISITORS)
    await connection.execute(_CASES, desk, count, VISITORS)
    for statement in (_WORDS, _EVENTS, _COUNTS, _QUESTIONS):
        await connection.execute(statement, desk)
    await connection.execute("ANALYZE desk_cases, desk_events, desk_words, desk_counts, asked_questions, accounts")


_EMPTY = """DELETE FROM desk_cases WHERE organisation_id = $1; DELETE FROM desk_counts WHERE organisation_id = $1"""
_VISITORS = """
    INSERT INTO accounts
    SELECT (jsonb_populate_record(accounts,
            jsonb_build_object('id', n, 'handle', 'visitor' || n, 'name', 'Visitor ' || n))).*
      FROM accounts, generate_series(1, $1::integer) AS n
     WHERE accounts.handle = 'person1'
        ON CONFLICT DO NOTHING
"""
_CASES = """
    INSERT INTO desk_cases (organisation_id, id, person_id, channel, thread_id, last_id, moved_id, state, assignee_id,
                            labels, answers, opened_at, due_at, answered_at, answer_s, settled_at, settle_s)
    SELECT $1::bigint, made.id, 1 + n * 7919::bigint % $3::integer, 'talk', made.id, said.ids[1 + n % said.many],
           made.id, made.state, CASE WHEN n % 3 = 0 THEN team.owner END, '{}',
           CASE WHEN made.state = 'new' THEN 0 ELSE 1 END, made.at,
           CASE WHEN made.state IN ('new', 'ours') THEN made.at + interval '2 hours' END,
           CASE WHEN made.state <> 'new' THEN made.at + n % 240 * interval '1 minute' END,
           CASE WHEN made.state <> 'new' THEN n % 240 * 60 END,
           CASE WHEN made.state = 'settled' THEN made.at + interval '1 day' END,
           CASE WHEN made.state = 'settled' THEN n * 7919::bigint % 90000 END
      FROM generate_series(1, $2::integer) AS n
     CROSS JOIN LATERAL (
           SELECT now() - (($2::integer - n + 1) * interval '365 days' / $2::integer) AS at) AS times
     CROSS JOIN LATERAL (
           SELECT times.at, ((extract(epoch FROM times.at) * 1000)::bigint << 16) + n % 1000 AS id,
                  CASE WHEN n % 100 < 97 THEN 'settled'
                       ELSE (ARRAY['new', 'ours', 'theirs', 'snoozed'])[1 + n / 100 % 4] END AS state) AS made
     CROSS JOIN (SELECT array_agg(id) AS ids, count(*) AS many FROM message_ids) AS said
     CROSS JOIN (SELECT person_id AS owner FROM team_seats WHERE organisation_id = $1 AND role = 'owner') AS team
"""
_WORDS = """
    INSERT INTO desk_words (organisation_id, case_id, subject_id, text)
    SELECT organisation_id, id, id + 1, 'Is the doctor in? ' || id || CASE WHEN id % 100 = 0 THEN ' soup' ELSE '' END
      FROM desk_cases
     WHERE organisation_id = $1
"""
_EVENTS = """
    INSERT INTO desk_events (organisation_id, case_id, id, kind, by_id, subject_id, text, named_ids, at)
    SELECT desk_cases.organisation_id, desk_cases.id,
           ((extract(epoch FROM desk_cases.opened_at + after) * 1000)::bigint << 16) + place, kind,
           CASE WHEN kind IN ('answered', 'settled') THEN coalesce(assignee_id, person_id) END,
           CASE WHEN kind IN ('said', 'answered') THEN desk_cases.id + place END, '', '{}',
           desk_cases.opened_at + after
      FROM desk_cases
     CROSS JOIN (VALUES ('opened', 0, interval '0'), ('said', 1, interval '0'), ('taken', 2, interval '9 minutes'),
                        ('answered', 3, interval '20 minutes'), ('said', 4, interval '50 minutes'),
                        ('settled', 5, interval '5 hours'), ('thanks', 6, interval '6 hours'))
           AS done (kind, place, after)
     WHERE desk_cases.organisation_id = $1
       AND (place < 2 OR state <> 'new')
       AND (kind <> 'thanks' OR desk_cases.id % 5 = 0)
"""
_COUNTS = """
    INSERT INTO desk_counts (organisation_id, assignee_id, state, count)
    SELECT organisation_id, coalesce(assignee_id, 0), state, count(*)
      FROM desk_cases
     WHERE organisation_id = $1
     GROUP BY 1, 2, 3
"""
_QUESTIONS = """
    INSERT INTO asked_questions (organisation_id, case_id, subject_id, group_id, asked_at)
    SELECT organisation_id, id, id + 1, 1 + id % 997, opened_at FROM desk_cases WHERE organisation_id = $1
"""

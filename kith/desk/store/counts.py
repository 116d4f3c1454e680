"""How many cases there are of each state, with whom: kept as they change."""

from collections.abc import Sequence

from kith.base.core.ids import Id
from kith.base.storage.database import Db
from kith.base.storage.statement import Statement
from kith.desk.model import Bundle, CaseCount

# Rows are taken in one order, whoever else counts at the same moment.
_TALLY = Statement("""
    INSERT INTO desk_counts (organisation_id, assignee_id, state, count)
    SELECT organisation_id, assignee_id, state, count
      FROM unnest(%(organisation_ids)s::bigint[], %(assignee_ids)s::bigint[], %(states)s::text[], %(counts)s::integer[])
        AS change (organisation_id, assignee_id, state, count)
     ORDER BY organisation_id, assignee_id, state
        ON CONFLICT (organisation_id, assignee_id, state) DO UPDATE SET count = desk_counts.count + EXCLUDED.count
""")
_COUNTS = Statement(f"""
    SELECT {CaseCount.columns()}
      FROM desk_counts
     WHERE organisation_id = %(organisation_id)s
     ORDER BY assignee_id, state
""")
_ALIKE = """
    SELECT id
      FROM desk_cases
     WHERE organisation_id = %(organisation_id)s
       AND {same} = %(key)s
       AND state = '{state}'
       AND id > %(since_id)s
     ORDER BY id DESC
     LIMIT %(limit)s
"""
# Each has its index: by what they are alike in, and whether they say something or only name the organisation.
_NEW_ALIKE = Statement(_ALIKE.format(same="likeness", state="new"))
_NEW_IN_THREAD = Statement(_ALIKE.format(same="thread_id", state="new"))
_NAMED_ALIKE = Statement(_ALIKE.format(same="likeness", state="named"))
_NAMED_IN_THREAD = Statement(_ALIKE.format(same="thread_id", state="named"))
_BUNDLE = Statement(f"""
    SELECT {Bundle.columns()}
      FROM desk_bundles
     WHERE organisation_id = %(organisation_id)s
       AND id = %(bundle_id)s
""")
_BUNDLES = Statement(f"""
    SELECT {Bundle.columns()}
      FROM desk_bundles
     WHERE organisation_id = %(organisation_id)s
       AND count > 0
       AND quiet = %(quiet)s
     ORDER BY begun_at DESC, id
     LIMIT %(limit)s
""")
_COUNT_BUNDLED = Statement("""
    UPDATE desk_bundles
       SET count = count + %(by)s
     WHERE organisation_id = %(organisation_id)s
       AND id = %(bundle_id)s
""")
_EMPTY = Statement("""
    DELETE FROM desk_bundles WHERE organisation_id = %(organisation_id)s AND id = %(bundle_id)s AND count <= 0
""")
# One that somebody holds at this moment stays where it is: whoever waited for it could wait in a circle. An array, made
# once: what locks rows in an IN is asked again for each row of the desk, where the planner knows too little of a flood.
_PUT_IN = Statement("""
    UPDATE desk_cases
       SET bundle_id = %(bundle_id)s
     WHERE organisation_id = %(organisation_id)s
       AND id = ANY (ARRAY(SELECT id
                             FROM desk_cases
                            WHERE organisation_id = %(organisation_id)s
                              AND id = ANY (%(ids)s::bigint[])
                              AND state IN ('new', 'named')
                              AND bundle_id IS NULL
                              FOR UPDATE SKIP LOCKED))
""")


async def tally_cases(db: Db, changes: Sequence[CaseCount]) -> None:
    """Count cases that went from one place to another."""
    if changes:
        await db.run(
            _TALLY,
            organisation_ids=[one.organisation_id for one in changes],
            assignee_ids=[one.assignee_id for one in changes],
            states=[one.state for one in changes],
            counts=[one.count for one in changes],
        )


async def counts_of(db: Db, organisation_id: Id) -> list[CaseCount]:
    """Read how many cases there are: a row a state and seat."""
    return await db.all(_COUNTS, CaseCount, organisation_id=organisation_id)


async def alike(
    db: Db, organisation_id: Id, key: Id, *, by_thread: bool, quiet: bool, since_id: Id, limit: int
) -> list[Id]:
    """List new cases of one likeness, or of one thread, the newest first; or `quiet` ones, which only name it."""
    in_thread, like = (_NAMED_IN_THREAD, _NAMED_ALIKE) if quiet else (_NEW_IN_THREAD, _NEW_ALIKE)
    statement = in_thread if by_thread else like
    return await db.values(statement, organisation_id=organisation_id, key=key, since_id=since_id, limit=limit)


async def find_bundle(db: Db, organisation_id: Id, bundle_id: Id) -> Bundle | None:
    """Find a flood."""
    return await db.maybe(_BUNDLE, Bundle, organisation_id=organisation_id, bundle_id=bundle_id)


async def bundles_of(db: Db, organisation_id: Id, *, quiet: bool, limit: int) -> list[Bundle]:
    """List the floods, the newest first: of what was said to it, or of what only names it."""
    return await db.all(_BUNDLES, Bundle, organisation_id=organisation_id, quiet=quiet, limit=limit)


async def put_into_bundle(db: Db, bundle: Bundle, case_ids: Sequence[Id]) -> None:
    """Let new cases stand in a flood, which is there from now on."""
    await db.insert_new(bundle)
    put = await db.run(_PUT_IN, organisation_id=bundle.organisation_id, bundle_id=bundle.id, ids=sorted(case_ids))
    await count_bundled(db, bundle.organisation_id, bundle.id, put)


async def count_bundled(db: Db, organisation_id: Id, bundle_id: Id, by: int) -> None:
    """Count cases that came into a flood, or left it; an empty one goes."""
    await db.run(_COUNT_BUNDLED, organisation_id=organisation_id, bundle_id=bundle_id, by=by)
    if by < 0:
        await db.run(_EMPTY, organisation_id=organisation_id, bundle_id=bundle_id)

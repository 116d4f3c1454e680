"""Posts that an organisation may answer once, because they name it and their author wishes it."""

from kith.base.core.ids import Id
from kith.base.storage.database import Db
from kith.base.storage.statement import Statement
from kith.organisations.model import OrganisationOpening

_USE = Statement(
    "DELETE FROM organisation_openings WHERE organisation_id = %(organisation_id)s AND post_id = %(post_id)s"
)
_HAS = Statement("""
    SELECT EXISTS (SELECT FROM organisation_openings
                    WHERE organisation_id = %(organisation_id)s AND post_id = %(post_id)s)
""")
_CLOSE_POST = Statement("DELETE FROM organisation_openings WHERE post_id = %(post_id)s")
_CLOSE_PERSON = Statement("DELETE FROM organisation_openings WHERE person_id = %(person_id)s")
_CLOSE_BETWEEN = Statement("""
    DELETE FROM organisation_openings WHERE organisation_id = %(organisation_id)s AND person_id = %(person_id)s
""")
_FORGET = Statement("DELETE FROM organisation_openings WHERE organisation_id = %(id)s OR person_id = %(id)s")


async def add_opening(db: Db, opening: OrganisationOpening) -> None:
    """Let an organisation answer a post once."""
    await db.insert_new(opening)


async def use_opening(db: Db, organisation_id: Id, post_id: Id) -> bool:
    """Take the one answer. Of two who send one at once, the second waits, and comes too late."""
    return await db.run(_USE, organisation_id=organisation_id, post_id=post_id) == 1


async def has_opening(db: Db, organisation_id: Id, post_id: Id) -> bool:
    """Tell whether an organisation may answer a post still."""
    return bool(await db.value(_HAS, organisation_id=organisation_id, post_id=post_id))


async def close_openings(
    db: Db, *, post_id: Id | None = None, person_id: Id | None = None, organisation_id: Id | None = None
) -> None:
    """Let nobody answer a post, or a person, any more; of a person also one organisation alone."""
    if post_id is not None:
        await db.run(_CLOSE_POST, post_id=post_id)
    elif organisation_id is not None and person_id is not None:
        await db.run(_CLOSE_BETWEEN, organisation_id=organisation_id, person_id=person_id)
    elif person_id is not None:
        await db.run(_CLOSE_PERSON, person_id=person_id)


async def forget_openings(db: Db, account_id: Id) -> None:
    """Delete those of an account that is gone, on whichever side it stood."""
    await db.run(_FORGET, id=account_id)

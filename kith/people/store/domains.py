"""The servers that people keep away, each row under the person who does. Written under the lock of their account."""

from operator import attrgetter

from kith.base.core.ids import Id
from kith.base.core.paging import Paging, Slice
from kith.base.storage.database import Db
from kith.base.storage.slices import read_slice
from kith.base.storage.statement import Statement
from kith.people.model import DomainBlock

_REMOVE = Statement("DELETE FROM domain_blocks WHERE person_id = %(person_id)s AND domain = %(domain)s")
_COUNT = Statement("SELECT count(*) FROM domain_blocks WHERE person_id = %(person_id)s")
_OF = f"""
    SELECT {DomainBlock.columns()}
      FROM domain_blocks
     WHERE person_id = %(person_id)s
       AND id < %(below)s
       AND id > %(above)s
"""
_OF_DOWN = Statement(f"{_OF} ORDER BY id DESC LIMIT %(limit)s")
_OF_UP = Statement(f"{_OF} ORDER BY id LIMIT %(limit)s")
_FORGET = Statement("DELETE FROM domain_blocks WHERE person_id = %(person_id)s")
# Asked once, when somebody begins to keep a server away; never by a page that is read.
_TIED = Statement("""
    SELECT accounts.id
      FROM follows
      JOIN accounts ON accounts.id = follows.followee_id
     WHERE follows.follower_id = %(person_id)s
       AND accounts.domain = %(domain)s
    UNION
    SELECT accounts.id
      FROM followers
      JOIN accounts ON accounts.id = followers.follower_id
     WHERE followers.followee_id = %(person_id)s
       AND accounts.domain = %(domain)s
     ORDER BY 1
     LIMIT %(limit)s
""")


async def add_domain_block(db: Db, made: DomainBlock) -> bool:
    """Write it. False: it stood already."""
    return await db.insert_new(made)


async def remove_domain_block(db: Db, person_id: Id, domain: str) -> bool:
    """Delete it. False: there was none."""
    return await db.run(_REMOVE, person_id=person_id, domain=domain) == 1


async def count_domain_blocks(db: Db, person_id: Id) -> int:
    """Count the servers that somebody keeps away."""
    return int(await db.value(_COUNT, person_id=person_id))


async def domain_blocks_of(db: Db, person_id: Id, paging: Paging) -> Slice[DomainBlock]:
    """List the servers that somebody keeps away, the latest first."""
    return await read_slice(
        db, DomainBlock, paging, down=_OF_DOWN, up=_OF_UP, place=attrgetter("id"), person_id=person_id
    )


async def tied_in_domain(db: Db, person_id: Id, domain: str, *, limit: int) -> list[Id]:
    """List some of the people of a server whom somebody follows, or who follow them, by id."""
    return await db.values(_TIED, person_id=person_id, domain=domain, limit=limit)


async def forget_domain_blocks(db: Db, person_id: Id) -> None:
    """Delete what somebody kept away: they left."""
    await db.run(_FORGET, person_id=person_id)

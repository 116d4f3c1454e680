"""With whom organisations talked: each row under the organisation."""

from collections.abc import Sequence
from datetime import datetime

from kith.base.core.ids import Id
from kith.base.storage.database import Db
from kith.base.storage.statement import Statement
from kith.organisations.model import OrganisationRelation

_FIND = Statement(f"""
    SELECT {OrganisationRelation.columns()}
      FROM organisation_relations
     WHERE organisation_id = %(organisation_id)s
       AND person_id = %(person_id)s
""")
_THEY_SPOKE = Statement(f"""
    INSERT INTO organisation_relations ({OrganisationRelation.columns()})
    SELECT accounts.id, %(author_id)s, %(at)s, %(at)s, NULL, NULL, 0
      FROM accounts
     WHERE accounts.id = ANY (%(others)s::bigint[])
       AND accounts.kind = 'organisation'
     ORDER BY accounts.id
    ON CONFLICT (organisation_id, person_id) DO UPDATE
       SET they_spoke_at = greatest(organisation_relations.they_spoke_at, EXCLUDED.they_spoke_at)
""")
_WE_SPOKE = Statement(f"""
    INSERT INTO organisation_relations ({OrganisationRelation.columns()})
    SELECT author.id, other.id, %(at)s, NULL, %(at)s, NULL, 0
      FROM accounts AS author
      JOIN accounts AS other ON other.id = ANY (%(others)s::bigint[])
     WHERE author.id = %(author_id)s
       AND author.kind = 'organisation'
     ORDER BY other.id
    ON CONFLICT (organisation_id, person_id) DO UPDATE
       SET exchanges = organisation_relations.exchanges + CASE
               WHEN organisation_relations.they_spoke_at > coalesce(organisation_relations.we_spoke_at, '-infinity')
               THEN 1 ELSE 0 END,
           we_spoke_at = greatest(organisation_relations.we_spoke_at, EXCLUDED.we_spoke_at)
""")
_AUTHOR_OF = Statement("SELECT author_id FROM posts WHERE id = %(post_id)s")
_SPOKE_OR_ASKED = Statement("""
    SELECT person_id
      FROM organisation_relations
     WHERE organisation_id = %(organisation_id)s
       AND person_id = ANY (%(person_ids)s::bigint[])
       AND (they_spoke_at IS NOT NULL OR asked_at IS NOT NULL)
""")
_HAS_WRITTEN = Statement("""
    SELECT EXISTS (
           SELECT FROM messages
            WHERE conversation_id = %(conversation_id)s
              AND author_id = %(person_id)s
              AND kind IN ('said', 'taken'))
""")
_ASKED = Statement(f"""
    INSERT INTO organisation_relations ({OrganisationRelation.columns()})
    VALUES (%(organisation_id)s, %(person_id)s, %(at)s, NULL, NULL, %(at)s, 0)
    ON CONFLICT (organisation_id, person_id) DO UPDATE SET asked_at = EXCLUDED.asked_at
""")
_ASKED_NO_MORE = Statement("""
    UPDATE organisation_relations
       SET asked_at = NULL
     WHERE organisation_id = %(organisation_id)s
       AND person_id = %(person_id)s
""")
_LONG = Statement(f"""
    SELECT {OrganisationRelation.columns()}
      FROM organisation_relations
     WHERE organisation_id = %(organisation_id)s
       AND they_spoke_at > %(spoke_since)s
       AND began_at <= %(began_before)s
       AND exchanges >= %(turns)s
     ORDER BY they_spoke_at DESC, person_id
     LIMIT %(limit)s
""")
_ERASE = Statement("""
    DELETE FROM organisation_relations
     WHERE organisation_id = %(organisation_id)s
       AND person_id = %(person_id)s
""")
_FORGET = Statement("DELETE FROM organisation_relations WHERE organisation_id = %(id)s OR person_id = %(id)s")


async def find_relation(db: Db, organisation_id: Id, person_id: Id) -> OrganisationRelation | None:
    """Find what an organisation and a person had to do with each other."""
    return await db.maybe(_FIND, OrganisationRelation, organisation_id=organisation_id, person_id=person_id)


async def they_spoke(db: Db, author_id: Id, others: Sequence[Id], at: datetime) -> None:
    """Note that somebody spoke to those of these that are organisations."""
    await db.run(_THEY_SPOKE, author_id=author_id, others=list(others), at=at)


async def we_spoke(db: Db, author_id: Id, others: Sequence[Id], at: datetime) -> None:
    """Note that somebody, if it is an organisation, spoke to these."""
    await db.run(_WE_SPOKE, author_id=author_id, others=list(others), at=at)


async def spoke_or_asked(db: Db, organisation_id: Id, person_ids: Sequence[Id]) -> list[Id]:
    """List who of these spoke to an organisation, or asked it to write to them."""
    return await db.values(_SPOKE_OR_ASKED, organisation_id=organisation_id, person_ids=list(person_ids))


async def has_written(db: Db, conversation_id: Id, person_id: Id) -> bool:
    """Tell whether somebody said anything in a conversation."""
    return bool(await db.value(_HAS_WRITTEN, conversation_id=conversation_id, person_id=person_id))


async def author_of(db: Db, post_id: Id) -> Id | None:
    """Find who wrote a post; a gate asks it, and shows nothing of it."""
    found = await db.values(_AUTHOR_OF, post_id=post_id)
    return found[0] if found else None


async def ask_for_it(db: Db, organisation_id: Id, person_id: Id, at: datetime) -> None:
    """Note that a person asked an organisation to write to them."""
    await db.run(_ASKED, organisation_id=organisation_id, person_id=person_id, at=at)


async def ask_no_more(db: Db, organisation_id: Id, person_id: Id) -> None:
    """Note that they ask for it no longer."""
    await db.run(_ASKED_NO_MORE, organisation_id=organisation_id, person_id=person_id)


async def long_relations(
    db: Db, organisation_id: Id, *, began_before: datetime, spoke_since: datetime, turns: int, limit: int
) -> list[OrganisationRelation]:
    """List with whom an organisation has talked since long ago, and lately again: who spoke last comes first."""
    return await db.all(
        _LONG,
        OrganisationRelation,
        organisation_id=organisation_id,
        began_before=began_before,
        spoke_since=spoke_since,
        turns=turns,
        limit=limit,
    )


async def erase_relation(db: Db, organisation_id: Id, person_id: Id) -> None:
    """Delete what an organisation keeps of having talked with a person."""
    await db.run(_ERASE, organisation_id=organisation_id, person_id=person_id)


async def forget_relations(db: Db, account_id: Id) -> None:
    """Delete the relations of an account that is gone, on whichever side it stood."""
    await db.run(_FORGET, id=account_id)

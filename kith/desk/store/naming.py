"""Names that organisations listen for, what was read for them, and who lets them hear."""

from collections.abc import Iterable, Sequence

from kith.base.core.ids import Id
from kith.base.storage.database import Db
from kith.base.storage.statement import Statement
from kith.desk.model import NAMES_MAX, Case, DeskName, NamingWish
from kith.posts.model import Post

LISTENED_MAX = 50_000  # of all organisations of a server

_NAMES = Statement(f"""
    SELECT {DeskName.columns()}
      FROM desk_names
     WHERE organisation_id = %(organisation_id)s
     ORDER BY words
     LIMIT %(limit)s
""")
_ALL = Statement(f"SELECT {DeskName.columns()} FROM desk_names ORDER BY organisation_id, words LIMIT %(limit)s")
_ANY = Statement("SELECT EXISTS (SELECT FROM desk_names)")
_OF_SOME = Statement(f"""
    SELECT {DeskName.columns()}
      FROM desk_names
     WHERE organisation_id = ANY (%(organisation_ids)s::bigint[])
     ORDER BY organisation_id, words
""")
_DELETE = Statement("DELETE FROM desk_names WHERE organisation_id = %(organisation_id)s AND words = %(words)s")
_FORGET = Statement("DELETE FROM desk_names WHERE organisation_id = %(organisation_id)s")
# Locked until the commit: of two jobs that read at once, the second goes on where the first ended.
_BEGIN = Statement("""
    INSERT INTO desk_names_read (name, post_id)
    VALUES ('posts', %(post_id)s)
    ON CONFLICT (name) DO UPDATE SET post_id = desk_names_read.post_id
    RETURNING post_id
""")
_READ_UP_TO = Statement("UPDATE desk_names_read SET post_id = %(post_id)s WHERE name = 'posts'")
_READ_ANEW = Statement("DELETE FROM desk_names_read")
# Walks along the index of ids. What an author does not let be found is not even looked at.
_POSTS = Statement(f"""
    SELECT {Post.columns("posts")}
      FROM posts
     WHERE posts.id > %(after)s
       AND posts.id < %(before)s
       AND posts.audience = 'everyone'
       AND posts.repost_of_id IS NULL
       AND EXISTS (SELECT FROM accounts
                    WHERE accounts.id = posts.author_id AND accounts.indexable AND accounts.gone_at IS NULL
                      AND accounts.kind = 'person')
       AND NOT EXISTS (SELECT FROM naming_wishes
                        WHERE naming_wishes.owner_id = posts.author_id AND NOT naming_wishes.heard)
     ORDER BY posts.id
     LIMIT %(limit)s
""")
_COMMON = Statement("""
    SELECT count(*)
      FROM (SELECT FROM posts
             WHERE to_tsvector('simple'::regconfig, text)
                   @@ phraseto_tsquery('simple'::regconfig, %(words)s)
               AND id > %(since_id)s
               AND audience = 'everyone'
             LIMIT %(limit)s) AS saying
""")
_NAMED_IN = Statement(f"""
    SELECT {Case.columns("desk_cases")}
      FROM desk_events
      JOIN desk_cases ON desk_cases.organisation_id = desk_events.organisation_id
                     AND desk_cases.id = desk_events.case_id
     WHERE desk_cases.person_id = %(person_id)s
       AND desk_events.kind = 'named'
       AND desk_events.subject_id = %(post_id)s
     ORDER BY desk_cases.organisation_id, desk_cases.id
       FOR UPDATE OF desk_cases
""")
_NAMED_WITH = Statement(f"""
    SELECT {Case.columns()}
      FROM desk_cases
     WHERE person_id = %(person_id)s
       AND state = 'named'
     ORDER BY organisation_id, id
     LIMIT %(limit)s
       FOR UPDATE
""")
_UNNAME = Statement("""
    DELETE FROM desk_events
     WHERE organisation_id = %(organisation_id)s
       AND case_id = %(case_id)s
       AND kind = 'named'
       AND subject_id = %(post_id)s
""")
_SPOKEN = Statement("""
    SELECT EXISTS (SELECT FROM desk_events
                    WHERE organisation_id = %(organisation_id)s
                      AND case_id = %(case_id)s
                      AND kind IN ('named', 'said', 'answered'))
""")
_NAMED_AT = Statement("""
    SELECT subject_id
      FROM desk_events
     WHERE organisation_id = %(organisation_id)s
       AND case_id = %(case_id)s
       AND kind = 'named'
       AND subject_id IS NOT NULL
     ORDER BY id
""")
_WISH = Statement(f"SELECT {NamingWish.columns()} FROM naming_wishes WHERE owner_id = %(owner_id)s")
_FORGET_WISH = Statement("DELETE FROM naming_wishes WHERE owner_id = %(owner_id)s")


async def names_of(db: Db, organisation_id: Id) -> list[DeskName]:
    """List what an organisation listens for."""
    return await db.all(_NAMES, DeskName, organisation_id=organisation_id, limit=NAMES_MAX)


async def all_names(db: Db) -> list[DeskName]:
    """List what all organisations listen for."""
    return await db.all(_ALL, DeskName, limit=LISTENED_MAX)


async def names_of_some(db: Db, organisation_ids: Iterable[Id]) -> list[DeskName]:
    """List what some organisations listen for."""
    return await db.all(_OF_SOME, DeskName, organisation_ids=sorted(organisation_ids))


async def anybody_listens(db: Db) -> bool:
    """Tell whether any organisation listens for anything."""
    return bool(await db.value(_ANY))


async def remove_name(db: Db, organisation_id: Id, words: str) -> bool:
    """Listen for a name no more; tell whether one did."""
    return await db.run(_DELETE, organisation_id=organisation_id, words=words) == 1


async def forget_names(db: Db, organisation_id: Id) -> None:
    """Delete what an organisation listened for."""
    await db.run(_FORGET, organisation_id=organisation_id)


async def hold_place(db: Db, *, begin: Id) -> Id:
    """Hold the place up to which posts were read; `begin` where they were not."""
    return Id(int(await db.value(_BEGIN, post_id=begin)))


async def set_place(db: Db, post_id: Id) -> None:
    """Write up to which post they were read."""
    await db.run(_READ_UP_TO, post_id=post_id)


async def forget_place(db: Db) -> None:
    """Read from now on, when somebody listens again."""
    await db.run(_READ_ANEW)


async def findable_posts(db: Db, *, after: Id, before: Id, limit: int) -> list[Post]:
    """Read public posts whose authors let them be found, and let organisations hear their names; the oldest first."""
    return await db.all(_POSTS, Post, after=after, before=before, limit=limit)


async def count_saying(db: Db, words: str, *, since_id: Id, limit: int) -> int:
    """Count the public posts that say something, up to a limit."""
    return int(await db.value(_COMMON, words=words, since_id=since_id, limit=limit))


async def cases_named_in(db: Db, person_id: Id, post_id: Id) -> list[Case]:
    """Lock the cases in which a post stands because it names somebody."""
    return await db.all(_NAMED_IN, Case, person_id=person_id, post_id=post_id)


async def quiet_cases_of(db: Db, person_id: Id, *, limit: int) -> list[Case]:
    """Lock cases of a person in which they did no more than name somebody."""
    return await db.all(_NAMED_WITH, Case, person_id=person_id, limit=limit)


async def unname(db: Db, case: Case, post_id: Id) -> None:
    """Take a post out of a case."""
    await db.run(_UNNAME, organisation_id=case.organisation_id, case_id=case.id, post_id=post_id)


async def is_spoken(db: Db, case: Case) -> bool:
    """Tell whether anything that was said stands in a case still."""
    return bool(await db.value(_SPOKEN, organisation_id=case.organisation_id, case_id=case.id))


async def named_at(db: Db, case: Case) -> Sequence[Id]:
    """List the posts of a case that name the organisation."""
    return await db.values(_NAMED_AT, organisation_id=case.organisation_id, case_id=case.id)


async def naming_wish_of(db: Db, owner_id: Id) -> NamingWish:
    """Read whether somebody is heard when they name an organisation."""
    return await db.maybe(_WISH, NamingWish, owner_id=owner_id) or NamingWish(owner_id=owner_id)


async def forget_naming_wish(db: Db, owner_id: Id) -> None:
    """Delete what somebody wished."""
    await db.run(_FORGET_WISH, owner_id=owner_id)

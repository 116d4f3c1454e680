"""Which posts link to a page, and which pages nobody links to."""

from datetime import datetime

from kith.base.core.ids import Id
from kith.base.storage.database import Db
from kith.base.storage.statement import Statement
from kith.posts.model import Post

_LINKING_TO = Statement(f"""
    SELECT {Post.columns()}
      FROM posts
     WHERE link_id = %(link_id)s
       AND id > %(since)s
     ORDER BY id DESC
     LIMIT %(limit)s
""")
_UNLINKED = Statement("""
    SELECT id
      FROM link_cards
     WHERE asked_at < %(before)s
       AND id > %(after)s
       AND NOT EXISTS (SELECT FROM posts WHERE posts.link_id = link_cards.id)
     ORDER BY id
     LIMIT %(limit)s
""")


async def posts_linking_to(db: Db, link_id: Id, *, since: Id, limit: int) -> list[Post]:
    """List the newest posts that link to a page, whoever may see them: for jobs, which show them to nobody."""
    return await db.all(_LINKING_TO, Post, link_id=link_id, since=since, limit=limit)


async def unlinked_cards(db: Db, *, before: datetime, after: Id, limit: int) -> list[Id]:
    """List the cards of pages that no post links to, in the order of their ids, of those asked for before then."""
    return await db.values(_UNLINKED, before=before, after=after, limit=limit)

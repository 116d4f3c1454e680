"""Taking the name off posts that were signed."""

from collections.abc import Sequence

from kith.base.core.ids import Id
from kith.base.work import Work
from kith.posts.store.signatures import unsign_posts


async def unsign(work: Work, author_id: Id, post_ids: Sequence[Id]) -> None:
    """Let these posts of an organisation say no more by whom they were written."""
    await unsign_posts(work.db, author_id, post_ids)
    work.forget(f"author:{author_id}", *(f"post:{one}" for one in post_ids))

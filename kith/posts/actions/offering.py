"""Letting posts count as offers, or as none any more."""

from collections.abc import Sequence

from kith.base.core.ids import Id
from kith.base.work import Work
from kith.people.model import OfferPace
from kith.posts.actions.announcing import announce_edit
from kith.posts.model import Edited
from kith.posts.store.offering import mark_offers

SHOWN_AT_ONCE_MAX = 5  # open pages follow so many; of more, whoever looks next sees it


async def mark_as_offers(work: Work, author_id: Id, post_ids: Sequence[Id], pace: OfferPace | None) -> None:
    """Let these posts of an organisation go so far as offers, or be none any more. Open pages follow."""
    if not post_ids:
        return
    await mark_offers(work.db, author_id, post_ids, pace)
    work.forget(f"author:{author_id}", *(f"post:{one}" for one in post_ids))
    for post_id in post_ids[-SHOWN_AT_ONCE_MAX:]:
        await announce_edit(work, Edited(author_id=author_id, post_id=post_id))

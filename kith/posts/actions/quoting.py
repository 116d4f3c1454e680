"""Quotes: taking one's post out of another's, and who may quote a post."""

import msgspec

from kith.base.core.errors import NotFound
from kith.base.core.ids import Id
from kith.base.work import Work
from kith.people import viewer_of
from kith.posts import store
from kith.posts.actions.announcing import show_change
from kith.posts.actions.seeing import acting, own_post
from kith.posts.model import Post, QuotePolicy


async def revoke_quote(work: Work, quoting_id: Id, *, quoted_id: Id | None = None) -> Post:
    """Take one's post out of a post that quotes it; gives that one. It cannot be put back.

    Raises `NotFound` where it quotes nothing of one's own, or not the post that is named.
    """
    person_id = acting(work)
    quoting = await store.get_post(work.db, await viewer_of(work), quoting_id)
    if quoting.quote_of_author_id != person_id or (quoted_id is not None and quoting.quote_of_id != quoted_id):
        raise NotFound
    taken = await store.revoke_quote(
        work.db, author_id=quoting.author_id, post_id=quoting.id, quoted_author_id=person_id
    )
    if taken is not None:
        await store.count(work.db, person_id, taken, quotes=-1)
        show_change(work, quoting.author_id, quoting.id, person_id)
        work.forget(f"post:{quoting.id}", f"post:{taken}", f"author:{quoting.author_id}")
    return msgspec.structs.replace(quoting, quote_revoked=True)


async def part_quotes(work: Work, first_id: Id, second_id: Id) -> None:
    """Take out all that two people quote of each other: one of them has blocked the other."""
    for author_id, quoted_id in ((first_id, second_id), (second_id, first_id)):
        for post_id in await store.revoke_quotes(work.db, author_id=author_id, quoted_author_id=quoted_id):
            await store.count(work.db, quoted_id, post_id, quotes=-1)
            work.forget(f"post:{post_id}", f"author:{author_id}")


async def set_quote_policy(work: Work, post_id: Id, policy: QuotePolicy) -> Post:
    """Decide who may quote one's post from now on. Quotes that are there stay."""
    post = await own_post(work, post_id)
    await store.set_quote_policy(work.db, author_id=post.author_id, post_id=post.id, policy=policy)
    work.forget(f"post:{post.id}", f"author:{post.author_id}")
    return msgspec.structs.replace(post, quote_policy=policy)

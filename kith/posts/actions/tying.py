"""What posts and likes give to the people they are for: told to ties, last of all, in the same transaction."""

from collections.abc import Iterable
from datetime import timedelta

from kith.base.core.ids import Id, instant_of
from kith.base.work import Work
from kith.people import viewer_of
from kith.posts import store
from kith.posts.model import Post
from kith.ties import SILENCE_DAYS, acts_of, note_return, record, unsay
from kith.ties.model import Act, Said, TieRecord


async def note_return_of(work: Work, post: Post, before: Id | None) -> None:
    """Note that an author says something to everybody again, after a long silence since `before`.

    Before what is counted.
    """
    if post.audience not in ("everyone", "unlisted"):
        return
    if before is not None and work.now - instant_of(before) >= timedelta(days=SILENCE_DAYS):
        await note_return(work)


async def count_post(work: Work, post: Post) -> None:
    """Let a post, new or edited, count for those it answers, quotes and names, and for those who write in its thread.

    Whom a block keeps away gets nothing by it. A quote without words passes on; that gives nobody anything.
    """
    thread = []
    if may_be_together(post):
        thread = await store.people_in_thread(work.db, await viewer_of(work), post.root_id)
    acts = acts_of(said_in(post, thread))
    if acts:
        hidden = (await viewer_of(work)).hidden
        await record(work, [act for act in acts if act.getter_id not in hidden])


async def unsay_post(work: Work, post: Post) -> None:
    """Let nobody wait for an answer to a post that is deleted. What it gave, it gave."""
    await unsay(work, acts_of(said_in(post, ())))


def may_be_together(post: Post) -> bool:
    """Answer whether by a post somebody is together with those who wrote in its thread."""
    return post.audience != "mentioned" and post.reply_to_id is not None


def said_in(post: Post, thread: Iterable[Id]) -> Said:
    """Give of a post what ties ask about it; `thread` are the people who wrote in its thread so far."""
    says = bool(post.text or post.attachments)
    return Said(
        author_id=post.author_id,
        post_id=post.id,
        root_id=post.root_id,
        private=post.audience == "mentioned",
        named_ids=post.mentioned_ids,
        answered_id=post.reply_to_author_id,
        quoted_id=post.quote_of_author_id if says and not post.quote_revoked else None,
        thread=tuple(thread),
    )


async def count_like(work: Work, post: Post, person_id: Id, tie: TieRecord | None) -> None:
    """Let a like count for the author. Liked again after it was taken back, it counts no second time.

    `tie` is what they have between them, where that was locked already.
    """
    act = Act(giver_id=person_id, getter_id=post.author_id, kind="reaction", subject_id=post.id)
    await record(work, [act], held=[tie] if tie is not None else [])

"""Passing a post on, and taking that back."""

from contextlib import suppress

from kith.base.core.errors import NotFound
from kith.base.core.ids import Id
from kith.base.work import Work
from kith.people import viewer_of
from kith.posts import store
from kith.posts.actions.announcing import show_change
from kith.posts.actions.entering import note_added
from kith.posts.actions.seeing import acting, held_post
from kith.posts.model import Delete, Deleted, Post, Published, Repost
from kith.posts.rules import check_passing_on


async def repost(work: Work, post_id: Id) -> Post:
    """Pass a post on to one's own followers; gives the post that does so. Passed on already, that one is given."""
    person_id = acting(work)
    original = await held_post(work, post_id)
    check_passing_on(original, person_id=person_id)
    known = await store.find_repost(work.db, person_id, original.id)
    if known is not None:
        return known
    await work.permit(Repost(person_id=person_id, post_id=original.id, author_id=original.author_id))
    made = _passing_on(work, original, person_id)
    added = await store.add_post(work.db, made)
    if added is None:
        # A double click: the other one was first. It has committed, or this would still be waiting for it.
        return await store.get_repost(work.db, person_id, original.id)
    note_added(work, made, added)
    await store.count(work.db, original.author_id, original.id, reposts=1)
    work.tell(
        Published(
            author_id=person_id,
            post_id=made.id,
            root_id=made.root_id,
            audience=made.audience,
            repost_of_id=original.id,
            repost_of_author_id=original.author_id,
        )
    )
    show_change(work, original.author_id, original.id, person_id)
    work.forget(f"author:{person_id}", f"post:{original.id}", f"viewer:{person_id}")
    return made


async def undo_repost(work: Work, post_id: Id) -> None:
    """Take the passing on back; `post_id` is the original, or any post that passes it on."""
    person_id = acting(work)
    seen = await store.find_post(work.db, await viewer_of(work), post_id)
    original_id = seen.repost_of_id if seen is not None and seen.repost_of_id is not None else post_id
    made = await store.find_repost(work.db, person_id, original_id)
    if made is None:
        return
    with suppress(NotFound):  # taken back twice in one moment
        await remove_repost(work, await store.lock_to_delete(work.db, person_id, made.id))


async def remove_repost(work: Work, made: Post) -> None:
    """Delete a locked post that passes another on, and uncount it, once."""
    assert made.repost_of_id is not None
    assert made.repost_of_author_id is not None
    await work.permit(Delete(post=made))
    if not await store.delete_post(work.db, made.author_id, made.id):
        return
    await store.count(work.db, made.repost_of_author_id, made.repost_of_id, reposts=-1)
    work.tell(Deleted(author_id=made.author_id, post_id=made.id, root_id=made.root_id, repost_of_id=made.repost_of_id))
    show_change(work, made.repost_of_author_id, made.repost_of_id, made.author_id)
    work.forget(f"author:{made.author_id}", f"post:{made.id}", f"post:{made.repost_of_id}", f"viewer:{made.author_id}")


def _passing_on(work: Work, original: Post, person_id: Id) -> Post:
    post_id = work.new_id()
    return Post(
        author_id=person_id,
        id=post_id,
        audience=original.audience,
        root_id=post_id,
        root_author_id=person_id,
        repost_of_id=original.id,
        repost_of_author_id=original.author_id,
        published_at=work.now,
        offer=original.offer,
    )

"""Setting caps, taking them back, and counting what stood under one."""

from collections.abc import Sequence
from datetime import date, datetime

from kith.base.core.errors import NotFound, Refused, Undecided
from kith.base.core.ids import Id
from kith.base.core.words import _
from kith.base.work import Work
from kith.caps import store
from kith.caps.actions.taking import acting, has_changed
from kith.caps.model import CAPS_MAX, EVERYONE, Cap, CapWish, Taking, TopicCapped
from kith.caps.rules import check_cap, less_than
from kith.people import monday_after, mute, present_accounts, viewer_of
from kith.posts import get_post
from kith.posts.model import Post
from kith.topics import find_topic, ready_topic, topics_of


async def set_cap(work: Work, wish: CapWish) -> Cap:
    """Cap somebody, a topic, or both; what has a cap already takes the new number. They are never told.

    Raises `Invalid`; `NotFound` for somebody, or a topic, that is not there; `Refused` for one too many.
    """
    reader_id = acting(work)
    check_cap(wish, reader_id)
    if wish.author_id != EVERYONE:
        await _check_present(work, wish.author_id)
    if wish.topic:
        await find_topic(work.db, reader_id, wish.topic)
    return await _put(work, wish)


async def less_of(work: Work, post_id: Id, *, of_everyone: bool = False) -> Cap:
    """Take less of what a post is: of its author, about what it is about, where that is known. Again: still less.

    `of_everyone` means the topic, whoever writes. Raises `Undecided` where nobody has said or found what it is about.
    """
    reader_id, post = acting(work), await _other_post(work, post_id)
    await store.lock_reader(work.db, reader_id)
    found = (await topics_of(work.db, await viewer_of(work), [post]))[post.id]
    topic = found[0].topic if found else ""
    if of_everyone and not topic:
        raise Undecided(_("Choose what it is about."), choices={}, path=f"/posts/{post_id}/less?whom=everyone")
    author_id = EVERYONE if of_everyone else post.author_id
    had = await store.find_cap(work.db, reader_id, author_id, topic)
    fewer = less_than(had.posts_a_week if had else None, had=had is not None)
    return await _put(work, CapWish(author_id=author_id, topic=topic, posts_a_week=fewer))


async def cap_post(work: Work, post_id: Id, *, topic: str, posts_a_week: int | None, of_everyone: bool) -> Cap:
    """Cap what a post is: of its author or of everyone, about a topic or anything; without a number the newest alone.

    Raises what `set_cap` raises; `NotFound` for a post that one may not see.
    """
    post = await _other_post(work, post_id)
    author_id = EVERYONE if of_everyone else post.author_id
    return await set_cap(work, CapWish(author_id=author_id, topic=topic, posts_a_week=posts_a_week))


async def take_a_break(work: Work, post_id: Id, *, zone: str) -> datetime:
    """Hear nothing from the author of a post until Monday, by the reader's clock; tells when that ends.

    It is a mute with an end: apps know it as one, and it ends by itself.
    """
    post = await _other_post(work, post_id)
    until_at = monday_after(work.now, zone)
    await mute(work, post.author_id, until_at=until_at, notices=True)
    return until_at


async def drop_cap(work: Work, cap_id: Id) -> None:
    """Take a cap back: what it held is read as ever. Raises `NotFound`."""
    reader_id = acting(work)
    if not await store.drop(work.db, reader_id, cap_id):
        raise NotFound
    await has_changed(work, reader_id)


async def count_shown(work: Work, shown: Sequence[tuple[Id, Id]], *, week_on: date) -> None:
    """Count these (cap id, post id), which had a card. What is counted already counts once."""
    reader_id = acting(work)
    if shown:
        await store.count_shown(work.db, reader_id, shown, week_on=week_on)
        work.memo.pop(Taking, None)
        work.forget(f"taking:{reader_id}")


async def forget_topic(work: Work, reader_id: Id, topic: str) -> None:
    """Take back the caps on a topic that is gone."""
    if await store.drop_topic(work.db, reader_id, topic):
        await has_changed(work, reader_id)


async def _put(work: Work, wish: CapWish) -> Cap:
    reader_id = acting(work)
    await store.lock_reader(work.db, reader_id)
    known = await store.find_cap(work.db, reader_id, wish.author_id, wish.topic)
    if known is None and len(await store.caps_of(work.db, reader_id)) >= CAPS_MAX:
        raise Refused(_("You have {count} caps. Take one back first.").format(count=CAPS_MAX))
    made = Cap(
        reader_id=reader_id,
        id=work.new_id(),
        author_id=wish.author_id,
        topic=wish.topic,
        posts_a_week=wish.posts_a_week,
        for_closest=wish.for_closest,
        created_at=work.now,
    )
    kept = await store.put_cap(work.db, made)
    if known is None and ready_topic(wish.topic) is not None:
        work.tell(TopicCapped(reader_id=reader_id))
    await has_changed(work, reader_id)
    return kept


async def _other_post(work: Work, post_id: Id) -> Post:
    post = await get_post(work.db, await viewer_of(work), post_id)
    if post.author_id == work.actor:
        raise NotFound
    return post


async def _check_present(work: Work, author_id: Id) -> None:
    if author_id in (await viewer_of(work)).hidden or not await present_accounts(work.db, [author_id]):
        raise NotFound

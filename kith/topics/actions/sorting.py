"""Saying what a post is about: as its author, or as a reader."""

import msgspec

from kith.base.core.errors import NotFound
from kith.base.core.ids import Id
from kith.base.work import Work
from kith.people import viewer_of
from kith.posts import get_post
from kith.topics import store
from kith.topics.actions.own import acting, find_topic
from kith.topics.model import DeclaredTopic, TopicCorrection, TopicSorted
from kith.topics.rules import check_answer


async def declare(work: Work, post_id: Id, topic: str, *, about: bool | None, asked: bool = False) -> DeclaredTopic:
    """Say as its author whether a post is about a topic; `about` is `None` where they were asked in vain.

    `asked` tells that the machine had put it to them. The answer is final: within a day it may be changed, later only
    from no to yes (`Refused`). The same again changes nothing. `NotFound` for what is not one's own.
    """
    author_id = acting(work)
    post = await get_post(work.db, await viewer_of(work), post_id)
    if post.author_id != author_id or post.repost_of_id is not None:
        raise NotFound
    key = (await find_topic(work.db, author_id, topic)).key
    said = DeclaredTopic(
        author_id=author_id,
        post_id=post_id,
        topic=key,
        about=about,
        source="unsorted" if about is None else "classifier+author" if asked else "author",
        declared_at=work.now,
    )
    before = await store.lock_declaration(work.db, said)
    check_answer(before, about=about, now=work.now)
    if before is not None:
        if before.about == about:
            return before
        # A day to change one's mind begins with the first answer, not again with each.
        first_at = work.now if before.about is None else before.declared_at
        said = msgspec.structs.replace(said, declared_at=first_at)
        await store.change_declaration(work.db, said)
    work.tell(TopicSorted(author_id=author_id, post_id=post_id, topic=key, about=about, source=said.source))
    return said


async def correct(work: Work, post_id: Id, topic: str, *, about: bool) -> None:
    """Say as a reader, for oneself alone, whether a post is about a topic. `NotFound` for what one may not see."""
    reader_id = acting(work)
    post = await get_post(work.db, await viewer_of(work), post_id)
    key = (await find_topic(work.db, reader_id, topic)).key
    said = TopicCorrection(
        reader_id=reader_id,
        post_id=post.repost_of_id or post.id,
        topic=key,
        author_id=post.repost_of_author_id or post.author_id,
        about=about,
        corrected_at=work.now,
    )
    await store.write_correction(work.db, said)


async def take_correction_back(work: Work, post_id: Id, topic: str) -> None:
    """Say nothing any more, as a reader. There is nothing to refuse: it is one's own word."""
    await store.delete_correction(work.db, acting(work), post_id, topic)

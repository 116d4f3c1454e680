"""Saying what a post is about: as its author, or as a reader."""

import msgspec

from kith.base.core.errors import NotFound
from kith.base.core.ids import Id
from kith.base.work import Work
from kith.people import viewer_of
from kith.posts import get_post, lock_own_post
from kith.posts.model import Post
from kith.topics import store
from kith.topics.actions.own import acting, find_topic
from kith.topics.model import DeclaredTopic, OwnTopic, Sort, TopicCorrection, TopicSorted
from kith.topics.rules import check_answer, check_taking_back, own_id
from kith.topics.scoring import learn


async def declare(
    work: Work, post_id: Id, topic: str, *, about: bool | None, asked: bool = False, anyway: bool = False
) -> DeclaredTopic:
    """Say as its author whether a post is about a topic; `about` is `None` where they were asked in vain.

    `asked` tells that the machine had put it to them. The answer is final: within a day it may be changed, later only
    from no to yes (`Refused`). The same again changes nothing. `NotFound` for what is not one's own. `Undecided` where
    they promised themselves less, unless they say it `anyway`.
    """
    author_id = acting(work)
    post, key = await _hold(work, post_id, topic, about=about, anyway=anyway)
    own = await _pupil(work, topic)
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
        # A day to change one's mind begins with the first answer, not again with each, nor by taking it back.
        first_at = work.now if before.source == "unsorted" else before.declared_at
        said = msgspec.structs.replace(said, declared_at=first_at)
        await store.change_declaration(work.db, said)
    await _teach(work, own, post, before=before.about if before else None, after=about)
    work.tell(TopicSorted(author_id=author_id, post_id=post_id, topic=key, about=about, source=said.source))
    return said


async def take_declaration_back(work: Work, post_id: Id, topic: str) -> None:
    """Say nothing any more, as its author. `Refused` for a "yes" that is a day old; nothing said is nothing to do."""
    author_id = acting(work)
    post, key = await _hold(work, post_id, topic, about=None, anyway=False)
    own = await _pupil(work, topic)
    said = await store.find_declaration(work.db, author_id, post_id, key)
    if said is None or said.about is None:
        return
    check_taking_back(said, work.now)
    await store.change_declaration(work.db, msgspec.structs.replace(said, about=None))
    await _teach(work, own, post, before=said.about, after=None)
    work.tell(TopicSorted(author_id=author_id, post_id=post_id, topic=key, about=None, source=said.source))


async def correct(work: Work, post_id: Id, topic: str, *, about: bool) -> None:
    """Say as a reader, for oneself alone, whether a post is about a topic. `NotFound` for what one may not see."""
    reader_id = acting(work)
    post = await _original(work, post_id)
    key, own = (await find_topic(work.db, reader_id, topic)).key, await _pupil(work, topic)
    said = TopicCorrection(
        reader_id=reader_id,
        post_id=post.id,
        topic=key,
        author_id=post.author_id,
        about=about,
        corrected_at=work.now,
    )
    before = await store.lock_correction(work.db, reader_id, post.id, key)
    await store.write_correction(work.db, said)
    await _teach(work, own, post, before=before, after=about)


async def take_correction_back(work: Work, post_id: Id, topic: str) -> None:
    """Say nothing any more, as a reader. There is nothing to refuse: it is one's own word."""
    post, own = await _original(work, post_id), await _pupil(work, topic)
    before = await store.delete_correction(work.db, acting(work), post.id, topic)
    await _teach(work, own, post, before=before, after=None)


async def _hold(work: Work, post_id: Id, topic: str, *, about: bool | None, anyway: bool) -> tuple[Post, str]:
    """Hold one's own post, and what counts it; give it with the topic's key.

    Whoever edits or deletes it holds the post first, then what counts it, then what is said of it: as here. Holding
    it together with an edit would not do: each would then wait for what the other took next.
    """
    author_id = acting(work)
    post = await lock_own_post(work.db, author_id, post_id)
    if post.repost_of_id is not None:
        raise NotFound
    key = (await find_topic(work.db, author_id, topic)).key
    await work.permit(Sort(author_id=author_id, post_id=post_id, topic=key, about=about, anyway=anyway))
    return post, key


async def _original(work: Work, post_id: Id) -> Post:
    viewer = await viewer_of(work)
    post = await get_post(work.db, viewer, post_id)
    return post if post.repost_of_id is None else await get_post(work.db, viewer, post.repost_of_id)


async def _pupil(work: Work, key: str) -> OwnTopic | None:
    """Hold a topic of one's own, so that of two answers at once the second sees the first. Raises `NotFound`.

    The ready ones learn from nobody: they are everybody's.
    """
    topic_id = own_id(key)
    return None if topic_id is None else await store.lock_own(work.db, acting(work), topic_id)


async def _teach(work: Work, own: OwnTopic | None, post: Post, *, before: bool | None, after: bool | None) -> None:
    """Let a topic of one's own learn from the answer."""
    if own is None or before == after:
        return
    learned = own.learned
    if before is not None:
        learned = learn(learned, post.text, about=before, times=-1)
    if after is not None:
        learned = learn(learned, post.text, about=after)
    await store.write_learned(work.db, own.owner_id, own.id, learned)

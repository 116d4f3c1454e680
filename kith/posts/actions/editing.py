"""Editing a post; what it said before stays readable."""

import msgspec

from kith.base.core.errors import NotFound
from kith.base.core.ids import Id
from kith.base.work import Work
from kith.people import viewer_of
from kith.people.model import OfferPace
from kith.posts import store
from kith.posts.actions.polls import new_poll
from kith.posts.actions.seeing import acting
from kith.posts.actions.tying import count_post
from kith.posts.actions.wording import Worded, tidied, worded
from kith.posts.model import Edit, Edited, OfferMark, Poll, Post, PostVersion, SentBy, Words
from kith.posts.rules import asks_the_same, check_version, check_words


async def edit(work: Work, post_id: Id, words: Words, *, version: int | None = None, sent_by: SentBy = "app") -> Post:
    """Let a post say something else. Its audience and what it answers stay as they are.

    `version` is the one the author has read: when another window was quicker, `Refused` is raised and nothing is
    lost. Without it the last one wins. Words that change nothing make no version.
    """
    post = await store.lock_own_post(work.db, acting(work), post_id)
    if post.repost_of_id is not None:
        raise NotFound
    words = msgspec.structs.replace(tidied(words, text_max=work.house.settings.post_text_max), audience=post.audience)
    check_version(known=version, current=post.version)
    check_words(words, text_max=work.house.settings.post_text_max)
    if words.text != post.text or words.warning != post.warning:
        await work.permit(Edit(author_id=post.author_id, post=post, words=words, sent_by=sent_by))
    poll = await store.find_poll_locked(work.db, post.author_id, post.id) if post.has_poll else None
    changed = _changed(work, post, words, await worded(work, post.id, words, await _parent(work, post)))
    if _says_the_same(post, changed) and _asks_the_same(poll, words):
        return post
    await _keep_version(work, post, poll)
    await _write(work, post, changed)
    await _write_poll(work, changed, poll, words)
    await count_post(work, changed)
    newly = tuple(sorted(set(changed.mentioned_ids) - set(post.mentioned_ids)))
    work.tell(Edited(author_id=post.author_id, post_id=post.id, newly_mentioned_ids=newly))
    work.forget(f"author:{post.author_id}", f"post:{post.id}", *(f"tag:{tag}" for tag in post.hashtags))
    return changed


async def _parent(work: Work, post: Post) -> Post | None:
    if post.reply_to_id is None:
        return None
    return await store.find_post(work.db, await viewer_of(work), post.reply_to_id)


def _changed(work: Work, post: Post, words: Words, worded_: Worded) -> Post:
    return msgspec.structs.replace(
        post,
        text=words.text,
        html=worded_.html,
        warning=words.warning,
        sensitive=words.sensitive or bool(words.warning),
        language=words.language or post.language,
        mentioned_ids=worded_.mentioned_ids,
        mentions=worded_.mentions,
        hashtags=worded_.hashtags,
        emojis=worded_.emojis,
        attachments=worded_.attachments,
        has_poll=words.poll is not None,
        link_id=worded_.link_id,
        edited_at=work.now,
        version=post.version + 1,
        offer=_offer(work, post),
    )


def _offer(work: Work, post: Post) -> OfferPace | None:
    mark: OfferMark | None = work.memo.get(OfferMark)
    return mark.pace if mark is not None and mark.post_id == post.id else post.offer


def _says_the_same(post: Post, changed: Post) -> bool:
    return msgspec.structs.replace(changed, edited_at=post.edited_at, version=post.version) == post


def _asks_the_same(poll: Poll | None, words: Words) -> bool:
    if poll is None or words.poll is None:
        return poll is None and words.poll is None
    return asks_the_same(poll, words.poll) and poll.hide_totals == words.poll.hide_totals


async def _keep_version(work: Work, post: Post, poll: Poll | None) -> None:
    await store.keep_version(
        work.db,
        PostVersion(
            author_id=post.author_id,
            post_id=post.id,
            version=post.version,
            text=post.text,
            html=post.html,
            warning=post.warning,
            sensitive=post.sensitive,
            attachments=post.attachments,
            poll_options=poll.options if poll else (),
            written_at=post.edited_at or post.published_at,
        ),
    )


async def _write(work: Work, post: Post, changed: Post) -> None:
    await store.change_post(work.db, changed)
    before, after = set(post.hashtags), set(changed.hashtags) if changed.offer is None else set()
    await store.untag_post(work.db, post.id, sorted(before - after))
    await store.tag_post(work.db, changed, sorted(after - before))


async def _write_poll(work: Work, post: Post, poll: Poll | None, words: Words) -> None:
    """Votes are for the question that was asked: another question begins without any, and runs its whole time."""
    if words.poll is None:
        if poll is not None:
            await store.delete_poll(work.db, post)
    elif poll is None:
        await store.add_poll(work.db, new_poll(work, post, words.poll))
    elif asks_the_same(poll, words.poll):
        await store.change_poll(work.db, msgspec.structs.replace(poll, hide_totals=words.poll.hide_totals))
    else:
        await store.clear_votes(work.db, post)
        await store.change_poll(work.db, new_poll(work, post, words.poll))

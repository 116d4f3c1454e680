"""Writing a new post down: with all that hangs on it, or alone, where it is all there is (docs/decisions/0041)."""

from datetime import timedelta

from kith.base.core.errors import Invalid
from kith.base.core.ids import Id
from kith.base.core.words import _
from kith.base.storage.database import Outdated
from kith.base.work import Work
from kith.posts import store
from kith.posts.actions.fresh import keep_new
from kith.posts.actions.polls import new_poll
from kith.posts.actions.seeing import acting
from kith.posts.model import ONCE_KEY_MAX, Post, Published, SentOnce, Words
from kith.ties import SILENCE_DAYS

PUBLIC = ("everyone", "unlisted")
_SPEAKS, _ASKS_MORE = b"1", b"0"


def may_be_alone(work: Work, words: Words) -> bool:
    """Tell whether these words may turn out to be all that this work writes, for what is known of their author."""
    return (
        work.db.may_believe
        and words.audience in PUBLIC
        and not (words.poll or words.media_ids or words.reply_to_id or words.quote_of_id)
        and work.house.cache.get(_key(acting(work))) == _SPEAKS
    )


async def enter(work: Work, post: Post, words: Words, parent: Post | None, *, once_key: str | None) -> store.Added:
    """Write a new post. `once_key` was not claimed yet: raises `Outdated` where it was used before."""
    if may_be_alone(work, words) and not work.leaves_job(published(post)):
        spoke_after = work.now - timedelta(days=SILENCE_DAYS)
        added = await store.add_alone(work.db, post, spoke_after=spoke_after, once_key=_checked(once_key))
    else:
        if once_key and await claim_once(work, once_key, post.id) is not None:
            raise Outdated
        added = await _enter_with_all(work, post, words, parent)
    note_added(work, post, added)
    work.forget(f"author:{post.author_id}", *(f"tag:{tag}" for tag in post.hashtags))
    keep_new(work, post)
    return added


def note_added(work: Work, post: Post, added: store.Added) -> None:
    """Keep for this work what was learnt as a post was written."""
    work.memo.setdefault(store.AddedNow, store.AddedNow())[post.id] = added


async def claim_once(work: Work, key: str, made_id: Id) -> Id | None:
    """Take an idempotency key for what is about to be made; give the id of what it made before, if it did.

    Of two requests at once the second waits here.
    """
    sent = SentOnce(person_id=acting(work), once_key=_checked(key) or "", made_id=made_id, created_at=work.now)
    return await store.claim_key(work.db, sent)


def published(post: Post, *, is_awaited: bool = False) -> Published:
    """Give the fact that a post is out."""
    return Published(
        author_id=post.author_id,
        post_id=post.id,
        root_id=post.root_id,
        audience=post.audience,
        reply_to_id=post.reply_to_id,
        reply_to_author_id=post.reply_to_author_id,
        quote_of_id=post.quote_of_id,
        quote_of_author_id=post.quote_of_author_id,
        mentioned_ids=post.mentioned_ids,
        hashtags=post.hashtags,
        is_awaited=is_awaited,
    )


async def _enter_with_all(work: Work, post: Post, words: Words, parent: Post | None) -> store.Added:
    cache = work.house.cache
    epoch = cache.epoch()
    added = await store.add_post(work.db, post)
    assert added is not None, "an id is made once"
    if words.poll is not None:
        await store.add_poll(work.db, new_poll(work, post, words.poll))
    if parent is not None:
        await store.count(work.db, parent.author_id, parent.id, replies=1)
        work.forget(f"post:{parent.id}")
    # Of whoever has just spoken, without anybody waiting for it, the next post may be taken for one more of the kind.
    speaks = post.audience in PUBLIC and not added.is_awaited and not added.has_more_readers
    key = _key(post.author_id)
    cache.put(key, _SPEAKS if speaks else _ASKS_MORE, depends=[f"follows:{post.author_id}"], since=epoch)
    return added


def _checked(key: str | None) -> str | None:
    if key is not None and len(key) > ONCE_KEY_MAX:
        raise Invalid(_("That idempotency key is too long."))
    return key


def _key(author_id: Id) -> str:
    return f"speaks:{author_id}"

"""Publishing a post."""

import msgspec

from kith.base.core.errors import Invalid, KithError, NotFound
from kith.base.core.ids import Id
from kith.base.core.words import _
from kith.base.storage.database import Outdated
from kith.base.work import Taken, Work
from kith.people import viewer_of
from kith.people.model import OfferPace
from kith.posts import store
from kith.posts.actions.entering import claim_once, enter, may_be_alone, published
from kith.posts.actions.seeing import acting, held_post
from kith.posts.actions.tying import count_post, note_return_of
from kith.posts.actions.wording import Worded, tidied, worded
from kith.posts.model import (
    SIGNATURE_MAX,
    Address,
    OfferMark,
    Post,
    Publish,
    SentBy,
    Signature,
    Words,
)
from kith.posts.rules import audience_of_quote, check_quoting, check_words, narrower


async def send(
    work: Work, words: Words, *, idempotency_key: str | None = None, sent_by: SentBy = "app"
) -> Post | Taken:
    """Publish a post, as `publish` does; what is for the people named alone goes where these talk, if it fits there."""
    if words.audience == "mentioned" or words.reply_to_id is not None:
        taken = await work.hand_over(Address(words=words, idempotency_key=idempotency_key))
        if taken is not None:
            return taken
    return await publish(work, words, idempotency_key=idempotency_key, sent_by=sent_by)


async def publish(work: Work, words: Words, *, idempotency_key: str | None = None, sent_by: SentBy = "app") -> Post:
    """Publish a post. The same key again, within a day, gives the post it made and publishes nothing.

    Raises `Invalid` for what does not fit, `Refused` for what a gate says no to, `NotFound` for an answer to
    something one may not see, `Undecided` for what its author has to choose first.
    """
    post_id = work.new_id()
    # The key is taken first of all, or together with everything: then nothing was done before.
    later_key = idempotency_key if may_be_alone(work, words) else None
    if idempotency_key and not later_key:
        made_id = await claim_once(work, idempotency_key, post_id)
        if made_id is not None:
            return await store.get_post(work.db, await viewer_of(work), made_id)
    try:
        words = fitting(work, words)
        parent, quoted = await _parent(work, words), await _quoted(work, words)
        await work.permit(Publish(author_id=acting(work), post_id=post_id, words=words, parent=parent, sent_by=sent_by))
        post = _quoting(
            _made(work, post_id, words, await worded(work, post_id, words, parent, is_new=True), parent), quoted
        )
    except KithError as refusal:
        if later_key:  # what was sent before is answered as it was then, also where it would be refused by now
            raise Outdated from refusal
        raise
    added = await enter(work, post, words, parent, once_key=later_key)
    if quoted is not None:
        await store.count(work.db, quoted.author_id, quoted.id, quotes=1)
        work.forget(f"post:{quoted.id}")
    await note_return_of(work, post, added.before_id)
    await count_post(work, post)
    work.tell(published(post, is_awaited=added.is_awaited))
    return post


def fitting(work: Work, words: Words) -> Words:
    """Clean words, and raise `Invalid` unless they can go out."""
    words = tidied(words, text_max=work.house.settings.post_text_max)
    check_words(words, text_max=work.house.settings.post_text_max)
    return words


async def _parent(work: Work, words: Words) -> Post | None:
    if words.reply_to_id is None:
        return None
    try:
        return await held_post(work, words.reply_to_id)
    except NotFound as error:
        raise NotFound(_("What you answer is gone, or is no longer for you to see. Your text is kept.")) from error


async def _quoted(work: Work, words: Words) -> Post | None:
    """Hold what is quoted. Private words carry a quote to its author alone, who must be named in them."""
    if words.quote_of_id is None:
        return None
    try:
        quoted = await held_post(work, words.quote_of_id)
    except NotFound as error:
        raise NotFound(_("What you quote is gone, or is no longer for you to see. Your text is kept.")) from error
    check_quoting(quoted, await viewer_of(work))
    return quoted


def _quoting(post: Post, quoted: Post | None) -> Post:
    if quoted is None:
        return post
    if post.audience == "mentioned" and quoted.author_id not in (post.author_id, *post.mentioned_ids):
        raise Invalid(_("Name whom you quote, where you write to few."), field="quoted_status_id")
    return msgspec.structs.replace(
        post,
        quote_of_id=quoted.id,
        quote_of_author_id=quoted.author_id,
        audience=audience_of_quote(post.audience, quoted),
    )


def _made(work: Work, post_id: Id, words: Words, worded_: Worded, parent: Post | None) -> Post:
    author_id = acting(work)
    return Post(
        author_id=author_id,
        id=post_id,
        text=words.text,
        html=worded_.html,
        warning=words.warning,
        sensitive=words.sensitive or bool(words.warning),
        language=words.language,
        audience=narrower(words.audience, parent),
        reply_to_id=parent.id if parent else None,
        reply_to_author_id=parent.author_id if parent else None,
        root_id=parent.root_id if parent else post_id,
        root_author_id=parent.root_author_id if parent else author_id,
        mentioned_ids=worded_.mentioned_ids,
        mentions=worded_.mentions,
        hashtags=worded_.hashtags,
        emojis=worded_.emojis,
        attachments=worded_.attachments,
        has_poll=words.poll is not None,
        link_id=worded_.link_id,
        app=words.app,
        quote_policy=words.quote_policy,
        published_at=work.now,
        signature=_signature(work, post_id),
        offer=_offer(work, post_id),
    )


def _signature(work: Work, post_id: Id) -> str:
    given: Signature | None = work.memo.get(Signature)
    return given.name[:SIGNATURE_MAX] if given is not None and given.post_id == post_id else ""


def _offer(work: Work, post_id: Id) -> OfferPace | None:
    mark: OfferMark | None = work.memo.get(OfferMark)
    return mark.pace if mark is not None and mark.post_id == post_id else None

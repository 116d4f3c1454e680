"""Ways on for a post that has no place: later, in a conversation; and what an app says by sending it again."""

from datetime import datetime, timedelta
from hashlib import blake2b

import msgspec

from kith.base.core.errors import Refused
from kith.base.core.ids import Id, first_id_at
from kith.base.core.words import _
from kith.base.work import Work
from kith.people import viewer_of
from kith.pledges import store
from kith.pledges.actions.keeping import acting, kept_ledger, likelihoods
from kith.pledges.actions.weighing import text_of
from kith.pledges.model import Pledge, Reservation, Warned
from kith.pledges.rules.changing import status_of
from kith.pledges.rules.slots import Ledger, free_slot, next_free, without
from kith.pledges.rules.sorting import OVER_KEY, answer_key, is_asked, said_of
from kith.posts import change_draft, hydrate, is_asked_for, posts_by_ids, save_draft
from kith.posts.model import SCHEDULE_MINUTES_MIN, Card, Draft, Words
from kith.topics import topics_of

AGAIN_MINUTES = 10  # so long the same words from an app mean: post it anyway
TALKS_DAYS = 7  # a conversation that is older is not going on any more
TALKS_LOOKED_AT = 60
TALKS_MAX = 3


async def schedule_next(
    work: Work,
    words: Words,
    *,
    draft_id: Id | None = None,
    idempotency_key: str | None = None,
    said: datetime | None = None,
) -> Draft:
    """Let a post go out when all pledges it has no place in have one again, and hold that place for it.

    Raises `Refused` where no place comes, or one is free now; or where it is not the one that was `said`, because
    something else took that meanwhile.
    """
    author_id = acting(work)
    full: list[Ledger] = []
    for pledge in await _about(work, author_id, words):
        ledger = await kept_ledger(work, pledge)
        if draft_id is not None:
            ledger = without(ledger, draft_id)
        if status_of(ledger.pledge, ledger.period, work.now) == "active" and free_slot(ledger, work.now) is None:
            full.append(ledger)
    if not full:
        raise Refused(_("There is a place free now. Your text is here: post it when you like."))
    at = _all_free(full, work.now)
    if said is not None and at - said > timedelta(minutes=SCHEDULE_MINUTES_MIN + 1):
        raise Refused(_("That place was taken meanwhile. Your text is here: post it to see when the next is free."))
    answers = {answer_key(one.pledge.id): "yes" for one in full}
    kept = {key: value for key, value in words.answers.items() if key != OVER_KEY}
    words = msgspec.structs.replace(words, answers=kept | answers)
    if draft_id is None:
        draft = await save_draft(work, words, publish_at=at, idempotency_key=idempotency_key)
    else:
        draft = await change_draft(work, draft_id, words, publish_at=at)
    for one in full:
        held = Reservation(author_id=author_id, pledge_id=one.pledge.id, draft_id=draft.id, at=draft.publish_at or at)
        await store.reserve(work.db, held)
    return draft


async def conversations_about(work: Work, topic: str) -> list[Card]:
    """List a few conversations about a topic that go on among those whom one follows: to say it there instead."""
    author_id, viewer = acting(work), await viewer_of(work)
    since = first_id_at(work.now - timedelta(days=TALKS_DAYS))
    ids = await store.said_by_followed(work.db, author_id, since=since, limit=TALKS_LOOKED_AT)
    posts = await posts_by_ids(work.db, viewer, ids)
    about = await topics_of(work.db, viewer, posts)
    found = [post for post in posts if is_asked_for(post, viewer) and any(one.topic == topic for one in about[post.id])]
    by_author = {post.author_id: post for post in sorted(found, key=lambda post: post.id)}  # of each the newest
    newest = sorted(by_author.values(), key=lambda post: -post.id)[:TALKS_MAX]
    return list(await hydrate(work.db, viewer, newest))


async def was_warned(work: Work, what: Words | Id) -> bool:
    """Tell whether an app was warned of these words, or this repost, a moment ago; if not, note that it is now.

    What was sent before that was told is no answer to it: a second tap, or another device in the same moment.
    What was tried is undone first: nothing of it may stay, and it may hold what is written here in work of its own.
    """
    author_id, digest = acting(work), _digest(what)
    work.undo()
    await work.db.release(commit=False)
    async with work.house.work(actor=author_id, hand=work.hand) as apart:
        warned_at = await store.take_warning(apart.db, author_id, digest)
        if warned_at is not None and warned_at <= work.now <= warned_at + timedelta(minutes=AGAIN_MINUTES):
            return True
        await store.warn(apart.db, Warned(author_id=author_id, digest=digest, warned_at=apart.now))
    return False


def anyway(words: Words) -> Words:
    """Give the words with the choice to post them anyway, recorded."""
    return msgspec.structs.replace(words, answers={**words.answers, OVER_KEY: "over"})


async def _about(work: Work, author_id: Id, words: Words) -> list[Pledge]:
    running = await store.running(work.db, author_id, work.now)
    chances = await likelihoods(work, author_id, running, text_of(words))
    wanted = []
    for one in running:
        said = said_of(words.answers, one.id)
        if said == "yes" or (said != "no" and is_asked(chances[one.id])):
            wanted.append(one.id)
    return await store.lock_pledges(work.db, author_id, wanted)


def _all_free(full: list[Ledger], now: datetime) -> datetime:
    free = [next_free(one, now) for one in full]
    never = [one for one in free if one is None]
    if never:
        raise Refused(
            _("No place comes free before it ends. Your text is here: keep it as a draft, or post it anyway.")
        )
    at = max(one for one in free if one is not None)
    return max(at, now + timedelta(minutes=SCHEDULE_MINUTES_MIN, seconds=1))


def _digest(what: Words | Id) -> bytes:
    """Tell this from everything else: what is said and what it answers or quotes, or what is passed on."""
    said: object = what
    if isinstance(what, Words):
        said = (what.text.strip(), what.warning.strip(), what.media_ids, what.quote_of_id, what.reply_to_id)
    return blake2b(msgspec.json.encode(said), digest_size=16).digest()

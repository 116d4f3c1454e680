"""What posts do when the time has come, and when something happened elsewhere."""

from datetime import time, timedelta

from kith.base.core.ids import Id
from kith.base.work import Listener, Nightly, Work
from kith.cards import forget_cards
from kith.cards.model import KEPT_DAYS, LinkRead
from kith.people.model import Blocked, Left
from kith.posts import store
from kith.posts.actions import (
    announce_deletion,
    announce_edit,
    announce_link,
    end_poll,
    publish_due,
    sweep_belongings,
    sweep_reposts,
)
from kith.posts.actions.quoting import part_quotes
from kith.posts.model import BelongingsLeft, Deleted, DraftDue, Edited, PollDue, RepostsLeft

LINKS_BATCH = 500
KEYS_KEPT_HOURS = 24  # a client that retries does so within minutes
KEYS_BATCH = 5_000
KEY_BATCHES_MAX = 200  # a million keys a night; what is left waits a day longer


async def _end_poll(work: Work, fact: PollDue) -> None:
    await end_poll(work, fact)


async def _publish_due(work: Work, fact: DraftDue) -> None:
    await publish_due(work, fact)


async def _after_deleting(work: Work, fact: Deleted) -> None:
    if fact.repost_of_id is None:
        await sweep_reposts(work, fact.post_id)


async def _more_reposts(work: Work, fact: RepostsLeft) -> None:
    await sweep_reposts(work, fact.post_id)


async def _after_leaving(work: Work, fact: Left) -> None:
    await sweep_belongings(work, fact.account_id)


async def _more_belongings(work: Work, fact: BelongingsLeft) -> None:
    await sweep_belongings(work, fact.account_id)


async def _after_blocking(work: Work, fact: Blocked) -> None:
    """Quotes end. Nothing is deleted: who may see what is decided anew at every reading. What caches hold must go."""
    await part_quotes(work, fact.blocker_id, fact.blocked_id)
    work.forget(f"viewer:{fact.blocker_id}", f"viewer:{fact.blocked_id}")


async def _forget_keys(work: Work) -> None:
    before = work.now - timedelta(hours=KEYS_KEPT_HOURS)
    for _batch in range(KEY_BATCHES_MAX):
        if await store.forget_keys(work.db, before=before, limit=KEYS_BATCH) < KEYS_BATCH:
            return


async def _show_link(work: Work, fact: LinkRead) -> None:
    await announce_link(work, fact.card_id)


async def _forget_links(work: Work) -> None:
    """Let go of the cards of pages that nobody links to any more."""
    before, after = work.now - timedelta(days=KEPT_DAYS), Id(0)
    while cards := await store.unlinked_cards(work.db, before=before, after=after, limit=LINKS_BATCH):
        await forget_cards(work, cards)
        after = cards[-1]


async def _show_edit(work: Work, fact: Edited) -> None:
    await announce_edit(work, fact)


async def _show_deletion(work: Work, fact: Deleted) -> None:
    await announce_deletion(work, fact)


LISTENERS = (
    Listener(PollDue, "posts.end_poll", _end_poll),
    Listener(DraftDue, "posts.publish_due", _publish_due),
    Listener(Edited, "posts.show_edit", _show_edit),
    Listener(LinkRead, "posts.show_link", _show_link),
    Listener(Deleted, "posts.show_deletion", _show_deletion),
    Listener(Deleted, "posts.after_deleting", _after_deleting),
    Listener(RepostsLeft, "posts.more_reposts", _more_reposts),
    Listener(Left, "posts.after_leaving", _after_leaving),
    Listener(BelongingsLeft, "posts.more_belongings", _more_belongings),
    Listener(Blocked, "posts.after_blocking", _after_blocking),
)
NIGHTLY = (
    Nightly("posts.forget_keys", time(3, 10), _forget_keys),
    Nightly("posts.forget_links", time(3, 20), _forget_links),
)

"""What caps on topics want to know of posts, found out before anybody reads them."""

from datetime import timedelta

from kith.base.core.ids import Id, first_id_at
from kith.base.work import Work
from kith.caps import store
from kith.topics import score_posts

RECENT = timedelta(hours=1)  # many times as long as it is until the next look
FAR_BACK = timedelta(days=30)  # nobody counts further back
POSTS_MAX = 2_000  # a look: some seconds; what is newest comes first


async def read_ahead(work: Work) -> None:
    """Let the machine read what was just said and may be under a cap on a topic. The rest waits until it is asked."""
    after = first_id_at(work.now - RECENT)
    await score_posts(work, await store.to_read(work.db, after=after, limit=POSTS_MAX))


async def read_back(work: Work, *, reader_id: Id | None = None) -> None:
    """Let it read what is older, too: for a reader who has just set such a cap, or at night what was missed."""
    after = first_id_at(work.now - FAR_BACK)
    await score_posts(work, await store.to_read(work.db, reader_id=reader_id, after=after, limit=POSTS_MAX))

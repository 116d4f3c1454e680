"""Short ways for the tests of notices: let people act, let the worker run, read what somebody was told."""

from collections.abc import Iterable

from kith.base.core.ids import Id
from kith.base.core.paging import Paging
from kith.base.jobs.running import run_due_jobs
from kith.base.work import House
from kith.notices import count_unread, load_notices
from kith.notices.model import KINDS, NoticeKind
from kith.people.tests.cast_of_relations import CAST, act
from kith.posts import publish
from kith.posts.model import Audience, Post, Words
from kith.worker import handlers_of


async def run_jobs(house: House) -> int:
    """Run everything that waits, and what that brings; give how much that was."""
    return await run_due_jobs(str(house.settings.database_url), handlers_of(house), clock=house.clock)


async def say(
    house: House, person: Id, text: str, *, audience: Audience = "everyone", reply_to: Post | None = None
) -> Post:
    """Publish a post."""
    words = Words(text=text, audience=audience, reply_to_id=reply_to.id if reply_to else None)
    post = await act(house, person, publish, words)
    assert isinstance(post, Post)
    return post


async def told(house: House, person: Id, *, kinds: Iterable[NoticeKind] = KINDS) -> list[tuple[str, str]]:
    """List what somebody was told, newest first, as kind and handle."""
    async with house.reading(actor=person) as work:
        found = await load_notices(work, Paging(), kinds=kinds)
    return [(view.notice.kind, CAST[view.notice.from_id]) for view in found.items]


async def unread(house: House, person: Id) -> int:
    """Count what somebody has not read."""
    async with house.reading(actor=person) as work:
        return await count_unread(work)

"""A new post comes to open streams out of memory, and only as the database would give it at that moment."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
import pytest_asyncio

from kith.base.bus.tests.waiting import until
from kith.base.core.ids import Id
from kith.base.work import Work
from kith.gateways.mastodon.standing import Asked, find_card
from kith.gateways.mastodon.tests.conftest import Apps
from kith.gateways.mastodon.tests.talking import App
from kith.gateways.mastodon.tests.test_new_status import STATUSES, WORDS
from kith.people import block, follow, mute, read_in, unfollow
from kith.people.actions.leaving import leave
from kith.people.actions.server import make_role
from kith.posts import bookmark, delete, edit, like, mute_thread, new_card
from kith.posts.model import Words

Deed = Callable[[Work, Id, Id], Awaitable[object]]


@pytest_asyncio.fixture(autouse=True)
async def _follows(apps: Apps) -> None:
    """Ben follows Ana, and this process hears of changes."""
    await apps.act("ben", follow, apps.id("ana"))
    await until(lambda: apps.house.cache.is_on)


@pytest.mark.parametrize("words", WORDS, ids=lambda words: words["status"])
@pytest.mark.parametrize("stream", ["user", "public"])
async def test_it_comes_as_it_is_read(apps: Apps, words: dict[str, Any], stream: str) -> None:
    """With every field, whatever stands around it."""
    shown = {"user": ("public", "unlisted", "private"), "public": ("public",)}[stream]
    async with App(apps.house, apps.tokens["ben"]) as app:
        await app.listen(stream)
        made = await apps.ask("ana", "POST", STATUSES, json=words)
        if words.get("visibility", "public") not in shown:
            return
        assert await app.hears("update") == await apps.ask("ben", "GET", f"{STATUSES}/{made['id']}")


async def test_nobody_asks_the_database_for_it(apps: Apps) -> None:
    """A post costs as many statements with a stream open as without."""
    counted = []
    for text in ("First", "Second", "Third", "Fourth"):
        async with App(apps.house, apps.tokens["ben"]) as app:
            if text in ("Second", "Fourth"):
                await app.listen("user")
            before = apps.house.database.statements
            await apps.ask("ana", "POST", STATUSES, json={"status": text})
            if text in ("Second", "Fourth"):
                await app.hears("update")
            counted.append(apps.house.database.statements - before)
    assert counted[3] == counted[2]


async def _nothing(_work: Work, _ana: Id, _post: Id) -> None: ...


async def _mute(work: Work, ana: Id, _post: Id) -> None:
    await mute(work, ana, until_at=None, notices=True)


async def _leave(work: Work, ben: Id, _post: Id) -> None:
    await make_role(work, ben, "owner")  # somebody has to be
    await leave(work, password="a long table")


BENS: dict[str, Deed] = {
    "nothing": _nothing,
    "likes": lambda work, _ana, post: like(work, post),
    "bookmarks": lambda work, _ana, post: bookmark(work, post),
    "mutes the thread": lambda work, _ana, post: mute_thread(work, post),
    "blocks": lambda work, ana, _post: block(work, ana),
    "mutes": _mute,
    "unfollows": lambda work, ana, _post: unfollow(work, ana),
    "reads other languages": lambda work, ana, _post: read_in(work, ana, ["fr"]),
}
ANAS: dict[str, Deed] = {
    "edits": lambda work, _ben, post: edit(work, post, Words(text="Changed")),
    "deletes": lambda work, _ben, post: delete(work, post),
    "blocks": lambda work, ben, _post: block(work, ben),
    "leaves": _leave,
}
DEEDS = [("ben", what) for what in BENS] + [("ana", what) for what in ANAS]


@pytest.mark.parametrize(("who", "what"), DEEDS)
@pytest.mark.parametrize("visibility", ["public", "private"])
async def test_what_happened_before_the_moment_of_sending_counts(
    apps: Apps, who: str, what: str, visibility: str
) -> None:
    """Whoever did what: it is given as the database has it, or not at all."""
    house, ana, ben = apps.house, apps.id("ana"), apps.id("ben")
    async with App(house, apps.tokens["ben"]) as app:
        await app.listen("user")
        wish = {"status": "Quinces", "visibility": visibility, "language": "en"}
        post_id = Id(int((await apps.ask("ana", "POST", STATUSES, json=wish))["id"]))
        await app.hears("update")
        deed = (BENS if who == "ben" else ANAS)[what]
        await apps.act(who, deed, ana if who == "ben" else ben, post_id)
        async with house.reading(actor=ben) as work:
            assert (await new_card(work, ana, post_id) is None) is (what != "nothing")
            remembered = await find_card(work, Asked(stream="user"), ana, post_id)
        await house.cache.clear()
        async with house.reading(actor=ben) as work:
            assert await find_card(work, Asked(stream="user"), ana, post_id) == remembered


async def test_it_does_not_come_to_whom_it_is_not_for(apps: Apps) -> None:
    """Out of memory neither: a stranger, and nobody under another author's name."""
    await apps.come("cleo")
    async with App(apps.house, apps.tokens["ben"]) as app:
        await app.listen("user")
        wish = {"status": "For few", "visibility": "private"}
        post_id = Id(int((await apps.ask("ana", "POST", STATUSES, json=wish))["id"]))
        async with apps.house.reading(actor=apps.id("ben")) as work:
            assert await new_card(work, apps.id("ana"), post_id) is not None
            assert await new_card(work, apps.id("ben"), post_id) is None
        async with apps.house.reading(actor=apps.id("cleo")) as work:
            assert await new_card(work, apps.id("ana"), post_id) is None
        async with apps.house.reading() as work:
            assert await new_card(work, apps.id("ana"), post_id) is None


async def test_nothing_is_kept_where_nobody_listens(apps: Apps) -> None:
    """Then it is there for nobody."""
    post_id = Id(int((await apps.ask("ana", "POST", STATUSES, json={"status": "Quinces"}))["id"]))
    async with apps.house.reading(actor=apps.id("ben")) as work:
        assert await new_card(work, apps.id("ana"), post_id) is None

"""What is said in a conversation stands there and nowhere else; and once it has vanished, nowhere at all."""

import io
import zipfile

import httpx

from kith.base.core.ids import Id
from kith.base.work import House
from kith.conversations import bookmark, brighten_message, keep_for, react, send
from kith.conversations.model import MessageWish
from kith.conversations.tests.scene import ANA, BEN, CLEO, act, pair, say
from kith.people import give_token
from kith.posts.tests.cast import sign_in
from kith.worker import run_everything_due
from tests.clock import TestClock

WORD = "quincesoup"
SAID = f"The #{WORD} is ready, @cleo, and {WORD} again: https://{WORD}.example/"
# Where people and apps find what is said to everybody.
PUBLIC_PAGES = ("/", f"/tags/{WORD}", f"/search?q={WORD}", "/@ana", "/@ana/replies", "/people", "/@ana/feed.atom")
PUBLIC_API = (
    "/api/v1/timelines/home", "/api/v1/timelines/public", f"/api/v1/timelines/tag/{WORD}", "/api/v1/trends/tags",
    f"/api/v2/search?q={WORD}&type=statuses", f"/api/v2/search?q={WORD}&type=hashtags",
    f"/api/v1/accounts/{ANA}/statuses", f"/api/v1/accounts/{ANA}/featured_tags", "/api/v1/trends/statuses",
    "/api/v1/trends/links",
)  # fmt: skip
OWN_PAGES = (
    "/", "/talk", "/talk/{talk}", "/talk/{talk}?q=" + WORD, "/talk/{talk}?at=2", "/talk/{talk}/part?after=0",
    "/talk/{talk}/changes?after=0", "/talk/{talk}/row", "/talk/messages/{message}", "/talk/moments", "/talk/kept",
    "/notices",
)  # fmt: skip
OWN_API = (
    "/api/v1/conversations", "/api/v1/statuses/{message}", "/api/v1/statuses/{answer}/context", "/api/v1/favourites",
    "/api/v1/bookmarks", "/api/v1/notifications", "/api/v2/notifications", "/api/kith/v1/conversations",
    "/api/kith/v1/conversations/{talk}/messages",
)  # fmt: skip


async def _found(client: httpx.AsyncClient, paths: tuple[str, ...], word: str, **ids: Id) -> list[str]:
    """List the places at which the word stands, without what was searched for."""
    found = []
    for path in paths:
        answer = await client.get(path.format(**ids))
        assert answer.status_code in (200, 303, 404), path
        if word in answer.text:
            found.append(path)
    return found


async def _app(house: House, client: httpx.AsyncClient, person: Id) -> None:
    async with house.work(actor=person) as work:
        token = await give_token(work, name="an app", scopes=("read",))
    client.headers["authorization"] = f"Bearer {token}"


async def test_what_is_said_stands_in_no_list_for_everybody(house: House, client: httpx.AsyncClient) -> None:
    """For the two, for whom it names without letting them in, and for strangers to this place."""
    talk = await pair(house)
    await say(house, ANA, talk, SAID)
    await run_everything_due(house)
    said = "is ready"
    assert await _found(client, PUBLIC_PAGES[1:5], said) == []
    for person in (BEN, CLEO):
        await sign_in(house, client, person)
        assert await _found(client, PUBLIC_PAGES[1:], said) == []
        client.cookies.clear()
        await _app(house, client, person)
        assert await _found(client, PUBLIC_API, said) == []
        assert await _found(client, OWN_API[5:7], said) == (list(OWN_API[5:7]) if person == BEN else [])
        del client.headers["authorization"]


async def test_what_vanished_is_nowhere(house: House, client: httpx.AsyncClient, clock: TestClock) -> None:
    """From that instant, before anything is deleted: on no page, in no app, in no file, whatever was done with it."""
    talk = await pair(house)
    for person in (ANA, BEN):
        await act(house, person, keep_for, talk, 7)
    told = await say(house, ANA, talk, SAID)
    clock.tick(days=6, hours=23)
    for person in (ANA, BEN):
        await act(house, person, react, told.id, "❤️")
        await act(house, person, brighten_message, told.id, bright=True)
        await act(house, person, bookmark, told.id)
    await run_everything_due(house)
    answer = await act(house, BEN, send, talk, MessageWish(text="Coming!", reply_to_id=told.id))
    ids = {"talk": talk, "message": told.id, "answer": answer.id}
    for stands in (True, False):
        await sign_in(house, client, BEN)
        pages = await _found(client, OWN_PAGES, "is ready", **ids)
        given = await client.get(f"/talk/{talk}/export")
        with zipfile.ZipFile(io.BytesIO(given.content)) as archive:
            read = [archive.read(name).decode() for name in ("conversation.html", "conversation.json")]
        client.cookies.clear()
        await _app(house, client, BEN)
        apps = await _found(client, OWN_API, "is ready", **ids)
        del client.headers["authorization"]
        if stands:
            assert {"/talk/{talk}", "/talk/messages/{message}", "/talk/moments", "/talk/kept"} <= set(pages)
            assert {"/api/v1/statuses/{message}", "/api/v1/favourites", "/api/v1/bookmarks"} <= set(apps)
        assert all(("is ready" in one) is stands for one in read)
        if not stands:
            assert (pages, apps) == ([], [])
        clock.tick(hours=1)

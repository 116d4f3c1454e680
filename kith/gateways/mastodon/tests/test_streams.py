"""Streams tell each receiver what the list that they go with would show them, at the moment of sending, and no more."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from typing import Any

import httpx
import pytest

from kith.app import STREAM_PATHS, make_site
from kith.base.bus.live import Live
from kith.base.bus.tests.waiting import until
from kith.base.bus.valkey import Valkey
from kith.base.core.ids import Id
from kith.base.web import sockets
from kith.base.web.door.door import Door
from kith.base.web.sockets import WithSockets
from kith.base.web.tests.listening import Listener
from kith.base.work import House
from kith.gateways.mastodon import listening, streaming
from kith.gateways.mastodon.streaming import SOCKETS
from kith.gateways.mastodon.tests.talking import App
from kith.lists import add_people, change_list, delete_list, make_list, remove_people, virtual_lists
from kith.lists.model import RepliesPolicy
from kith.notices.tests.scene import run_jobs
from kith.people import block, give_token, mute
from kith.posts import delete, edit
from kith.posts.model import Audience, Post, Words
from kith.posts.tests.cast import ANA, BEN, CLEO, DAN, follow, gather_cast, say
from kith.talks import leave_out


@pytest.fixture(autouse=True)
async def _cast(house: House) -> None:
    await gather_cast(house)
    await follow(house, BEN, CLEO)


@pytest.fixture(autouse=True, params=["main door", "streams' door"])
async def _at_door(
    house: House, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[None]:
    """Sockets are the same at either."""
    if request.param == "main door":
        yield
        return
    door = await Door.open(WithSockets(make_site(house), house, SOCKETS), STREAM_PATHS, host="127.0.0.1", port=0)
    monkeypatch.setattr(App, "port", door.port)
    yield
    await door.close()
    await until(lambda: door.is_empty)


async def _token(house: House, person: Id = BEN, *scopes: str) -> str:
    async with house.work(actor=person) as work:
        return await give_token(work, name="an app", scopes=scopes or ("read", "write"))


async def _tell(house: House, person: Id, text: str, reply_to: Post | None = None, **more: Audience) -> Post:
    post = await say(house, person, text, reply_to=reply_to, **more)
    await run_jobs(house)
    return post


async def _list_of(house: House, *people: Id, replies_policy: RepliesPolicy = "list") -> Id:
    async with house.work(actor=BEN) as work:
        made = await make_list(work, "Choir", replies_policy=replies_policy)
        await add_people(work, made.id, people)
        return made.id


async def test_a_list_is_heard_as_it_is_read(house: House) -> None:
    """Who stands on it, and nobody else whom one follows; edits and deletions too."""
    list_id = await _list_of(house, ANA)
    async with App(house, await _token(house)) as app:
        await app.listen("list", list=str(list_id))
        await _tell(house, CLEO, "Not on the list")
        said = await _tell(house, ANA, "On the list")
        message = await app.next()
        assert (message["event"], message["stream"]) == ("update", ["list", str(list_id)])
        async with house.work(actor=ANA) as work:
            await edit(work, said.id, Words(text="Changed"))
        await run_jobs(house)
        assert (await app.hears("status.update"))["content"] == "<p>Changed</p>"
        async with house.work(actor=ANA) as work:
            await delete(work, said.id)
        await run_jobs(house)
        assert await app.hears("delete") == str(said.id)
        async with house.work(actor=BEN) as work:
            await remove_people(work, list_id, [ANA])
        await _tell(house, ANA, "No longer on it")
        await app.settle()


@pytest.mark.parametrize(
    ("policy", "heard"),
    [("none", ["Alone"]), ("list", ["Alone", "To the list"]), ("followed", ["Alone", "To the list", "To Dan"])],
)
async def test_answers_are_heard_as_the_list_wishes(house: House, policy: RepliesPolicy, heard: list[str]) -> None:
    """The wish of the moment: it is changed while the stream is open."""
    await follow(house, BEN, DAN)
    asked, other = await say(house, CLEO, "Asked"), await say(house, DAN, "Asked")
    await run_jobs(house)
    list_id = await _list_of(house, ANA, CLEO)
    async with App(house, await _token(house)) as app:
        await app.listen("list", list=str(list_id))
        async with house.work(actor=BEN) as work:
            await change_list(work, list_id, replies_policy=policy)
        await _tell(house, ANA, "To Dan", other)
        await _tell(house, ANA, "To the list", asked)
        await _tell(house, ANA, "Alone")
        found = [(await app.hears("update"))["content"].removeprefix("<p>").removesuffix("</p>") for _one in heard]
        assert sorted(found) == sorted(heard)
        await app.settle()


async def test_a_list_that_is_deleted_ends_its_stream_alone(house: House) -> None:
    """The socket goes on with the others; as server-sent events the answer ends."""
    list_id, token = await _list_of(house, ANA), await _token(house)
    events = Listener(
        make_site(house),
        path="/api/v1/streaming/list",
        query=f"list={list_id}",
        headers={"authorization": f"Bearer {token}"},
    )
    await asyncio.wait_for(events.answered.wait(), 10)
    async with App(house, token) as app:
        await app.listen("list", list=str(list_id))
        await app.listen("user")
        async with house.work(actor=BEN) as work:
            await delete_list(work, list_id)
        assert (await app.next())["stream"] == ["list", str(list_id)]
        await events.until_ended()
        await _tell(house, ANA, "Still here")
        assert (await app.next())["stream"] == ["user"]


async def test_a_list_that_fills_itself_is_heard(house: House) -> None:
    """As it is read: each person's newest."""
    async with house.reading(actor=BEN) as work:
        [newest] = [one for one in virtual_lists(work) if one.key == "feed.newest_of_each"]
    async with App(house, await _token(house)) as app:
        await app.listen("list", list=str(newest.id))
        await _tell(house, DAN, "A stranger")
        said = await _tell(house, ANA, "News")
        assert (await app.hears("update"))["id"] == str(said.id)


@pytest.mark.parametrize("list_id", ["", "x", "999", "theirs"])
async def test_what_is_not_ones_list_is_not_there(house: House, list_id: str) -> None:
    """Another's list answers like one that never was."""
    if list_id == "theirs":
        async with house.work(actor=CLEO) as work:
            list_id = str((await make_list(work, "Cleo's")).id)
    token = await _token(house)
    async with App(house, token) as app:
        app.wish("subscribe", "list", list=list_id)
        assert "nothing here" in (await app.next())["error"]
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app=make_site(house)), base_url="http://kith.test"
    ) as ask:
        headers = {"authorization": f"Bearer {token}"}
        answer = await ask.get("/api/v1/streaming/list", params={"list": list_id}, headers=headers)
        assert answer.status_code == 404


async def test_talks_are_heard_by_those_in_them(house: House) -> None:
    """Each new message, as the talk stands for its receiver; nobody else hears of it, and no other thing."""
    async with App(house, await _token(house)) as ben, App(house, await _token(house, CLEO)) as cleo:
        await ben.listen("direct")
        await cleo.listen("direct")
        await _tell(house, ANA, "For everybody")
        first = await _tell(house, ANA, "@ben Soup?", audience="mentioned")
        heard = await ben.hears("conversation")
        assert (heard["id"], heard["unread"], heard["last_status"]["id"]) == (str(first.id), True, str(first.id))
        assert [one["acct"] for one in heard["accounts"]] == ["ana"]
        await _tell(house, BEN, "@ana Yes", first, audience="mentioned")
        assert (await ben.hears("conversation"))["unread"] is False
        async with house.work(actor=BEN) as work:
            await leave_out(work, first.id)
            await block(work, ANA)
        await ben.settle()
        await cleo.settle()


async def _answer(house: House, who: Id = ANA, to: Id = CLEO) -> None:
    await _tell(house, who, "Yes", await say(house, to, "Well?"))


CASES: dict[str, tuple[str, Callable[[House], Any]]] = {
    "an answer": ("public", _answer),
    "what is for few": ("public", lambda house: _tell(house, ANA, "@ben Psst", audience="mentioned")),
    "what is for followers": ("public", lambda house: _tell(house, ANA, "Among us", audience="followers")),
    "unlisted": ("public", lambda house: _tell(house, ANA, "Quietly", audience="unlisted")),
    "without a picture": ("public:media", lambda house: _tell(house, ANA, "No picture")),
    "without the hashtag": ("hashtag", lambda house: _tell(house, ANA, "No #tea")),
    "from a stranger": ("user", lambda house: _tell(house, DAN, "Hello")),
    "an answer to a stranger": ("user", lambda house: _answer(house, ANA, DAN)),
    "a post, for notices": ("user:notification", lambda house: _tell(house, ANA, "Hello")),
    "anything at all from elsewhere": ("public:remote", lambda house: _tell(house, ANA, "Hello")),
}


@pytest.mark.parametrize("case", CASES)
async def test_what_a_list_does_not_show_its_stream_does_not_tell(house: House, case: str) -> None:
    """Each differs in one thing from what comes afterwards, which is told."""
    stream, does = CASES[case]
    async with App(house, await _token(house)) as app:
        await app.listen(stream, tag="Jam")
        await does(house)
        if stream == "public" and case == "an answer":
            assert (await app.hears("update"))["content"] == "<p>Well?</p>"
        await app.settle()
        if stream in ("public", "user", "hashtag"):
            said = await _tell(house, ANA, "Ripe #jam")
            assert (await app.hears("update"))["id"] == str(said.id)


@pytest.mark.parametrize(
    ("stream", "tag"), [("public", ""), ("public:local", ""), ("hashtag", "Jam"), ("hashtag:local", "jam")]
)
async def test_public_streams_follow_what_happens(house: House, stream: str, tag: str) -> None:
    """New, changed, gone; and of who is muted nothing."""
    async with App(house, await _token(house), f"stream={stream}&tag={tag}") as app:
        await app.settle()
        said = await _tell(house, DAN, "Ripe #jam")
        heard = await app.next()
        assert (heard["event"], heard["stream"]) == ("update", [stream, tag] if tag else [stream])
        async with house.work(actor=DAN) as work:
            await edit(work, said.id, Words(text="Riper #jam"))
        await run_jobs(house)
        assert (await app.hears("status.update"))["id"] == str(said.id)
        async with house.work(actor=DAN) as work:
            await delete(work, said.id)
        await run_jobs(house)
        assert await app.hears("delete") == str(said.id)
        async with house.work(actor=BEN) as work:
            await mute(work, DAN, until_at=None, notices=True)
        await _tell(house, DAN, "More #jam")
        await app.settle()


async def test_behind_a_block_nothing_is_heard(house: House) -> None:
    """Not even that something was there and is gone, or that somebody wrote in a talk of one's own."""
    said = await _tell(house, DAN, "Ripe")
    changed = await _tell(house, DAN, "Riper")
    talk = await _tell(house, ANA, "@ben @dan Soup?", audience="mentioned")
    async with house.work(actor=DAN) as work:
        await block(work, BEN)
    await run_jobs(house)
    async with App(house, await _token(house)) as app:
        for stream in ("public", "user", "direct"):
            await app.listen(stream)
        async with house.work(actor=DAN) as work:
            await delete(work, said.id)
            await edit(work, changed.id, Words(text="Ripest"))
        await _tell(house, DAN, "@ana Yes", talk, audience="mentioned")
        await app.settle()
        await _tell(house, ANA, "Ripe")
        assert {tuple((await app.next())["stream"]) for _one in range(2)} == {("public",), ("user",)}


async def test_notices_need_their_scope(house: House) -> None:
    """`user` without it tells posts alone; `user:notification` refuses."""
    async with App(house, await _token(house)) as whole, App(house, await _token(house, BEN, "read:statuses")) as some:
        await whole.listen("user:notification")
        await some.listen("user")
        some.wish("subscribe", "user:notification")
        assert "not given access" in (await some.next())["error"]
        await _tell(house, DAN, "Hello @ben")
        assert (await whole.hears("notification"))["type"] == "mention"
        await some.settle()


async def test_floods_are_borne(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nonsense is answered, unknown streams are refused, subscriptions have a bound; the socket goes on."""
    monkeypatch.setattr(streaming, "PAUSE_S", 0.001)
    async with App(house, await _token(house)) as app:
        for text in ["", "{", "[]", "null", '{"type":5}', "x" * 100_000] * 5:
            app.say(text)
            assert "cannot be read" in (await app.next())["error"]
        app.wish("unsubscribe", "list", list="nothing")
        app.wish("unsubscribe", "user")
        app.wish("wave", "user")
        for stream in ("nowhere", "", "hashtag"):
            app.wish("subscribe", stream)
            assert (await app.next())["error"]
        for number in range(streaming.SUBSCRIPTIONS_MAX):
            app.wish("subscribe", "hashtag", tag=f"tag{number}")
        for _again in range(100):
            app.wish("subscribe", "user")
            assert "many streams" in (await app.next())["error"]
        app.wish("unsubscribe", "hashtag", tag="tag0")
        await app.listen("user")
        said = await _tell(house, ANA, "Still here")
        assert (await app.hears("update"))["id"] == str(said.id)


async def test_one_stream_too_many_is_refused_before_it_begins(
    house: House, client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever asks for events is told so by the status, as over a socket; the others go on, and one may come back."""
    monkeypatch.setattr(listening, "STREAMS_A_PERSON_MAX", 1)
    token = await _token(house)
    asking = {"authorization": f"Bearer {token}"}
    async with App(house, token) as app:
        answer = await client.get("/api/v1/streaming/user", headers=asking)
        assert (answer.status_code, answer.headers["retry-after"]) == (429, "60")
        await app.settle()
    events = Listener(make_site(house), path="/api/v1/streaming/user", headers=asking)
    await asyncio.wait_for(events.answered.wait(), 10)
    assert events.status == 200
    await events.close()


async def test_a_half_open_socket_is_let_go(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever takes nothing has gone without a word: the place is free again."""
    monkeypatch.setattr(App, "port", 0)  # the door has its own way of telling
    monkeypatch.setattr(sockets, "SEND_TIMEOUT_S", 0.05)
    app = App(house, await _token(house), "stream=user", stuck=True)
    async with app:
        for number in range(100):  # until it is heard, and the first of them is not taken
            if app.ended.is_set():
                break
            await _tell(house, ANA, f"Anybody there? {number}")
            await asyncio.sleep(0.05)
        await asyncio.wait_for(app.ended.wait(), 10)
        assert BEN not in listening._open


async def test_what_is_not_text_ends_the_socket(house: House) -> None:
    """Quietly."""
    app = App(house, await _token(house), "stream=user")
    async with app:
        app._in.put_nowait({"type": "websocket.receive", "bytes": b"\x00"})
        await asyncio.wait_for(app.ended.wait(), 10)


async def test_a_reader_may_ask_for_pictures_alone(house: House) -> None:
    """As server-sent events that is said in the query."""
    token = await _token(house)
    events = Listener(
        make_site(house),
        path="/api/v1/streaming/public",
        query="only_media=true",
        headers={"authorization": f"Bearer {token}"},
    )
    await asyncio.wait_for(events.answered.wait(), 10)
    async with App(house, token) as app:
        await app.listen("public")
        await _tell(house, ANA, "No picture")
        await app.hears("update")
    assert "update" not in events.text
    await events.close()


async def test_a_socket_that_listens_to_nothing_ends_with_the_process(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At once: a stop does not wait for its next sign of life."""
    monkeypatch.setattr(App, "port", 0)
    assert house.settings.valkey_url is not None
    valkey = await Valkey.open(house.settings.valkey_url)
    own = replace(house, live=await Live.open(valkey))
    async with App(own, await _token(house)) as app:
        await app.settle()
        own.live.end()
        await asyncio.wait_for(app.ended.wait(), 5)
    assert not own.live.endings
    await own.live.close()
    await valkey.close()

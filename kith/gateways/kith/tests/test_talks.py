"""Conversations by Kith's own API: the same rules as on the pages, and a stream that loses nothing."""

import asyncio
import json
from typing import Any

import pytest

from kith.base.bus.tests.following import follow as following
from kith.base.core.ids import Id
from kith.base.work import House
from kith.conversations.tests.scene import group, say
from kith.gateways.kith.streaming import TalkSubscription
from kith.gateways.kith.tests.conftest import Ask
from kith.gateways.mastodon.hearing import Message
from kith.posts.tests.cast import ANA, BEN, CLEO, DAN, follow
from kith.posts.tests.cast import say as publish


@pytest.fixture(autouse=True)
async def _friends(ask: Ask, house: House) -> None:
    for one, other in ((ANA, BEN), (ANA, CLEO), (BEN, CLEO), (CLEO, ANA), (CLEO, BEN)):
        await follow(house, one, other)


async def _pair(ask: Ask, one: Id = ANA, other: Id = BEN) -> str:
    opened = await ask(one, "POST", "/conversations", {"account_id": str(other)})
    assert opened.status_code == 200, opened.text
    return str(opened.json()["id"])


async def _say(ask: Ask, person: Id, talk: str, text: str, **more: Any) -> dict[str, Any]:
    sent = await ask(person, "POST", f"/conversations/{talk}/messages", {"text": text} | more)
    assert sent.status_code == 200, sent.text
    found: dict[str, Any] = sent.json()
    return found


async def test_two_talk(ask: Ask) -> None:
    """Said, listed, read, counted; and walked by `Link`."""
    talk = await _pair(ask)
    message = await _say(ask, ANA, talk, "Soup at six, @ben?")
    assert (message["seq"], message["mine"], message["mentioned_ids"]) == (1, True, [str(BEN)])
    [listed] = (await ask(BEN, "GET", "/conversations")).json()
    assert (listed["unread"], listed["last_message"]["text"]) == (1, "Soup at six, @ben?")
    assert [one["acct"] for one in listed["accounts"]] == ["ana"]
    assert (await ask(BEN, "GET", "/conversations/unread")).json() == {"unread": 1, "requests": 0}
    await ask(BEN, "POST", f"/conversations/{talk}/received", {"up_to": 1})
    assert (await ask(ANA, "GET", f"/conversations/{talk}")).json()["marks"] == [
        {"account_id": str(BEN), "read": 0, "received": 1}
    ]
    await ask(BEN, "POST", f"/conversations/{talk}/read", {"up_to": 1})
    assert (await ask(BEN, "GET", "/conversations/unread")).json()["unread"] == 0
    assert (await ask(ANA, "GET", f"/conversations/with/{BEN}")).json()["id"] == talk
    assert (await ask(ANA, "GET", f"/conversations/with/{CLEO}")).status_code == 404
    other = await _pair(ask, CLEO, BEN)
    await _say(ask, CLEO, other, "Bread?")
    first = await ask(BEN, "GET", "/conversations?limit=1")
    rest = await ask(BEN, "GET", first.headers["link"].split("/api/kith/v1")[1].split(">")[0])
    assert [one["id"] for one in (*first.json(), *rest.json())] == [other, talk]


async def test_what_is_said_is_changed_found_and_passed_on(ask: Ask) -> None:
    """Each by its own address."""
    talk = await _pair(ask)
    first = await _say(ask, ANA, talk, "Soop")
    edited = (await ask(ANA, "PUT", f"/messages/{first['id']}", {"text": "Soup"})).json()
    assert (edited["text"], edited["edited_at"] is not None) == ("Soup", True)
    [earlier] = (await ask(BEN, "GET", f"/messages/{first['id']}/earlier")).json()
    assert (earlier["text"], earlier["content"], earlier["written_at"]) == ("Soop", "<p>Soop</p>", first["created_at"])
    assert (await ask(DAN, "GET", f"/messages/{first['id']}/earlier")).status_code == 404
    answer = await _say(ask, BEN, talk, "Yes", reply_to_id=first["id"])
    assert (answer["reply_to_id"], answer["reply_to_text"]) == (first["id"], "Soup")
    put = (await ask(BEN, "PUT", f"/messages/{first['id']}/reaction", {"emoji": "🍲"})).json()
    assert put["reactions"] == [{"emoji": "🍲", "account_ids": [str(BEN)]}]
    assert (await ask(BEN, "DELETE", f"/messages/{first['id']}/reaction")).json()["reactions"] == []
    assert (await ask(BEN, "POST", f"/messages/{first['id']}/bright")).json()["brightened"] is True
    [moment] = (await ask(ANA, "GET", "/good_moments")).json()
    assert (moment["account"]["acct"], moment["message"]["text"]) == ("ben", "Soup")
    assert (await ask(BEN, "DELETE", f"/messages/{first['id']}/bright")).json()["brightened"] is False
    found = (await ask(BEN, "GET", f"/conversations/{talk}/search?q=SOUP")).json()
    assert [one["seq"] for one in found] == [1]
    since = (await ask(BEN, "GET", f"/conversations/{talk}/since?at={answer['created_at']}")).json()
    assert since["message"]["seq"] == 2
    other = await _pair(ask, BEN, CLEO)
    refused = await ask(BEN, "POST", f"/messages/{first['id']}/forward", {"conversation_ids": [other]})
    assert refused.status_code == 403
    settings = {
        "who_may_write": "known",
        "presence": "ties",
        "shows_marks": True,
        "may_forward": True,
        "memories": True,
    }
    assert (await ask(ANA, "PUT", "/conversations/settings", settings)).json() == settings
    assert (await ask(ANA, "GET", "/conversations/settings")).json() == settings
    [copy] = (await ask(BEN, "POST", f"/messages/{first['id']}/forward", {"conversation_ids": [other]})).json()
    assert (copy["forwarded"], copy["text"]) == (True, "Soup")
    assert (await ask(BEN, "POST", f"/messages/{answer['id']}/hide")).json() == {}
    assert (await ask(ANA, "DELETE", f"/messages/{first['id']}")).json() == {}
    assert (await ask(BEN, "GET", f"/messages/{first['id']}")).json()["gone"] is True


async def test_a_group_from_its_beginning_to_its_end(ask: Ask) -> None:
    """Named, joined, left; each wish by its own address."""
    form = {"name": "Soup", "account_ids": [str(BEN)], "shows_history": False}
    talk = (await ask(ANA, "POST", "/conversations", form)).json()["id"]
    await _say(ask, ANA, talk, "Before")
    await ask(ANA, "POST", f"/conversations/{talk}/members", {"account_ids": [str(CLEO)]})
    seen = (await ask(CLEO, "GET", f"/conversations/{talk}/messages")).json()
    assert [(one["kind"], one["whom"]) for one in seen] == [("added", [str(CLEO)])]
    changed = (await ask(BEN, "PUT", f"/conversations/{talk}/name", {"name": "Bread"})).json()
    assert changed["name"] == "Bread"
    assert (await ask(BEN, "PUT", f"/conversations/{talk}/keeping", {"days": 7})).status_code == 403
    assert (await ask(ANA, "PUT", f"/conversations/{talk}/keeping", {"days": 7})).json()["keeps_days"] == 7
    assert (await ask(ANA, "PUT", f"/conversations/{talk}/history", {"shows_history": True})).json()["shows_history"]
    assert (await ask(BEN, "PUT", f"/conversations/{talk}/draft", {"text": "Wai"})).json()["draft"] == "Wai"
    until = "2999-01-01T00:00:00Z"
    for name, time in (("until_at", until), ("silent_until", until), ("silent_until", "2001-01-01T00:00:00Z")):
        refused = await ask(BEN, "PUT", f"/conversations/{talk}/silence", {name: time})
        assert (refused.status_code, "ahead" in refused.json()["error"]) == (422, True), name
    assert (await ask(BEN, "POST", f"/conversations/{talk}/pin")).json()["pinned"] is True
    assert [one["id"] for one in (await ask(BEN, "GET", "/conversations/pinned")).json()] == [talk]
    assert (await ask(BEN, "DELETE", f"/conversations/{talk}/pin")).json()["pinned"] is False
    assert (await ask(ANA, "DELETE", f"/conversations/{talk}/members/{BEN}")).status_code == 200
    assert (await ask(BEN, "GET", f"/conversations/{talk}")).status_code == 404
    assert (await ask(CLEO, "POST", f"/conversations/{talk}/leave")).json() == {}
    assert (await ask(CLEO, "GET", f"/conversations/{talk}/messages")).status_code == 404


async def test_a_request_is_accepted_or_declined(ask: Ask) -> None:
    """By whom it is for."""
    talk = await _pair(ask, DAN, ANA)
    await _say(ask, DAN, talk, "Hello")
    assert (await ask(ANA, "GET", "/conversations")).json() == []
    [request] = (await ask(ANA, "GET", "/conversations?state=request")).json()
    assert request["state"] == "request"
    assert (await ask(ANA, "POST", f"/conversations/{talk}/accept")).json()["state"] == "open"
    assert (await ask(ANA, "POST", f"/conversations/{talk}/decline")).status_code == 403


async def test_an_exchange_is_overheard_and_taken_private(ask: Ask, house: House) -> None:
    """By anybody the one, by the two the other."""
    first = await publish(house, ANA, "Soup for all?")
    answer = await publish(house, BEN, "With bread!", reply_to=first)
    heard = (await ask(DAN, "GET", f"/exchanges/{answer.id}")).json()
    assert [one["id"] for one in heard["statuses"]] == [str(first.id), str(answer.id)]
    assert (await ask(DAN, "POST", f"/exchanges/{answer.id}/bright")).json() == {}
    assert (await ask(DAN, "DELETE", f"/exchanges/{answer.id}/bright")).json() == {}
    assert (await ask(DAN, "POST", f"/exchanges/{answer.id}/private")).status_code == 404
    taken = (await ask(BEN, "POST", f"/exchanges/{answer.id}/private")).json()
    assert taken["last_message"]["about_status_id"] == str(answer.id)


async def test_who_is_here_and_what_is_remembered(ask: Ask) -> None:
    """As far as each lets one see it."""
    talk = await _pair(ask)
    for person in (ANA, BEN):
        await _say(ask, person, talk, "Hello")
    assert (await ask(ANA, "PUT", "/presence", {"state": "here"})).json() == {}
    [seen] = (await ask(BEN, "GET", f"/presence?id[]={ANA}&id[]={CLEO}")).json()
    assert (seen["account_id"], seen["state"]) == (str(ANA), "here")
    assert (await ask(ANA, "POST", f"/conversations/{talk}/typing")).json() == {}
    assert (await ask(BEN, "GET", f"/conversations/{talk}/typing")).json() == {"account_ids": [str(ANA)]}
    assert (await ask(ANA, "GET", "/memories")).json() == []
    assert (await ask(ANA, "GET", f"/conversations/{talk}/first_words")).json()["message"]["text"] == "Hello"
    assert (await ask(ANA, "PUT", f"/conversations/{talk}/memories", {"memories": False})).json()["memories"] is False
    assert (await ask(BEN, "GET", f"/conversations/{talk}/first_words")).json()["message"] is None


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/conversations", {}),
        ("POST", "/conversations", {"account_id": "12", "name": "x"}),
        ("POST", "/conversations", {"account_id": "twelve"}),
        ("POST", "/conversations/{talk}/messages", {}),
        ("POST", "/conversations/{talk}/messages", {"text": "x", "media_ids": ["99"]}),
        ("POST", "/conversations/{talk}/messages", {"text": ["x"], "reply_to_id": "no"}),
        ("PUT", "/conversations/{talk}/keeping", {"days": 3}),
        ("PUT", "/conversations/{talk}/silence", {"until_at": "2026-01-01T00:00:00"}),
        ("PUT", "/conversations/settings", {"who_may_write": "known"}),
        ("PUT", "/presence", {"state": "asleep"}),
        ("GET", "/conversations?state=left", None),
        ("GET", "/conversations/{talk}/since?at=yesterday", None),
        ("GET", "/conversations/{talk}/search", None),
        ("GET", "/good_moments?since=1900-01-01T00:00:00Z", None),
        ("GET", "/memories?begins=0001-01-01T00:00:00Z", None),
    ],
)
async def test_what_does_not_fit_is_told_so(ask: Ask, method: str, path: str, body: Any) -> None:
    """With 422, never with 500."""
    talk = await _pair(ask)
    answer = await ask(ANA, method, path.format(talk=talk), body)
    assert answer.status_code == 422, answer.text


async def test_numbers_beyond_all_bounds_are_brought_into_them(ask: Ask) -> None:
    """Nobody has that many messages."""
    talk = await _pair(ask)
    await _say(ask, ANA, talk, "Soup")
    huge = 10**18
    assert len((await ask(BEN, "GET", f"/conversations/{talk}/messages?before={huge}&limit={huge}")).json()) == 1
    assert (await ask(BEN, "GET", f"/conversations/{talk}/changes?after=-5&limit=-1")).status_code == 200
    assert (await ask(BEN, "POST", f"/conversations/{talk}/read", {"up_to": huge})).status_code == 200


async def _heard(house: House, person: Id, position: str, *, until: str) -> tuple[list[Message], str]:
    """Listen as somebody until an event of this kind came."""
    subscription, found, bell = TalkSubscription(person, position), list[Message](), asyncio.Event()
    house.live.listen(subscription.ear, bell.set)
    async with asyncio.timeout(30):
        while not any(one.event == until for one in found):
            bell.clear()
            if not subscription.ear.stirs:
                await bell.wait()
            batch = await house.live.read(subscription.ear)
            async with house.reading(actor=person) as work:
                found += await subscription.messages(work, batch)
    house.live.leave(subscription.ear)
    return found, subscription.ear.position


async def test_a_stream_is_resumed_without_a_gap(ask: Ask, house: House) -> None:
    """What was said while nobody listened comes first, once, in its order."""
    talk = await group(house, BEN, CLEO)
    position = await house.live.arrive([str(BEN)])
    for n in range(3):
        await say(house, ANA, talk, f"{n}")
    heard, position = await _heard(house, BEN, position, until="message")
    await say(house, CLEO, talk, "3")
    again, _position = await _heard(house, BEN, position, until="message")
    texts = [one["text"] for event in (*heard, *again) for one in json.loads(event.payload)["messages"]]
    assert texts == ["0", "1", "2", "3"]


async def test_a_stream_tells_who_was_removed_that_it_is_gone(ask: Ask, house: House) -> None:
    """And not one word that was said before they heard of it."""
    talk = await group(house, BEN, CLEO)
    position = await house.live.arrive([str(BEN)])
    await say(house, ANA, talk, "A secret")
    assert (await ask(ANA, "DELETE", f"/conversations/{talk}/members/{BEN}")).status_code == 200
    await say(house, ANA, talk, "Another")
    heard, _position = await _heard(house, BEN, position, until="conversation")
    assert {one.event for one in heard} == {"conversation"}
    assert json.loads(heard[-1].payload) == {"id": str(talk), "gone": True}
    assert "secret" not in "".join(one.payload for one in heard)


async def test_a_stream_speaks_of_marks_and_of_who_types(ask: Ask, house: House) -> None:
    """As far as both show them."""
    talk = await _pair(ask)
    await _say(ask, ANA, talk, "Soup")
    position = await house.live.arrive([str(ANA)])
    await ask(BEN, "POST", f"/conversations/{talk}/typing")
    await ask(BEN, "POST", f"/conversations/{talk}/read", {})
    heard, _position = await _heard(house, ANA, position, until="marks")
    assert json.loads(heard[0].payload) == {"conversation_id": talk, "account_ids": [str(BEN)]}
    assert json.loads(heard[1].payload)["marks"] == [{"account_id": str(BEN), "read": 1, "received": 1}]


@pytest.mark.parametrize("hides", [ANA, BEN])
async def test_that_somebody_read_is_told_to_nobody_who_may_not_see_it(ask: Ask, house: House, hides: Id) -> None:
    """An event would tell the moment, whatever it leads to. What else is heard is heard as ever."""
    talk = await _pair(ask)
    await _say(ask, ANA, talk, "Soup")
    settings = (await ask(hides, "GET", "/conversations/settings")).json()
    await ask(hides, "PUT", "/conversations/settings", settings | {"shows_marks": False})
    position = await house.live.arrive([str(ANA)])
    await ask(BEN, "POST", f"/conversations/{talk}/received", {"up_to": 1})
    await ask(BEN, "POST", f"/conversations/{talk}/read", {})
    await ask(BEN, "POST", f"/conversations/{talk}/typing")
    assert await _kinds(house, ANA, position, until="typing") == ["typing"]


async def test_whoever_asks_hears_nothing_until_they_are_accepted(ask: Ask, house: House) -> None:
    """Nobody is told that somebody has read a request."""
    talk = await _pair(ask, DAN, ANA)
    await _say(ask, DAN, talk, "Hello")
    position = await house.live.arrive([str(DAN)])
    await ask(ANA, "POST", f"/conversations/{talk}/received", {"up_to": 1})
    await ask(ANA, "POST", f"/conversations/{talk}/read", {})
    await ask(ANA, "POST", f"/conversations/{talk}/accept")
    assert await _kinds(house, DAN, position, until="conversation") == ["conversation"]


async def _kinds(house: House, person: Id, position: str, *, until: str) -> list[str]:
    """List what reaches somebody, whatever becomes of it there, until an event of this kind came."""
    kinds: list[str] = []
    async with asyncio.timeout(30):
        async for batch in following(house.live, (str(person),), position, pause_s=0.2):
            kinds += [one.event.kind for one in batch]
            if until in kinds or not batch:
                return kinds
    return kinds


async def test_what_is_pinned(ask: Ask) -> None:
    """Three of them, the newest pin first, the same for both; a line names what was pinned."""
    talk = await _pair(ask)
    said = [(await _say(ask, ANA, talk, text))["id"] for text in ("one", "two", "three", "four")]
    for one in said:
        answer = await ask(BEN, "POST", f"/messages/{one}/pin")
    assert [one["text"] for one in answer.json()] == ["four", "three", "two"]
    assert (await ask(ANA, "GET", f"/conversations/{talk}/pinned")).json()[0]["id"] == said[3]
    line = (await ask(ANA, "GET", f"/conversations/{talk}/messages")).json()[-1]
    assert (line["kind"], line["account_id"], line["reply_to_id"]) == ("pinned", str(BEN), said[3])
    left = await ask(ANA, "DELETE", f"/messages/{said[3]}/pin")
    assert [one["text"] for one in left.json()] == ["three", "two"]
    for method, path in (("POST", f"/messages/{said[0]}/pin"), ("GET", f"/conversations/{talk}/pinned")):
        assert (await ask(CLEO, method, path)).status_code == 404

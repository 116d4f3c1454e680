"""What is said to somebody in a conversation is told to their apps as a mention, by the rules of all notices."""

import json
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import httpx
import pytest

from kith.base.bus.live import Delivered, LiveEvent
from kith.base.core.ids import Id
from kith.base.core.paging import Paging
from kith.base.work import House
from kith.conversations import delete_for_all, edit, leave, messages_of, read, remove
from kith.conversations import silence as silence_talk
from kith.conversations.tests.scene import act, group, look, pair
from kith.conversations.tests.scene import say as tell
from kith.gateways.mastodon.hearing import Subscription
from kith.gateways.mastodon.standing import Asked
from kith.gateways.mastodon.tests.asking import Ask, asker
from kith.notices import load_notices, set_policy, silence
from kith.notices.model import NoticePolicy
from kith.notices.tests.scene import run_jobs
from kith.people import block, mute
from kith.posts.tests.cast import ANA, BEN, CLEO, DAN
from tests.clients.between import Exchange
from tests.clients.contract import Contract, find_contract

NOTED, GROUPS, STATUSES = "/api/v1/notifications", "/api/v2/notifications", "/api/v1/statuses"


@pytest.fixture
async def ask(house: House) -> Ask:
    """Ask as somebody's app."""
    return await asker(house)


def _judge(answer: httpx.Response) -> None:
    """Hold an answer against Mastodon's contract, where it is at hand."""
    place, asked = find_contract(), answer.request
    if place is not None:
        exchange = Exchange(
            "", asked.method, asked.url.path, answer.status_code, dict(answer.headers), [answer.content]
        )
        assert Contract(json.loads(place.read_text())).complaints(exchange) == []


async def _noted(house: House, ask: Ask, person: Id = BEN) -> list[tuple[str, str, str]]:
    """List what somebody's app finds among the notifications: the same alone, in groups and counted."""
    await run_jobs(house)
    alone, groups = await ask(person, "GET", NOTED), await ask(person, "GET", GROUPS)
    _judge(alone)
    _judge(groups)
    found = [one for one in alone.json() if one["type"] == "mention"]
    told = [one for one in groups.json()["notification_groups"] if one["type"] == "mention"]
    assert [one["group_key"] for one in told] == [one["group_key"] for one in found]
    assert [one["status_id"] for one in told] == [one["status"]["id"] for one in found]
    assert {one["status_id"] for one in told} == {one["id"] for one in groups.json()["statuses"]}
    for path in (NOTED, GROUPS):
        assert (await ask(person, "GET", f"{path}/unread_count?types[]=mention")).json()["count"] == len(found)
    return [(one["account"]["acct"], one["status"]["id"], one["status"]["visibility"]) for one in found]


async def test_a_message_is_told_as_a_mention(house: House, ask: Ask) -> None:
    """With its status, that opens the conversation; found by its id and its group, and let go by either."""
    talk = await pair(house)
    first = await tell(house, ANA, talk, "Soup?")
    assert await _noted(house, ask) == [("ana", str(first.id), "direct")]
    assert await _noted(house, ask, ANA) == []
    assert await _noted(house, ask, CLEO) == []
    second = await tell(house, ANA, talk, "At six?")
    assert await _noted(house, ask) == [("ana", str(second.id), "direct")]
    [noted] = (await ask(BEN, "GET", f"{NOTED}?types[]=mention")).json()
    assert (await ask(BEN, "GET", f"{NOTED}/{noted['id']}")).json() == noted
    assert (await ask(BEN, "GET", f"{GROUPS}/{noted['group_key']}")).json()["statuses"] == [noted["status"]]
    assert (await ask(CLEO, "GET", f"{NOTED}/{noted['id']}")).status_code == 404
    assert (await ask(BEN, "GET", f"{STATUSES}/{noted['status']['id']}/context")).json()["ancestors"] != []
    async with house.reading(actor=BEN) as work:
        assert [one for one in (await load_notices(work, Paging())).items if one.notice.kind == "message"] == []
    assert (await ask(BEN, "POST", f"{GROUPS}/{noted['group_key']}/dismiss")).status_code == 200
    assert await _noted(house, ask) == []


async def _silent(house: House, talk: Id) -> None:
    await act(house, BEN, silence_talk, talk, house.clock() + timedelta(hours=1))


async def _silenced(house: House, _talk: Id) -> None:
    await act(house, BEN, silence, ANA)


async def _blocked(house: House, _talk: Id) -> None:
    await act(house, BEN, block, ANA)


async def _blocking(house: House, _talk: Id) -> None:
    await act(house, ANA, block, BEN)


async def _muted(house: House, _talk: Id) -> None:
    await act(house, BEN, mute, ANA)


async def _left(house: House, talk: Id) -> None:
    await act(house, BEN, leave, talk)


async def _removed(house: House, talk: Id) -> None:
    await act(house, ANA, remove, talk, BEN)


async def _read(house: House, talk: Id) -> None:
    await act(house, BEN, read, talk)


async def _gone(house: House, talk: Id) -> None:
    [*_lines, view] = await look(house, ANA, messages_of, talk)
    await act(house, ANA, delete_for_all, view.message.id)


Deed = Callable[[House, Id], Awaitable[None]]


@pytest.mark.parametrize("told_first", [0, 1])
@pytest.mark.parametrize("deed", [_silent, _silenced, _blocked, _blocking, _muted, _left, _removed, _read, _gone])
async def test_what_is_kept_away_is_no_mention(house: House, ask: Ask, deed: Deed, told_first: int) -> None:
    """Whether that is so before the job runs or afterwards; without it, it is one."""
    talk = await group(house, BEN, CLEO)
    await tell(house, ANA, talk, "Soup?")
    if told_first:
        assert len(await _noted(house, ask)) == told_first
    await deed(house, talk)
    assert await _noted(house, ask) == []
    assert len(await _noted(house, ask, CLEO)) == (deed is not _gone)


@pytest.mark.parametrize(("treatment", "at_once", "after"), [("accept", 1, 1), ("filter", 0, 1), ("drop", 0, 0)])
async def test_a_stranger_is_treated_as_in_a_private_mention(
    house: House, ask: Ask, treatment: Any, at_once: int, after: int
) -> None:
    """By the policy alone; whom one knows it does not concern."""
    await act(house, BEN, set_policy, NoticePolicy(owner_id=BEN, private_mentions=treatment))
    first = await tell(house, DAN, await pair(house, DAN, BEN), "Buy my book")
    assert await _noted(house, ask) == [("dan", str(first.id), "direct")] * at_once
    asked = await ask(BEN, "GET", f"{NOTED}/requests")
    _judge(asked)
    waiting = asked.json()
    assert [one["last_status"]["id"] for one in waiting] == [str(first.id)] * (after - at_once)
    for one in waiting:
        assert (await ask(BEN, "POST", f"{NOTED}/requests/{one['id']}/accept")).status_code == 200
    assert len(await _noted(house, ask)) == after
    await tell(house, ANA, await pair(house), "Soup?")
    assert len(await _noted(house, ask)) == after + 1


async def test_the_user_stream_tells_of_messages(house: House, ask: Ask) -> None:
    """That one came, says something else, is gone; nothing of a reaction, and nothing to who is in it no more."""
    talk = await group(house, BEN, CLEO)
    await run_jobs(house)
    subscription = Subscription(Asked(stream="user"), topics=(str(BEN),), position="", newest_notice=Id(0))

    async def heard(kind: str, number: int = 0, author_id: Id | None = None) -> list[tuple[str, str]]:
        await run_jobs(house)
        event = LiveEvent(kind=kind, subject_id=talk, number=number, author_id=author_id or Id(0))
        async with house.reading(actor=BEN) as work:
            found = await subscription.messages(work, [Delivered("1-1", event)])
        return [(one.event, one.payload) for one in found]

    before = await heard("notices")
    assert "mention" not in {json.loads(payload)["type"] for _event, payload in before}  # there is no word of hers yet
    first = await tell(house, ANA, talk, "Soop?")
    [(event, payload)] = await heard("notices")
    assert (event, json.loads(payload)["status"]["id"]) == ("notification", str(first.id))
    assert await heard("notices") == []
    assert await heard("message", first.changed) == []
    [(event, payload)] = await heard("message", first.changed, ANA)
    assert (event, json.loads(payload)["id"]) == ("update", str(first.id))
    changed = (await act(house, ANA, edit, first.id, "Soup?")).changed
    [(event, payload)] = await heard("message", changed)
    assert (event, json.loads(payload)["id"]) == ("status.update", str(first.id))
    assert "Soup?" in json.loads(payload)["content"]
    assert await heard("message", first.changed) == []
    await act(house, ANA, delete_for_all, first.id)
    assert await heard("message", changed + 1) == [("delete", str(first.id))]
    await act(house, ANA, remove, talk, BEN)
    assert await heard("message", changed + 1) == []


async def test_a_filter_hides_the_notification_of_a_message(house: House, ask: Ask) -> None:
    """Where it hides, and is for notifications; another message of the same person is told of."""
    wish = {
        "title": "Soup",
        "context": ["notifications"],
        "filter_action": "hide",
        "keywords_attributes": [{"keyword": "soup", "whole_word": True}],
    }
    made = (await ask(BEN, "POST", "/api/v2/filters", wish)).json()
    talk = await pair(house)
    first = await tell(house, ANA, talk, "Soup?")
    assert await _noted(house, ask) == []
    await ask(BEN, "PUT", f"/api/v2/filters/{made['id']}", {"context": ["home"]})
    assert await _noted(house, ask) == [("ana", str(first.id), "direct")]
    await ask(BEN, "PUT", f"/api/v2/filters/{made['id']}", {"context": ["notifications"]})
    second = await tell(house, ANA, talk, "Bread?")
    assert await _noted(house, ask) == [("ana", str(second.id), "direct")]

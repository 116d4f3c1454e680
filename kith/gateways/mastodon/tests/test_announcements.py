"""Announcements through the API, and live in the stream of whoever listens."""

import json
from urllib.parse import quote

import httpx
import pytest

from kith.announcements import find_current, react
from kith.announcements.actions.announcing import announce, end_announcement
from kith.announcements.model import Announcement, AnnouncementWish
from kith.base.bus.live import Delivered, LiveEvent
from kith.base.work import House
from kith.gateways.mastodon.hearing import Subscription
from kith.gateways.mastodon.standing import Asked
from kith.people import give_token, set_role
from kith.people.tests.cast_of_relations import ANA, BEN, CLEO, act, gather

ALL = "/api/v1/announcements"


async def _scene(house: House, client: httpx.AsyncClient) -> Announcement:
    await gather(house)
    async with house.work() as work:
        await set_role(work.db, ANA, "owner")
    client.headers["authorization"] = f"Bearer {await act(house, BEN, give_token, name='an app')}"
    made = await act(house, ANA, announce, AnnouncementWish(text="Tea at five. #tea"))
    assert isinstance(made, Announcement)
    return made


async def test_an_announcement_is_read_reacted_to_and_dismissed(house: House, client: httpx.AsyncClient) -> None:
    """As apps know it."""
    made = await _scene(house, client)
    assert (await client.put(f"{ALL}/{made.id}/reactions/{quote('👍')}")).json() == {}
    await act(house, CLEO, react, made.id, "👍")
    [entity] = (await client.get(ALL)).json()
    assert entity["tags"] == [{"name": "tea", "url": "http://kith.test/tags/tea"}]
    assert entity["reactions"] == [{"name": "👍", "count": 2, "me": True}]
    assert (entity["read"], entity["starts_at"], entity["ends_at"], entity["mentions"]) == (False, None, None, [])
    assert (await client.post(f"{ALL}/{made.id}/dismiss")).json() == {}
    assert (await client.delete(f"{ALL}/{made.id}/reactions/{quote('👍')}")).json() == {}
    [entity] = (await client.get(ALL)).json()
    assert (entity["read"], entity["reactions"][0]["me"]) == (True, False)
    assert (await client.get(ALL, params={"with_dismissed": "false"})).json() == []
    await act(house, ANA, end_announcement, made.id)
    assert (await client.get(ALL)).json() == []


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("PUT", "{id}/reactions/%F0%9F%91%8D", 200),
        ("PUT", "{id}/reactions/quince", 422),
        ("PUT", "999/reactions/%F0%9F%91%8D", 404),
        ("PUT", "x/reactions/%F0%9F%91%8D", 404),
        ("DELETE", "{id}/reactions/quince", 200),
        ("DELETE", "999/reactions/quince", 404),
        ("POST", "{id}/dismiss", 200),
        ("POST", "999/dismiss", 404),
    ],
)
async def test_bad_ones_are_told_so(
    house: House, client: httpx.AsyncClient, method: str, path: str, status: int
) -> None:
    """What is not there, and what is no emoji."""
    made = await _scene(house, client)
    assert (await client.request(method, f"{ALL}/{path.format(id=made.id)}")).status_code == status
    del client.headers["authorization"]
    assert (await client.request(method, f"{ALL}/{path.format(id=made.id)}")).status_code == 401


async def test_who_listens_is_told(house: House, client: httpx.AsyncClient) -> None:
    """In the stream of everything alone, read for its receiver at that moment."""
    made = await _scene(house, client)
    await act(house, CLEO, react, made.id, "👍")
    async with house.reading(actor=BEN) as work:
        emoji_id = (await find_current(work, made.id)).reactions[0].id
    new = LiveEvent(kind="announcement.new", subject_id=made.id)
    reaction = LiveEvent(kind="announcement.reaction", subject_id=emoji_id, author_id=made.id)
    gone = LiveEvent(kind="announcement.gone", subject_id=made.id)
    told = await _told(house, "user", new, reaction, gone)
    assert [event for event, _payload in told] == ["announcement", "announcement.reaction", "announcement.delete"]
    assert json.loads(told[0][1])["id"] == str(made.id)
    assert json.loads(told[1][1]) == {"name": "👍", "count": 1, "announcement_id": str(made.id)}
    assert told[2][1] == str(made.id)
    assert await _told(house, "public", new, reaction, gone) == []
    assert await _told(house, "user:notification", new, reaction, gone) == []
    await act(house, ANA, end_announcement, made.id)
    assert await _told(house, "user", new, reaction) == []


async def test_reactions_are_counted(house: House, client: httpx.AsyncClient) -> None:
    """Each is shown in all apps that listen: nobody plays on that keyboard."""
    made = await _scene(house, client)
    answers = [await client.delete(f"{ALL}/{made.id}/reactions/{quote('👍')}") for _time in range(61)]
    assert [answer.status_code for answer in answers] == [200] * 60 + [429]


async def _told(house: House, stream: str, *events: LiveEvent) -> list[tuple[str, str]]:
    subscription = Subscription(Asked(stream=stream), topics=(), position="")
    async with house.reading(actor=BEN) as work:
        messages = await subscription.messages(work, [Delivered("", event) for event in events])
    return [(one.event, one.payload) for one in messages]

"""What happens comes into open pages: to whoever may see it, for as long as they are signed in."""

import contextlib
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
import pytest_asyncio
from starlette.requests import Request

from kith.base.bus.live import Live, LiveEvent
from kith.base.bus.tests.waiting import until
from kith.base.bus.valkey import Valkey
from kith.base.core.errors import NotFound
from kith.base.core.ids import Id
from kith.base.storage.statement import Statement
from kith.base.web import events
from kith.base.web import live as streams
from kith.base.web.caller import Caller
from kith.base.web.door import door
from kith.base.web.door.door import Door
from kith.base.web.live import LiveStreams, LiveView, Rendered
from kith.base.web.page import Pages
from kith.base.web.site import Site
from kith.base.web.tests.listening import Listener
from kith.base.work import House, Work

ANA, BEN = Id(11), Id(12)
HIDDEN, GONE, BROKEN = Id(100), Id(101), Id(102)
_ONE = Statement("SELECT 1")


class Place:
    """A site with nothing but the streams, and the people who are signed in to it."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.port = 0
        self.signed_in = {"ana": ANA, "ben": BEN}
        views = [LiveView("post.new", self._render), LiveView("post.changed", self._render)]
        streams = LiveStreams(views, self._identify)
        self.open = streams.open
        self.listeners: list[Listener] = []
        self.site = Site(house, [streams.route()], Pages([], {}, check_for_changes=False), self._identify)

    async def _identify(self, _work: Work, request: Request) -> Caller | None:
        name = request.cookies.get("who", "")
        person = self.signed_in.get(name)
        return Caller(person_id=person, role="member", session=name) if person else None

    async def _render(self, work: Work, _request: Request, event: LiveEvent) -> Rendered | None:
        assert await work.db.value(_ONE) == 1
        if event.subject_id == HIDDEN:
            return None
        if event.subject_id == GONE:
            raise NotFound
        if event.subject_id == BROKEN:
            raise ZeroDivisionError
        return Rendered(action="new", id=f"post-{event.subject_id}", html=f"<p>For {work.actor},\nin lines</p>")

    async def listen(self, who: str = "ana", query: str = "", **headers: str) -> Listener:
        """Open a page and wait until it is greeted or refused."""
        accept = {"accept": "application/json", "cookie": f"who={who}"}
        said = accept | {name.replace("_", "-"): value for name, value in headers.items()}
        listener = Listener(self.site, query=query, port=self.port, headers=said)
        self.listeners.append(listener)
        await listener.answered.wait()
        if listener.status == 200:
            await listener.until(0)
        return listener

    async def tell(self, number: int, *people: Id, kind: str = "post.new", topics: tuple[str, ...] = ()) -> None:
        """Let something happen."""
        async with self.house.work() as work:
            work.announce(LiveEvent(kind=kind, subject_id=Id(number)), people or (ANA,), topics=topics)


@pytest_asyncio.fixture(params=["main door", "streams' door"])
async def place(house: House, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Place]:
    """A fresh one, whose streams end with the test; at either door."""
    monkeypatch.setattr(door, "TICK_S", 0.001)
    place = Place(house)
    async with contextlib.AsyncExitStack() as stack:
        if request.param == "streams' door":
            own = await Door.open(place.site, ["/live"], host="127.0.0.1", port=0)
            stack.push_async_callback(own.close)
            place.port = own.port
        yield place
        for listener in place.listeners:
            await listener.close()


async def test_what_happens_is_rendered_for_who_looks(place: Place) -> None:
    """After the commit, with their eyes."""
    ana, ben = await place.listen("ana"), await place.listen("ben")
    await place.tell(7, ANA, BEN)
    for listener, person in ((ana, ANA), (ben, BEN)):
        (heard,) = await listener.until(1)
        assert heard.event == "new"
        assert heard.data == {
            "action": "new",
            "id": "post-7",
            "html": f"<p>For {person},\nin lines</p>",
            "count": 0,
            "number": 0,
        }
        await listener.close()


async def test_what_they_may_not_see_passes_in_silence(place: Place) -> None:
    """Hidden, gone meanwhile, or broken by a mistake of ours: the stream goes on, and does not come back to it."""
    ana = await place.listen()
    for number in (HIDDEN, GONE, BROKEN, Id(8)):
        await place.tell(number)
    (heard,) = await ana.until(1)
    assert heard.data["id"] == "post-8"
    assert f"post-{HIDDEN}" not in ana.text
    await place.tell(HIDDEN)
    before = ana.last_id
    await ana.until_moved(before)
    await ana.close()
    again = await place.listen(last_event_id=ana.last_id)
    await place.tell(9)
    assert [one.data["id"] for one in await again.until(1)] == ["post-9"]
    await again.close()


async def test_a_page_that_comes_back_misses_nothing_and_sees_nothing_twice(place: Place) -> None:
    """The browser names the last event it had; a page that was just loaded names the place it was loaded at."""
    at = await place.house.live.arrive([str(ANA)])
    await place.tell(1)
    ana = await place.listen(query=f"after={at}")
    await place.tell(2)
    assert [one.data["id"] for one in await ana.until(2)] == ["post-1", "post-2"]
    await ana.close()
    await place.tell(3)
    again = await place.listen(query=f"after={at}", last_event_id=ana.last_id)
    await place.tell(4)
    assert [one.data["id"] for one in await again.until(2)] == ["post-3", "post-4"]
    await again.close()


async def test_a_page_about_a_topic_hears_of_it(place: Place) -> None:
    """Its reader need not be told in person; what they may not see is not shown all the same."""
    at = await place.house.live.arrive([str(BEN)])
    ben = await place.listen("ben", query=f"topic=thread:5&after={at}")
    await place.tell(1, ANA, topics=("thread:5",))
    await place.tell(HIDDEN, ANA, topics=("thread:5",))
    await place.tell(2, BEN)
    assert sorted(one.data["id"] for one in await ben.until(2)) == ["post-1", "post-2"]
    await ben.close()
    await place.tell(3, ANA, topics=("thread:5",))
    again = await place.listen("ben", query=f"topic=thread:5&after={at}", last_event_id=ben.last_id)
    assert [one.data["id"] for one in await again.until(1)] == ["post-3"]
    await again.close()


async def test_many_changes_of_one_thing_are_shown_once(place: Place) -> None:
    """A page that was away for a hundred likes gets the card as it is."""
    ana = await place.listen()
    await ana.close()
    for number in (1, 2):
        for _turn in range(50):
            await place.tell(number, kind="post.changed")
    again = await place.listen(last_event_id=ana.last_id)
    assert [one.data["id"] for one in await again.until(2)] == ["post-1", "post-2"]
    await again.close()


async def test_who_signed_out_hears_no_more(place: Place) -> None:
    """The next thing that happens ends the stream, before anything of it is shown; the page is told that it is over."""
    ana = await place.listen()
    del place.signed_in["ana"]
    await place.tell(7)
    await ana.until_ended()
    assert "post-7" not in ana.text
    assert ana.text.endswith("event: gone\ndata: {}\n\n")


async def test_who_signed_out_is_noticed_in_silence_too(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """Within a minute; until then heartbeats ask nobody."""
    monkeypatch.setattr(events, "HEARTBEAT_S", 0.02)
    ana = await place.listen()
    await until(lambda: place.house.database.connections.taken == 0)
    before = place.house.database.statements
    del place.signed_in["ana"]
    await until(lambda: ana.text.count(": still here") > 1)
    assert not ana.ended
    assert place.house.database.statements == before
    monkeypatch.setattr(streams, "ASK_AGAIN_S", 0)
    await ana.until_ended()


async def test_a_person_has_only_so_many_streams(place: Place) -> None:
    """The ninth is refused until one is closed; others are not concerned."""
    open_ones = [await place.listen() for _turn in range(streams.STREAMS_A_PERSON_MAX)]
    ninth = await place.listen()
    assert ninth.status == 429
    assert (await place.listen("ben")).status == 200
    await open_ones[0].close()
    await until(lambda: place.open[ANA] < streams.STREAMS_A_PERSON_MAX)
    assert (await place.listen()).status == 200


async def test_a_stream_holds_nothing_while_it_waits(place: Place) -> None:
    """No connection of the database's ten; and when it is left, nothing at all."""
    listeners = [await place.listen(who) for who in ("ana", "ben") for _turn in range(8)]
    await until(lambda: place.house.database.connections.taken == 0)  # each has looked for what it missed
    assert place.open.total() == 16
    for listener in listeners:
        await listener.close()
    await until(lambda: place.open.total() == 0 and not place.house.live._ears)


@pytest.mark.parametrize("query", ["topic=nonsense:1", "topic=thread:{x}", "topic=thread:a,b", "topic=tag:a b"])
async def test_a_topic_that_cannot_be_is_refused(place: Place, query: str) -> None:
    """And nothing of it reaches Valkey."""
    assert (await place.listen(query=query.replace(" ", "%20"))).status == 422


@pytest.mark.parametrize(
    "after", ["x", "1-2-3", "9" * 40 + "-1", "1-1,", "'; --", "0-0", "99999999999999-1", "%D9%A1-%D9%A1"]
)
async def test_a_place_that_cannot_be_is_no_harm(place: Place, after: str) -> None:
    """It begins now, or is told to load anew."""
    ana = await place.listen(query=f"after={after}")
    await place.tell(7)
    heard = await ana.until(1)
    assert heard[0].event in ("new", "reload")
    await ana.close()


async def test_who_is_not_signed_in_is_refused(place: Place) -> None:
    """There is nothing to listen to."""
    assert (await place.listen("nobody")).status == 401


async def test_streams_end_when_the_process_is_told_to_stop(house: House) -> None:
    """All of them, at once, as an answer that is complete."""
    assert house.settings.valkey_url is not None
    valkey = await Valkey.open(house.settings.valkey_url)
    own = replace(house, live=await Live.open(valkey))
    place = Place(own)
    listeners = [await place.listen() for _turn in range(3)]
    own.live.end()
    for listener in listeners:
        await listener.until_ended()
    await own.live.close()
    await valkey.close()

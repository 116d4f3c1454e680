"""Live events reach who is here: each once, in order, and no gap goes unnoticed."""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from kith.base.bus import live as live_events
from kith.base.bus.live import RELOAD, Live, LiveEvent
from kith.base.bus.places import TOLD_MAX
from kith.base.bus.tests.conftest import OwnServer
from kith.base.bus.tests.following import follow
from kith.base.bus.tests.waiting import until
from kith.base.bus.valkey import Hearer, Valkey
from kith.base.core.ids import Id

ANA, BEN = Id(11), Id(12)


class Reader:
    """A page that is open: what it saw, and where it stands."""

    def __init__(self, live: Live, topics: list[str], position: str) -> None:
        self.position = position
        self.seen: list[LiveEvent] = []
        self._live, self._topics = live, topics
        self._task = asyncio.create_task(self._read())

    @classmethod
    async def open(cls, live: Live, *topics: Id | str) -> "Reader":
        """Load a page and open its stream."""
        names = [str(topic) for topic in topics]
        return cls(live, names, await live.arrive(names))

    async def _read(self) -> None:
        async for batch in follow(self._live, self._topics, self.position, pause_s=0.5):
            for one in batch:
                self.position = one.position
                self.seen.append(one.event)

    async def leave(self) -> None:
        """Close the page, or lose the line."""
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)

    def come_back(self, live: Live | None = None) -> None:
        """Open it again where it was, perhaps at another process."""
        self._live = live or self._live
        self._task = asyncio.create_task(self._read())

    @property
    def numbers(self) -> list[int]:
        """The things its events were about."""
        return [event.subject_id for event in self.seen]


def event(number: int) -> LiveEvent:
    """Something about thing `number`."""
    return LiveEvent(kind="post.new", subject_id=Id(number))


@asynccontextmanager
async def process(url: str) -> AsyncIterator[Live]:
    """What one process has."""
    valkey = await Valkey.open(url)
    live = await Live.open(valkey)
    yield live
    await live.close()
    await valkey.close()


async def test_an_event_reaches_the_pages_that_are_open(server: OwnServer) -> None:
    """Hers, in both of her browsers; not his."""
    async with process(server.url) as live, process(server.url) as elsewhere:
        first, second, his = (
            await Reader.open(live, ANA),
            await Reader.open(elsewhere, ANA),
            await Reader.open(live, BEN),
        )
        for number in range(5):
            await elsewhere.send(event(number), [ANA, ANA])
        await until(lambda: first.numbers == second.numbers == [0, 1, 2, 3, 4])
        assert his.seen == []


async def test_nothing_is_kept_for_who_is_not_here(server: OwnServer) -> None:
    """A thousand followers of whom nobody is here leave nothing behind."""
    async with process(server.url) as live:
        await live.send(event(1), [Id(number) for number in range(1, 1001)])
        assert await live.valkey.client.dbsize() == 0


async def test_what_happened_between_loading_and_opening_is_not_missed(server: OwnServer) -> None:
    """The page's position is older than its content, and its stream begins there."""
    async with process(server.url) as live:
        position = await live.arrive([str(ANA)])
        await live.send(event(1), [ANA])
        reader = Reader(live, [str(ANA)], position)
        await until(lambda: reader.numbers == [1])


async def test_what_is_shown_together_reaches_each_its_own(server: OwnServer) -> None:
    """In order, however many there are; and what is to be said first is said, or known not to be."""
    async with process(server.url) as live:
        heard: list[bytes] = []
        live.valkey.hear("stale", Hearer(heard=heard.append))
        hers, his = await Reader.open(live, ANA), await Reader.open(live, BEN)
        many = [str(number) for number in range(100, 100 + 2 * live_events.CHUNK)]
        shown = [(event(1), [str(ANA), *many]), (event(2), [str(BEN), str(ANA)]), (event(3), [str(BEN)])]
        async with asyncio.timeout(30):
            while not heard:  # until the subscription holds
                assert await live.send_all([], first=("stale", b"a"))
        assert await live.send_all(shown, first=("stale", b"b"))
        await until(lambda: hers.numbers == [1, 2] and his.numbers == [2, 3] and heard[-1] == b"b")
        live.valkey._went_down(OSError())
        assert not await live.send_all(shown, first=("stale", b"c"))


async def test_what_waits_for_the_end_of_its_second_is_told_by_a_process_that_ends(server: OwnServer) -> None:
    """Pages at other processes stay open, and hear nothing of it later."""
    async with process(server.url) as elsewhere:
        reader = await Reader.open(elsewhere, ANA)
        async with process(server.url) as live:
            for _twice in range(2):
                await live.send(LiveEvent(kind="marks", subject_id=Id(1), often=True), [ANA])
        await until(lambda: reader.numbers == [1, 1])


async def test_who_does_not_listen_for_long_misses_nothing(server: OwnServer) -> None:
    """More than waits for it is read from the stream; what comes meanwhile is neither doubled nor out of order."""
    async with process(server.url) as live:
        position = await live.arrive([str(ANA)])
        seen: list[int] = []
        async for batch in follow(live, [str(ANA)], position, pause_s=0.5):
            seen += [one.event.subject_id for one in batch]
            if len(seen) in (0, 1):
                for number in range(len(seen), len(seen) + (1 if not seen else 2 * TOLD_MAX)):
                    await live.send(event(number), [ANA])
            if len(seen) > 2 * TOLD_MAX:
                break
        assert seen == list(range(2 * TOLD_MAX + 1))


async def test_a_topic_has_readers_of_its_own(server: OwnServer) -> None:
    """A page about a thread hears of the thread beside what its reader hears of anyway."""
    async with process(server.url) as live:
        reader, other = await Reader.open(live, ANA, "thread:7"), await Reader.open(live, BEN)
        await live.send(event(1), [], ["thread:7"])
        await live.send(event(2), [ANA, BEN])
        await until(lambda: sorted(reader.numbers) == [1, 2] and other.numbers == [2])
        await reader.leave()
        await live.send(event(3), [ANA], ["thread:7"])
        reader.come_back()
        await until(lambda: len(reader.seen) == 4)
        assert sorted(reader.numbers) == [1, 2, 3, 3]


async def test_fifty_senders_and_broken_lines_leave_no_gap_and_no_double(server: OwnServer) -> None:
    """Everybody sees every event once and in the same order, however often the line breaks meanwhile."""
    chance = random.Random(7)
    async with process(server.url) as here, process(server.url) as there:
        readers = [await Reader.open(chance.choice((here, there)), person) for person in (ANA, ANA, ANA, BEN, BEN)]

        async def send(sender: int) -> None:
            for number in range(4):
                await asyncio.sleep(chance.random() / 20)
                await chance.choice((here, there)).send(event(sender * 10 + number), [ANA, BEN])

        async def break_lines() -> None:
            for _turn in range(60):
                reader = chance.choice(readers)
                await reader.leave()
                await asyncio.sleep(0.002)
                reader.come_back(chance.choice((here, there)))

        await asyncio.gather(break_lines(), *(send(sender) for sender in range(50)))
        await until(lambda: all(len(reader.seen) >= 200 for reader in readers))
        everything = {sender * 10 + number for sender in range(50) for number in range(4)}
        for reader in readers:
            assert set(reader.numbers) == everything
            assert len(reader.numbers) == 200
            assert reader.numbers == readers[0].numbers


async def test_who_missed_too_much_is_told_to_load_anew(server: OwnServer) -> None:
    """The stream is short; past its end there is a gap, and it is said."""
    async with process(server.url) as live:
        reader = await Reader.open(live, ANA)
        await live.send(event(1), [ANA])
        await until(lambda: reader.numbers == [1])
        await reader.leave()
        for number in range(600):
            await live.send(event(number), [ANA])
        reader.come_back()
        await until(lambda: len(reader.seen) == 2)
        assert reader.seen[1] == RELOAD
        await live.send(event(9), [ANA])
        await until(lambda: reader.seen[2:] == [event(9)])


async def test_a_valkey_that_is_emptied_is_noticed(server: OwnServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Open pages load anew, also when nothing is sent; afterwards events come as before."""
    monkeypatch.setattr(live_events, "KEEP_EVERY_S", 0.1)
    async with process(server.url) as live:
        reader = await Reader.open(live, ANA)
        await live.send(event(0), [ANA])
        await until(lambda: reader.numbers == [0])
        await live.valkey.flush()
        await live.send(event(1), [ANA])  # nobody seems to be here, unless it was noticed already: this is the gap
        await until(lambda: reader.seen[1:2] == [RELOAD])
        await live.send(event(2), [ANA])
        await until(lambda: reader.seen[-1] == event(2))
        assert reader.seen.count(RELOAD) == 1


async def test_a_stream_that_began_anew_behind_a_readers_back_is_noticed(server: OwnServer) -> None:
    """Another page made the stream again before this one looked: the new entries alone would hide the gap."""
    async with process(server.url) as live:
        reader = await Reader.open(live, ANA)
        await live.valkey.flush()
        other = await Reader.open(live, ANA)
        await live.send(event(2), [ANA])
        await until(
            lambda: other.seen == [event(2)] and reader.seen[:1] == [RELOAD]
        )  # it may have looked before the event


async def test_a_valkey_that_is_killed_costs_a_reload_and_nothing_else(server: OwnServer) -> None:
    """Whoever sends goes on without waiting; the pages load anew when it is back."""
    async with process(server.url) as live:
        reader = await Reader.open(live, ANA)
        server.kill()
        async with asyncio.timeout(10):
            for number in range(100):
                await live.send(event(number), [ANA])
        assert await live.arrive([str(BEN)]) == ""
        late = Reader(live, [str(BEN)], "")  # loaded and opened while it was down
        server.start()
        await until(lambda: reader.seen == [RELOAD] and late.seen == [RELOAD])
        await asyncio.sleep(0.6)
        await live.send(event(7), [ANA, BEN])
        await until(lambda: reader.seen == late.seen == [RELOAD, event(7)])


async def test_readers_end_when_the_process_stops(server: OwnServer) -> None:
    """A deploy does not wait for pages that are never closed."""
    async with process(server.url) as live:
        batches = [one async for one in _until_end(live)]
    assert batches == []


async def _until_end(live: Live) -> AsyncIterator[object]:
    asyncio.get_running_loop().call_later(0.2, live.end)
    async for batch in follow(live, [str(ANA)], await live.arrive([str(ANA)]), pause_s=30):
        yield batch


async def test_a_thousand_readers_hear_of_one_event(server: OwnServer) -> None:
    """They share sixteen connections and one subscription."""
    async with process(server.url) as live:
        readers = [await Reader.open(live, Id(number)) for number in range(1, 1001)]
        await asyncio.sleep(0.5)
        async with asyncio.timeout(30):
            await live.send(event(1), [Id(number) for number in range(1, 1001)])
            await until(lambda: all(reader.numbers == [1] for reader in readers))
        assert int((await live.valkey.client.info("clients"))["connected_clients"]) < 25
        await asyncio.gather(*(reader.leave() for reader in readers))

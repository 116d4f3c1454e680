"""Live events: what shall appear in the pages that somebody has open.

Each person who is here, and each thing that an open page is about, has a *topic* with a short stream in Valkey
(`kith:live:{topic}`). The stream is there exactly as long as somebody reads it or did so ten minutes ago, and an event
is written only where there is a stream. Whoever reads is woken through one channel and reads on from the entry it saw
last. Does that entry stand there still, nothing was missed; else (Valkey was emptied, the key was evicted, or the
reader was away for too long) the page is told to load anew. So every gap is noticed, whatever caused it.

An event holds ids and no words, and a topic's name opens no door: what is shown is read for its viewer at the moment
of delivery.
"""

import asyncio
import secrets
from collections import defaultdict
from collections.abc import AsyncGenerator, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import msgspec

from kith.base.bus.valkey import Hearer, Valkey
from kith.base.core.ids import Id

STREAM_MAX = 256  # events; who missed more is better served by a fresh page
READ_MAX = 512  # Valkey trims a little late
STREAM_KEPT_S = 600  # after its last reader went: a phone in a tunnel, a closed laptop lid
KEEP_EVERY_S = 30
RETRY_AFTER_S = 2
CHUNK = 500  # topics a call: one Lua call for many keys costs a fifth of a pipeline
CHANNEL = "kith:wake"

# Behind five arguments stand the events, then for each key its topic and the number of its event.
_SEND = """
if ARGV[3] ~= '' then redis.call('PUBLISH', ARGV[3], ARGV[4]) end
local woken, events = {}, tonumber(ARGV[5])
for i, key in ipairs(KEYS) do
  local topic, event = ARGV[5 + events + 2 * i - 1], ARGV[5 + tonumber(ARGV[5 + events + 2 * i])]
  if redis.call('XADD', key, 'NOMKSTREAM', 'MAXLEN', '~', ARGV[1], '*', 'e', event) then
    woken[#woken + 1] = topic
  end
end
if #woken > 0 then redis.call('PUBLISH', ARGV[2], table.concat(woken, ' ')) end
return #woken
"""
# A stream begins with an entry that is no event, so that a page's place is always an entry that can be looked for. Its
# id has a random part: a stream that is lost and made again within a millisecond must not look like the same one.
_ARRIVE = """
local last = redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', 1)
local place = last[1] and last[1][1]
if not place then
  local clock = redis.call('TIME')
  local id = string.format('%d%03d-%s', clock[1], math.floor(clock[2] / 1000), ARGV[2])
  place = redis.call('XADD', KEYS[1], id, 'begins', '1')
end
redis.call('EXPIRE', KEYS[1], ARGV[1])
return place
"""
_KEEP = """
local gone = {}
for i, key in ipairs(KEYS) do
  if redis.call('EXPIRE', key, ARGV[1]) == 0 then gone[#gone + 1] = ARGV[i + 1] end
end
return gone
"""


class LiveEvent(msgspec.Struct, frozen=True, kw_only=True):
    """Something to show: what kind, about which thing (`author_id` where the thing lies under its author), and in which
    of its changes (`number`, where they are counted).
    """

    kind: str
    subject_id: Id = Id(0)
    author_id: Id = Id(0)
    number: int = 0


RELOAD = LiveEvent(kind="reload")
_decode = msgspec.json.Decoder(LiveEvent).decode


@dataclass(frozen=True)
class Delivered:
    """An event, and where the reader stands after it: what it names when it comes back."""

    position: str
    event: LiveEvent


@dataclass(eq=False)
class _Ear:
    """One reader: which of its topics have something, and the bell that wakes it."""

    bell: asyncio.Event = field(default_factory=asyncio.Event)
    rung: set[str] = field(default_factory=set)

    def ring(self, topic: str) -> None:
        self.rung.add(topic)
        self.bell.set()


class Live:
    """Sends events, and wakes the readers of this process."""

    def __init__(self, valkey: Valkey) -> None:
        self.valkey = valkey
        self._send = valkey.script(_SEND)
        self._arrive = valkey.script(_ARRIVE)
        self._keep = valkey.script(_KEEP)
        self._ears: defaultdict[str, set[_Ear]] = defaultdict(set)
        self._keeper: asyncio.Task[None] | None = None
        self._closing = False

    @classmethod
    async def open(cls, valkey: Valkey) -> "Live":
        """Begin to listen for wake-ups: one subscription a process, whatever the number of readers."""
        live = cls(valkey)
        valkey.hear(CHANNEL, Hearer(heard=live._wake, connected=live._wake_all))
        live._keeper = asyncio.create_task(live._keep_streams())
        return live

    async def close(self) -> None:
        """Let every reader end."""
        self.end()
        if self._keeper is not None:
            self._keeper.cancel()
            with suppress(asyncio.CancelledError):
                await self._keeper

    def end(self) -> None:
        """Let every reader end, at once: the process is about to stop."""
        self._closing = True
        self._wake_all()

    async def send(self, event: LiveEvent, people: Iterable[Id], topics: Iterable[str] = ()) -> None:
        """Show this to those of these people, and of these topics' readers, who are here. Called after the commit."""
        await self.send_all([(event, [*(str(person) for person in people), *topics])])

    async def send_all(
        self, shown: Sequence[tuple[LiveEvent, Iterable[str]]], *, first: tuple[str, bytes] = ("", b"")
    ) -> bool:
        """Show each of these events to the readers of its topics, in one call where they are few.

        `first` is a channel and what is said there before anybody is shown anything. False: nobody took that.
        """
        events = [msgspec.json.encode(event) for event, _topics in shown]
        every = [(topic, n) for n, (_event, topics) in enumerate(shown, 1) for topic in dict.fromkeys(topics)]
        was_said = True
        for start in range(0, max(len(every), 1), CHUNK):
            chunk = every[start : start + CHUNK]
            said = first if start == 0 else ("", b"")
            places = [part for place in chunk for part in place]
            arguments = [STREAM_MAX, CHANNEL, *said, len(events), *events, *places]
            answer = await self.valkey.call(self._send, [_key(topic) for topic, _number in chunk], arguments)
            was_said = was_said and (start > 0 or answer is not None)
        return was_said

    async def arrive(self, topics: Sequence[str]) -> str:
        """Give the position of a page that is loaded now, and keep from now on what it would miss.

        To be asked before the page reads its matter. A part stays empty where Valkey gives no answer.
        """
        return ",".join([await self._place(topic) or "" for topic in topics])

    async def follow(
        self, topics: Sequence[str], position: str, *, pause_s: float
    ) -> AsyncGenerator[Sequence[Delivered], None]:
        """Give what came after `position` and what comes, each once, in order within its topic; ends when this closes.

        An empty batch after each pause of `pause_s`. `RELOAD` where something may have been missed.
        """
        places = _Places(topics, position)
        with self._ear(topics) as ear:
            while not self._closing:
                ear.bell.clear()
                rung, ear.rung = ear.rung, set()
                for topic in sorted(rung):
                    if batch := await self._read_on(ear, places, topic):
                        yield batch
                if ear.bell.is_set():
                    continue
                try:
                    # Not `wait_for`: before Python 3.12 it can lose the cancellation of a reader that leaves.
                    async with asyncio.timeout(RETRY_AFTER_S if ear.rung else pause_s):
                        await ear.bell.wait()
                except TimeoutError:
                    yield ()

    async def _read_on(self, ear: _Ear, places: "_Places", topic: str) -> list[Delivered]:
        place = places.of[topic]
        if place:
            key = _key(topic)
            entries: Any = await self.valkey.ask(lambda: self.valkey.client.xrange(key, min=place, count=READ_MAX))
            if entries and entries[0][0].decode() == place:
                return [places.step(topic, entry) for entry in entries[1:]]
            if entries is None:
                ear.rung.add(topic)  # nobody knows at present; asked again in a while
                return []
        begun = await self._place(topic)
        if begun is None:
            ear.rung.add(topic)
            return []
        return [places.move(topic, begun, RELOAD)]

    async def _place(self, topic: str) -> str | None:
        arguments = [STREAM_KEPT_S, secrets.randbits(40)]
        place = await self.valkey.call(self._arrive, [_key(topic)], arguments)
        return None if place is None else str(place.decode())

    @contextmanager
    def _ear(self, topics: Sequence[str]) -> Iterator[_Ear]:
        ear = _Ear(rung=set(topics))
        for topic in topics:
            self._ears[topic].add(ear)
        try:
            yield ear
        finally:
            for topic in topics:
                self._ears[topic].discard(ear)
                if not self._ears[topic]:
                    del self._ears[topic]

    def _wake(self, message: bytes) -> None:
        for topic in message.decode().split(" "):
            for ear in self._ears.get(topic, ()):
                ear.ring(topic)

    def _wake_all(self) -> None:
        for topic, ears in self._ears.items():
            for ear in ears:
                ear.ring(topic)

    async def _keep_streams(self) -> None:
        """Keep the streams that are read here, and wake the readers of those that are gone."""
        while True:
            await asyncio.sleep(KEEP_EVERY_S)
            topics = list(self._ears)
            for start in range(0, len(topics), CHUNK):
                chunk = topics[start : start + CHUNK]
                gone = await self.valkey.call(self._keep, [_key(one) for one in chunk], [STREAM_KEPT_S, *chunk])
                if gone:
                    self._wake(b" ".join(gone))


class _Places:
    """Where a reader stands in each of its topics: written as their entries' ids, joined by commas."""

    def __init__(self, topics: Sequence[str], position: str) -> None:
        given = position.split(",")
        self.of = dict(zip(topics, given if len(given) == len(topics) else [""] * len(topics), strict=True))

    def step(self, topic: str, entry: tuple[bytes, dict[bytes, bytes]]) -> Delivered:
        return self.move(topic, entry[0].decode(), _decode(entry[1][b"e"]))

    def move(self, topic: str, place: str, event: LiveEvent) -> Delivered:
        self.of[topic] = place
        return Delivered(",".join(self.of.values()), event)


def _key(topic: str) -> str:
    return f"kith:live:{{{topic}}}"

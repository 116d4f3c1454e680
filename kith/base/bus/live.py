"""Live events: what shall appear in the pages that somebody has open.

Each person who is here, and each thing that an open page is about, has a *topic* with a short stream in Valkey
(`kith:live:{topic}`). The stream is there exactly as long as somebody reads it or did so ten minutes ago, and an event
is written only where there is a stream. Whoever reads is told of it through one channel, and behind which entry it
stands. Was that the entry it saw last, nothing was missed. Else it reads on in the stream from the entry it saw last;
where that stands there no more (Valkey was emptied, the key was evicted, or the reader was away for too long), the page
is told to load anew. So every gap is noticed, whatever caused it.

An event holds ids and no words, and a topic's name opens no door: what is shown is read for its viewer at the moment
of delivery.
"""

import asyncio
import secrets
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from typing import Any

import msgspec

from kith.base.bus.places import RELOAD, Delivered, Ear, Entry, LiveEvent, nobody
from kith.base.bus.valkey import Hearer, Script, Valkey
from kith.base.core.ids import Id

__all__ = ["RELOAD", "Delivered", "Ear", "Live", "LiveEvent"]

STREAM_MAX = 256  # events; who missed more is better served by a fresh page
READ_MAX = 512  # Valkey trims a little late
STREAM_KEPT_S = 600  # after its last reader went: a phone in a tunnel, a closed laptop lid
KEEP_EVERY_S = 30
RETRY_AFTER_S = 2
READING_AT_ONCE = 6  # of the ten connections to the database: requests find some free, however many streams wake
OFTEN_S = 1.0
CHUNK = 500  # topics a call: one Lua call for many keys costs a fifth of a pipeline
CHANNEL = "kith:wake"
_KEY = "kith:live:{"

# Behind four arguments stands each event with the number of its keys. Who is woken is told the event itself, and behind
# which entry it stands: whoever has read up to there has read it.
_SEND = """
if ARGV[3] ~= '' then redis.call('PUBLISH', ARGV[3], ARGV[4]) end
local told, places, event, at, left = {}, {}, '', 3, 0
for _, key in ipairs(KEYS) do
  while left == 0 do
    at = at + 2
    places, event, left = {}, ARGV[at], tonumber(ARGV[at + 1])
  end
  left = left - 1
  local last = redis.call('XREVRANGE', key, '+', '-', 'COUNT', 1)[1]
  if last then
    if #places == 0 then told[#told + 1] = {event, places} end
    places[#places + 1] = {key, last[1], redis.call('XADD', key, 'MAXLEN', '~', ARGV[1], '*', 'e', event)}
  end
end
if #told > 0 then redis.call('PUBLISH', ARGV[2], cmsgpack.pack(told)) end
return #told
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


_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(LiveEvent).decode
_decode_told = msgspec.msgpack.Decoder(list[tuple[str, list[tuple[str, str, str]]]]).decode


class Live:
    """Sends events, and wakes the readers of this process."""

    def __init__(self, valkey: Valkey) -> None:
        self.valkey = valkey
        self._send = Script(_SEND)
        self._arrive = Script(_ARRIVE)
        self._keep = Script(_KEEP)
        self._ears: defaultdict[str, set[Ear]] = defaultdict(set)
        self._keeper: asyncio.Task[None] | None = None
        self.is_ending = False
        self.endings: set[Callable[[], None]] = set()  # called at the end, for who is open and listens to nothing
        self._often: dict[LiveEvent, set[str]] = {}  # what was told a moment ago, and to whom it is to be told again
        self._showing: set[asyncio.Task[bool]] = set()
        self.turns = asyncio.Semaphore(READING_AT_ONCE)  # for readers who are told something, and look it up

    @classmethod
    async def open(cls, valkey: Valkey) -> "Live":
        """Begin to listen for wake-ups: one subscription a process, whatever the number of readers."""
        live = cls(valkey)
        valkey.hear(CHANNEL, Hearer(heard=live._hear, connected=live._wake_all))
        live._keeper = asyncio.create_task(live._keep_streams())
        return live

    async def close(self) -> None:
        """Let every reader end, and tell elsewhere what waits for the end of its second."""
        self.end()
        for event in tuple(self._often):
            self._show_rest(event)
        await asyncio.gather(*self._showing, return_exceptions=True)
        self._often.clear()
        if self._keeper is not None:
            self._keeper.cancel()
            with suppress(asyncio.CancelledError):
                await self._keeper

    def end(self) -> None:
        """Let every reader end, at once: the process is about to stop."""
        self.is_ending = True
        for ear in {ear for ears in self._ears.values() for ear in ears}:
            ear.wake()
        for wake in tuple(self.endings):
            wake()

    @property
    def is_heard_here(self) -> bool:
        """Whether anybody listens in this process."""
        return bool(self._ears)

    async def send(self, event: LiveEvent, people: Iterable[Id], topics: Iterable[str] = ()) -> None:
        """Show this to those of these people, and of these topics' readers, who are here. Called after the commit."""
        await self.send_all([(event, [*(str(person) for person in people), *topics])])

    async def send_all(
        self, shown: Sequence[tuple[LiveEvent, Iterable[str]]], *, first: tuple[str, bytes] = ("", b"")
    ) -> bool:
        """Show each of these events to the readers of its topics, in one call where they are few.

        `first` is a channel and what is said there before anybody is shown anything. False: nobody took that.
        """
        shown = [(event, tuple(topics)) for event, topics in shown]
        shown = [one for one in shown if not one[0].often or self._is_now(*one)]
        if not shown and not first[0]:
            return True
        every = [
            (f"{_KEY}{topic}}}", number)
            for number, (_event, topics) in enumerate(shown)
            for topic in dict.fromkeys(topics)
        ]
        was_said = True
        for start in range(0, max(len(every), 1), CHUNK):
            chunk = every[start : start + CHUNK]
            numbers = Counter([number for _key, number in chunk])
            events = [part for one, count in numbers.items() for part in (_encode(shown[one][0]), count)]
            said = first if start == 0 else ("", b"")
            arguments = [STREAM_MAX, CHANNEL, *said, *events]
            answer = await self.valkey.call(self._send, [key for key, _number in chunk], arguments)
            was_said = was_said and (start > 0 or answer is not None)
        return was_said

    def _is_now(self, event: LiveEvent, topics: Iterable[str]) -> bool:
        """Tell whether to show at once what happens often; what comes within a second of it is shown at its end."""
        if (waiting := self._often.get(event)) is not None:
            waiting.update(topics)
            return False
        self._often[event] = set()
        asyncio.get_running_loop().call_later(OFTEN_S, self._show_rest, event)
        return True

    def _show_rest(self, event: LiveEvent) -> None:
        if topics := self._often.pop(event, None):
            task = asyncio.create_task(self.send_all([(event, topics)]))
            self._showing.add(task)
            task.add_done_callback(self._showing.discard)

    async def arrive(self, topics: Sequence[str]) -> str:
        """Give the position of a page that is loaded now, and keep from now on what it would miss.

        To be asked before the page reads its matter. A part stays empty where Valkey gives no answer.
        """
        return ",".join([await self._place(topic) or "" for topic in topics])

    def listen(self, ear: Ear, wake: Callable[[], None]) -> None:
        """Begin to hear what came after its position, and what comes: `wake` is called when there is more to read."""
        ear.wake = wake
        for topic in ear.places:
            self._ears[topic].add(ear)

    def leave(self, ear: Ear) -> None:
        """Hear no more."""
        ear.wake = nobody
        for topic in ear.places:
            self._ears[topic].discard(ear)
            if not self._ears[topic]:
                del self._ears[topic]

    async def read(self, ear: Ear) -> list[Delivered]:
        """Give the next part of what there is (`ear.stirs`), each event once, in order within its topic.

        `RELOAD` where something may have been missed. One reads from an ear at a time.
        """
        if ear.told and (batch := ear.take()):
            return batch
        if not ear.rung:
            return []
        topic = min(ear.rung)
        ear.rung -= {topic}
        return await self._read_on(ear, topic)

    async def _read_on(self, ear: Ear, topic: str) -> list[Delivered]:
        place = ear.places[topic]
        if place:
            key = _key(topic)
            entries: Any = await self.valkey.ask(lambda: self.valkey.client.xrange(key, min=place, count=READ_MAX))
            if entries and entries[0][0].decode() == place:
                return [ear.move(topic, one.decode(), _decode(fields[b"e"])) for one, fields in entries[1:]]
            if entries is None:
                return _later(ear, topic)
        begun = await self._place(topic)
        return _later(ear, topic) if begun is None else [ear.move(topic, begun, RELOAD)]

    async def _place(self, topic: str) -> str | None:
        arguments = [STREAM_KEPT_S, secrets.randbits(40)]
        place = await self.valkey.call(self._arrive, [_key(topic)], arguments)
        return None if place is None else str(place.decode())

    def _hear(self, message: bytes) -> None:
        if not self._ears:
            return
        for event, places in _decode_told(message):
            known = _decode(event)
            for key, before, place in places:
                topic = key[len(_KEY) : -1]
                entry = Entry(topic, before, place, known)
                for ear in self._ears.get(topic, ()):
                    ear.tell(entry)

    def _wake(self, topics: Iterable[str]) -> None:
        for topic in topics:
            for ear in self._ears.get(topic, ()):
                ear.ring(topic)

    def _wake_all(self) -> None:
        self._wake(self._ears)

    async def _keep_streams(self) -> None:
        """Keep the streams that are read here, and wake the readers of those that are gone."""
        while True:
            await asyncio.sleep(KEEP_EVERY_S)
            topics = list(self._ears)
            for start in range(0, len(topics), CHUNK):
                chunk = topics[start : start + CHUNK]
                gone = await self.valkey.call(self._keep, [_key(one) for one in chunk], [STREAM_KEPT_S, *chunk])
                if gone:
                    self._wake(topic.decode() for topic in gone)


def _later(ear: Ear, topic: str) -> list[Delivered]:
    """Nobody knows at present; it is asked again in a while."""
    asyncio.get_running_loop().call_later(RETRY_AFTER_S, lambda: ear.ring(topic))
    return []


def _key(topic: str) -> str:
    return f"{_KEY}{topic}}}"

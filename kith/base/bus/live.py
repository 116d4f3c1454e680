"""Live events: what shall appear in the pages that somebody has open.

Each person who is here has a short stream in Valkey (`kith:live:{id}`). An event is written to it and everybody
who reads it is woken through one channel. A reader that comes back names the last event it saw and gets the rest,
each once and in order. When Valkey was emptied, or the reader was away for longer than the stream reaches, it is told
to load its page anew.

An event holds ids and no words: what is shown is read for its viewer at the moment of delivery.
"""

import asyncio
from collections import defaultdict
from collections.abc import AsyncGenerator, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass

import msgspec

from kith.base.bus.valkey import Down, Valkey
from kith.base.core.ids import Id

STREAM_MAX = 256  # events; who missed more is better served by a fresh page
HERE_S = 90  # how long after the last sign of life somebody counts as here
STREAM_KEPT_S = 600
CHUNK = 500  # people a call: one Lua call for many keys costs a fifth of a pipeline
CHANNEL = "kith:wake"

_SEND = """
local woken = {}
for i, key in ipairs(KEYS) do
  local person = ARGV[i + 4]
  if redis.call('EXISTS', 'kith:here:{' .. person .. '}') == 1 then
    redis.call('XADD', key, 'MAXLEN', '~', ARGV[1], '*', 'e', ARGV[2])
    redis.call('EXPIRE', key, ARGV[3])
    woken[#woken + 1] = person
  end
end
if #woken > 0 then redis.call('PUBLISH', ARGV[4], table.concat(woken, ' ')) end
return #woken
"""


class LiveEvent(msgspec.Struct, frozen=True, kw_only=True):
    """Something to show: what kind, about which thing (`author_id` where the thing lies under its author)."""

    kind: str
    subject_id: Id = Id(0)
    author_id: Id = Id(0)


RELOAD = LiveEvent(kind="reload")


@dataclass(frozen=True)
class Delivered:
    """An event and its place in the person's stream, to be named when the reader comes back."""

    position: str
    event: LiveEvent


class Live:
    """Sends events, and wakes the streams that this process holds open."""

    def __init__(self, valkey: Valkey) -> None:
        self.valkey = valkey
        self._send = valkey.script(_SEND)
        self._bells: defaultdict[Id, set[asyncio.Event]] = defaultdict(set)
        self._task: asyncio.Task[None] | None = None

    @classmethod
    async def open(cls, valkey: Valkey) -> "Live":
        """Begin to listen for wake-ups: one subscription a process, whatever the number of streams."""
        live = cls(valkey)
        live._task = asyncio.create_task(live._listen())
        return live

    async def close(self) -> None:
        """Stop listening, and let every open stream end."""
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task
        self._ring_all()

    async def send(self, event: LiveEvent, people: Iterable[Id]) -> None:
        """Show this to those of them who are here now. Called after the commit."""
        everyone = list(dict.fromkeys(people))
        body = msgspec.json.encode(event)
        for start in range(0, len(everyone), CHUNK):
            chunk = everyone[start : start + CHUNK]
            keys = [_stream(person) for person in chunk]
            await self.valkey.call(self._send, keys, [STREAM_MAX, body, STREAM_KEPT_S, CHANNEL, *chunk])

    async def here(self, person: Id) -> None:
        """Note that this person has a page open; to be repeated within `HERE_S`."""
        with suppress(*Down):
            await self.valkey.client.set(f"kith:here:{{{person}}}", 1, ex=HERE_S)

    async def newest(self, person: Id) -> str:
        """Give the place after which a page that is loaded now has seen nothing yet."""
        await self.here(person)
        try:
            last = await self.valkey.client.xrevrange(_stream(person), count=1)
        except Down:
            return "0-0"
        return last[0][0].decode() if last else "0-0"

    async def after(self, person: Id, position: str) -> list[Delivered]:
        """Read what came after `position`; a `RELOAD` when nobody knows."""
        try:
            if position != "0-0" and not await self._reaches_back(person, position):
                return [Delivered(await self.newest(person), RELOAD)]
            entries = await self.valkey.client.xrange(_stream(person), min=f"({position}", count=STREAM_MAX)
        except Down:
            return []
        return [Delivered(key.decode(), msgspec.json.decode(fields[b"e"], type=LiveEvent)) for key, fields in entries]

    async def follow(self, person: Id, position: str, *, pause_s: float) -> AsyncGenerator[Sequence[Delivered], None]:
        """Give events after `position` as they come, for ever; an empty batch after each pause of `pause_s`."""
        with self._bell(person) as bell:
            while True:
                await self.here(person)
                bell.clear()
                batch = await self.after(person, position)
                if batch:
                    position = batch[-1].position
                    yield batch
                    continue
                try:
                    await asyncio.wait_for(bell.wait(), pause_s)
                except TimeoutError:
                    yield ()

    async def _reaches_back(self, person: Id, position: str) -> bool:
        """Tell whether the stream still holds `position`, so that nothing after it was lost."""
        found = await self.valkey.client.xrange(_stream(person), min=position, max=position, count=1)
        return bool(found)

    @contextmanager
    def _bell(self, person: Id) -> Iterator[asyncio.Event]:
        bell = asyncio.Event()
        self._bells[person].add(bell)
        try:
            yield bell
        finally:
            self._bells[person].discard(bell)
            if not self._bells[person]:
                del self._bells[person]

    async def _listen(self) -> None:
        async for message in self.valkey.listen(CHANNEL, connected=self._ring_all, lost=self._ring_all):
            for person in message.split():
                for bell in self._bells.get(Id(int(person)), ()):
                    bell.set()

    def _ring_all(self) -> None:
        for bells in self._bells.values():
            for bell in bells:
                bell.set()


def _stream(person: Id) -> str:
    return f"kith:live:{{{person}}}"

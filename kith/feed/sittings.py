"""Sittings in Valkey: the order of Home stands still while somebody reads, on all their devices.

Losing one loses nothing: what was read is marked in the database, and the order is made anew from there.
"""

import msgspec

from kith.base.bus.valkey import Valkey
from kith.base.core.ids import Id
from kith.feed.model import Sitting

CURRENT_S = 30 * 60  # whoever comes back within half an hour finds the page they left
KEPT_S = 24 * 3600  # a page that is open still goes on where it stopped

_decode = msgspec.msgpack.Decoder(Sitting).decode


async def find_sitting(valkey: Valkey, reader_id: Id, sitting_id: Id) -> Sitting | None:
    """Find a sitting of this reader."""
    return _read(await valkey.ask(lambda: valkey.client.get(_key(reader_id, sitting_id))))


async def current_sitting(valkey: Valkey, reader_id: Id) -> Sitting | None:
    """Find the sitting that this reader began last, within half an hour."""
    found = await valkey.ask(lambda: valkey.client.get(_key(reader_id, "now")))
    return None if found is None else await find_sitting(valkey, reader_id, Id(int(found)))


async def keep_sitting(valkey: Valkey, sitting: Sitting) -> None:
    """Keep a sitting, as the current one."""
    kept, reader_id = msgspec.msgpack.encode(sitting), sitting.reader_id
    await valkey.ask(lambda: valkey.client.set(_key(reader_id, sitting.id), kept, ex=KEPT_S))
    await valkey.ask(lambda: valkey.client.set(_key(reader_id, "now"), str(sitting.id), ex=CURRENT_S))


async def end_sitting(valkey: Valkey, reader_id: Id) -> None:
    """Let the next Home be made anew."""
    await valkey.ask(lambda: valkey.client.delete(_key(reader_id, "now")))


def _key(reader_id: Id, what: Id | str) -> str:
    return f"kith:home:{{{reader_id}}}:{what}"


def _read(kept: bytes | None) -> Sitting | None:
    try:
        return None if kept is None else _decode(kept)
    except msgspec.DecodeError:
        return None  # written by an older version of Kith

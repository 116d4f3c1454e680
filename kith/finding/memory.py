"""What is kept of a run: in Valkey alone, under its owner, for an hour. A new run takes the place of the last.

Whatever writes says for which run it does, so that a reader who comes late writes nothing into the next one, nor into
one that was ended.
"""

import msgspec

from kith.base.bus.valkey import Script, Valkey
from kith.base.core.ids import Id
from kith.base.work import House
from kith.finding.model import RUN_LASTS_S, Outcome, Run

_BEGIN = Script("""
redis.call('DEL', KEYS[1])
redis.call('HSET', KEYS[1], 'id', ARGV[1], 'run', ARGV[2])
redis.call('EXPIRE', KEYS[1], ARGV[3])
return 1
""")
_NOTE = Script("""
if redis.call('HGET', KEYS[1], 'id') ~= ARGV[1] then return 0 end
for at = 2, #ARGV, 2 do redis.call('HSET', KEYS[1], ARGV[at], ARGV[at + 1]) end
return 1
""")
_CLAIM = Script("""
if redis.call('HGET', KEYS[1], 'id') ~= ARGV[1] then return 0 end
return redis.call('HSETNX', KEYS[1], ARGV[2], '')
""")
_read_run, _read_outcome = msgspec.json.Decoder(Run).decode, msgspec.json.Decoder(Outcome).decode


async def begin(house: House, owner_id: Id, run: Run) -> bool:
    """Begin a run, in the place of the last. `False` when there is nowhere to keep it."""
    return bool(await _call(house, _BEGIN, owner_id, str(run.id), msgspec.json.encode(run), RUN_LASTS_S))


async def note(house: House, owner_id: Id, run: Run, outcome: Outcome | None = None) -> bool:
    """Write how far a run is, and what came of it. `False` when it is not the present one any more."""
    more = () if outcome is None else ("outcome", msgspec.json.encode(outcome))
    return bool(await _call(house, _NOTE, owner_id, str(run.id), "run", msgspec.json.encode(run), *more))


async def find_run(house: House, owner_id: Id) -> Run | None:
    """Find the present run."""
    kept = await _ask(house, owner_id, "run")
    return None if kept is None else _read_run(kept)


async def find_outcome(house: House, owner_id: Id) -> Outcome | None:
    """Find what came of the present run."""
    kept = await _ask(house, owner_id, "outcome")
    return None if kept is None else _read_outcome(kept)


async def end(house: House, owner_id: Id) -> None:
    """Forget a run and all it knew."""
    await _valkey(house).ask(lambda: _valkey(house).client.delete(_key(owner_id)))


async def claim_invitation(house: House, owner_id: Id, run_id: Id, number: int) -> bool:
    """Be the one who invites the person with this number. `False` when they are invited already."""
    return bool(await _call(house, _CLAIM, owner_id, str(run_id), _invited(number)))


async def give_claim_back(house: House, owner_id: Id, number: int) -> None:
    """Let somebody else try."""
    await _valkey(house).ask(lambda: _valkey(house).client.hdel(_key(owner_id), _invited(number)))


async def note_invited(house: House, owner_id: Id, run_id: Id, number: int, link: str) -> None:
    """Remember the link by which somebody is invited."""
    await _call(house, _NOTE, owner_id, str(run_id), _invited(number), link)


async def invited(house: House, owner_id: Id) -> dict[int, str]:
    """Give the links of those who are invited, by their numbers."""
    kept = await _valkey(house).ask(lambda: _valkey(house).client.hgetall(_key(owner_id)))
    links = {name.decode(): link.decode() for name, link in (kept or {}).items() if name.startswith(b"invited:")}
    return {int(name.partition(":")[2]): link for name, link in links.items()}


def _invited(number: int) -> str:
    return f"invited:{number}"


def _key(owner_id: Id) -> str:
    return f"kith:finding:{{{owner_id}}}"


def _valkey(house: House) -> Valkey:
    return house.live.valkey


async def _ask(house: House, owner_id: Id, name: str) -> bytes | None:
    kept: bytes | None = await _valkey(house).ask(lambda: _valkey(house).client.hget(_key(owner_id), name))
    return kept


async def _call(house: House, script: Script, owner_id: Id, *arguments: object) -> object:
    return await _valkey(house).call(script, [_key(owner_id)], arguments)

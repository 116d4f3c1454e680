"""Who of a team is writing into a case at this moment: kept in Valkey alone, for as long as it is true."""

from collections.abc import Sequence

from kith.base.bus.valkey import Valkey
from kith.base.core.ids import Id
from kith.desk.model import WRITING_S


async def note_writing(valkey: Valkey, case_id: Id, person_id: Id) -> None:
    """Note that somebody is writing."""
    await valkey.ask(lambda: valkey.client.set(_key(case_id, person_id), b"1", ex=WRITING_S))


async def who_writes(valkey: Valkey, case_id: Id, people: Sequence[Id]) -> list[Id]:
    """Tell who of these is writing."""
    if not people:
        return []
    keys = [_key(case_id, one) for one in people]
    found = await valkey.ask(lambda: valkey.client.mget(keys)) or [None] * len(keys)
    return [one for one, there in zip(people, found, strict=True) if there]


def _key(case_id: Id, person_id: Id) -> str:
    return f"kith:desk:{{{case_id}}}:{person_id}"

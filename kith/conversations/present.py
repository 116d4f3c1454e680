"""Who is here and who is writing: kept in Valkey alone, for as long as it is true. Without it nobody is here."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Literal

import msgspec

from kith.base.bus.valkey import Valkey
from kith.base.core.ids import Id

TYPING_S = 6  # a page says it again every few seconds, as long as somebody types
HERE_S = 75  # a page says it every half minute; one that lost its way is gone after that
SEEN_DAYS = 30

State = Literal["here", "away", "gone"]


class Presence(msgspec.Struct, frozen=True, kw_only=True):
    """Whether somebody is here, with a page in front of them or in the background, and when they last were."""

    account_id: Id
    state: State = "gone"
    seen_at: datetime | None = None


async def note(valkey: Valkey, person_id: Id, state: State, now: datetime) -> State:
    """Note that somebody is here, away or gone; give what was known before."""
    key, seen = _here(person_id), _seen(person_id)

    async def write() -> bytes | None:
        async with valkey.client.pipeline(transaction=False) as pipe:
            pipe.get(key)
            if state == "gone":
                pipe.delete(key)
            else:
                pipe.set(key, state, ex=HERE_S)
            pipe.set(seen, int(now.timestamp()), ex=SEEN_DAYS * 86_400)
            before: bytes | None = (await pipe.execute())[0]
        return before or b"gone"

    before = await valkey.ask(write)
    return "gone" if before is None else _state(before)


async def presences(valkey: Valkey, people: Sequence[Id]) -> list[Presence]:
    """Tell of each of these whether they are here."""
    if not people:
        return []
    keys = [key for one in people for key in (_here(one), _seen(one))]
    found = await valkey.ask(lambda: valkey.client.mget(keys)) or [None] * len(keys)
    return [
        Presence(
            account_id=one,
            state=_state(found[2 * n] or b"gone"),
            seen_at=None if found[2 * n + 1] is None else datetime.fromtimestamp(int(found[2 * n + 1]), UTC),
        )
        for n, one in enumerate(people)
    ]


async def note_typing(valkey: Valkey, conversation_id: Id, person_id: Id) -> None:
    """Note that somebody is writing."""
    await valkey.ask(lambda: valkey.client.set(_typing(conversation_id, person_id), b"1", ex=TYPING_S))


async def end_typing(valkey: Valkey, conversation_id: Id, person_id: Id) -> None:
    """Note that somebody is writing no more."""
    await valkey.ask(lambda: valkey.client.delete(_typing(conversation_id, person_id)))


async def who_is_typing(valkey: Valkey, conversation_id: Id, people: Sequence[Id]) -> list[Id]:
    """Tell who of these is writing."""
    if not people:
        return []
    keys = [_typing(conversation_id, one) for one in people]
    found = await valkey.ask(lambda: valkey.client.mget(keys)) or [None] * len(keys)
    return [one for one, there in zip(people, found, strict=True) if there]


def _state(text: bytes) -> State:
    return "here" if text == b"here" else "away" if text == b"away" else "gone"


def _here(person_id: Id) -> str:
    return f"kith:here:{{{person_id}}}"


def _seen(person_id: Id) -> str:
    return f"kith:seen:{{{person_id}}}"


def _typing(conversation_id: Id, person_id: Id) -> str:
    return f"kith:typing:{{{conversation_id}}}:{person_id}"

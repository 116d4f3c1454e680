"""Prompts, and what there is to know of others before they are suggested."""

from collections.abc import Sequence
from datetime import datetime

from kith.base.core.ids import Id
from kith.base.storage.database import Db
from kith.base.storage.statement import Statement
from kith.ties.model import TieSettings
from kith.ties.model.prompt import TiePrompt

_PROMPTS = Statement(f"SELECT {TiePrompt.columns()} FROM tie_prompts WHERE owner_id = %(owner_id)s")
_PROMPT = Statement(
    f"SELECT {TiePrompt.columns()} FROM tie_prompts WHERE owner_id = %(owner_id)s AND other_id = %(other_id)s"
)
_NOTE_PROMPT = Statement("UPDATE tie_settings SET prompted_at = %(at)s WHERE owner_id = %(owner_id)s")
_SETTINGS = Statement(
    f"SELECT {TieSettings.columns()} FROM tie_settings WHERE owner_id = ANY (%(owner_ids)s::bigint[])"
)
# What the other side says about a pair, read to keep the two apart, and shown to nobody.
_SAID_BY_OTHERS = Statement("""
    SELECT owner_id
      FROM tie_wishes
     WHERE owner_id = ANY (%(others)s::bigint[])
       AND other_id = %(person_id)s
       AND parted
""")
_ENDED = Statement("""
    SELECT DISTINCT other_id
      FROM declared_relations
     WHERE owner_id = %(owner_id)s
       AND ended_at IS NOT NULL
""")
_FORGET = Statement("DELETE FROM tie_prompts WHERE owner_id = %(person_id)s OR other_id = %(person_id)s")


async def prompts_of(db: Db, owner_id: Id) -> dict[Id, TiePrompt]:
    """Read what was suggested to somebody, by the person it was about."""
    return {one.other_id: one for one in await db.all(_PROMPTS, TiePrompt, owner_id=owner_id)}


async def find_prompt(db: Db, owner_id: Id, other_id: Id) -> TiePrompt | None:
    """Find what was suggested to somebody about one person."""
    return await db.maybe(_PROMPT, TiePrompt, owner_id=owner_id, other_id=other_id)


async def put_prompt(db: Db, prompt: TiePrompt) -> None:
    """Write how often somebody was suggested; the owner's settings are locked."""
    await db.put(prompt)


async def note_prompt(db: Db, owner_id: Id, at: datetime) -> None:
    """Note when somebody was last reminded of anybody; their settings are locked."""
    await db.run(_NOTE_PROMPT, owner_id=owner_id, at=at)


async def settings_of(db: Db, owner_ids: Sequence[Id]) -> dict[Id, TieSettings]:
    """Read what is kept once a person, for those of these who have anything."""
    found = await db.all(_SETTINGS, TieSettings, owner_ids=list(owner_ids))
    return {one.owner_id: one for one in found}


async def parted_from(db: Db, person_id: Id, others: Sequence[Id]) -> set[Id]:
    """Tell which of these say that they were once somebody's partner."""
    return set(await db.values(_SAID_BY_OTHERS, person_id=person_id, others=list(others)))


async def ended_with(db: Db, owner_id: Id) -> set[Id]:
    """Tell with whom one declared something that either has ended: both sides know it by the same row."""
    return set(await db.values(_ENDED, owner_id=owner_id))


async def forget_prompts(db: Db, person_id: Id) -> None:
    """Delete what was suggested to somebody who left, and what was suggested about them."""
    await db.run(_FORGET, person_id=person_id)

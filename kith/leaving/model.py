"""Records, facts and limits of leaving."""

from datetime import datetime
from typing import Literal

import msgspec

from kith.base.core.fact import Fact
from kith.base.core.ids import Id
from kith.base.core.record import Record

KEPT_DAYS = 7  # in which it can be fetched; then the file is deleted, and another can be asked for
AGAIN_HOURS = 24  # between two takings: packing reads everything of somebody's
ROWS_AT_ONCE = 500

State = Literal["waiting", "packing", "done", "failed"]


class Taking(Record, frozen=True, kw_only=True, table="takings", key=("owner_id",), indexes=("(asked_at)",)):
    """The one file that somebody takes with them. `id` names the file, so that a late worker writes into no other."""

    owner_id: Id
    id: Id
    state: State = "waiting"
    percent: int = 0
    size_bytes: Id = Id(0)  # as wide as an id: a life in pictures is more than two gigabytes
    asked_at: datetime
    done_at: datetime | None = None


class TakingAsked(Fact, frozen=True, kw_only=True):
    """Somebody wants to take everything with them."""

    owner_id: Id
    taking_id: Id


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """What of a record class is somebody's: `where` compares with `%(me)s`; `without` are columns that stay here."""

    where: str
    without: tuple[str, ...] = ()

"""Whom somebody named beforehand, to say so when they have died."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec

from kith.base.core.ids import Id
from kith.base.core.record import Length, Record
from kith.people.model.account import Account

LAST_WORD_MAX = 1000  # characters, to the owners of the server

TrusteeState = Literal["asked", "agreed", "declined"]


class Trustee(Record, frozen=True, kw_only=True, table="trustees", key=("owner_id",), indexes=("(person_id)",)):
    """Whom somebody named, and what that person answered. `told_at` is when they said that the one who named them has
    died, with `words` for the owners of the server. Each asking and each saying has an id, so that it is told once.
    """

    owner_id: Id
    person_id: Id
    id: Id
    state: TrusteeState = "asked"
    asked_at: datetime
    answered_at: datetime | None = None
    told_id: Id | None = None
    told_at: datetime | None = None
    words: Annotated[str, Length(LAST_WORD_MAX)] = ""


class Trust(msgspec.Struct, frozen=True, kw_only=True):
    """What stands between two by this, and the other of them. `undecided` where no owner is there to decide, because
    the one it is about runs the server alone.
    """

    trustee: Trustee
    account: Account
    undecided: bool = False


class IfIDie(msgspec.Struct, frozen=True, kw_only=True):
    """Whom one named, and who named oneself."""

    named: Trust | None
    named_by: tuple[Trust, ...]

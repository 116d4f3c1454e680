"""Programs that are let in to an organisation's desk, without any person."""

from datetime import datetime
from typing import Annotated, Literal, get_args

from kith.base.core.ids import Id
from kith.base.core.record import Length, Record

PROGRAMS_MAX = 20  # let in at a time; beyond it nobody knows any more what each of them is for
PROGRAM_NAME_MAX = 60

# What a program may do at the desk. A route of the API names one of these beside `read` or `write`.
ProgramScope = Literal[
    "read:desk",
    "read:cases",
    "read:notes",
    "read:replies",
    "read:record",
    "read:report",
    "read:webhooks",
    "write:cases",
    "write:answers",
    "write:notes",
    "write:replies",
    "write:questions",
    "write:desk",
    "write:webhooks",
]
PROGRAM_SCOPES: tuple[ProgramScope, ...] = get_args(ProgramScope)


class TeamProgram(
    Record,
    frozen=True,
    kw_only=True,
    table="team_programs",
    key=("organisation_id", "id"),
    indexes=("(made_by) WHERE made_by IS NOT NULL",),
):
    """A program with a key of its own: a hand that is nobody's. Of the secret only the SHA-256 is kept.

    One that was ended stays, without its key, so that what it did can be told apart; `id` stands there as the hand.
    """

    organisation_id: Id
    id: Id
    name: Annotated[str, Length(PROGRAM_NAME_MAX)]
    secret_hash: bytes
    scopes: tuple[str, ...]
    made_by: Id | None = None
    made_at: datetime
    expires_at: datetime | None = None
    used_at: datetime | None = None  # to the hour
    ended_at: datetime | None = None

    def is_let_in(self, now: datetime) -> bool:
        """Whether its key still opens anything."""
        return self.ended_at is None and (self.expires_at is None or self.expires_at > now)

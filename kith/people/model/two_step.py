"""The second step of signing in, and what is told of it."""

from datetime import datetime

from kith.base.core.fact import Fact
from kith.base.core.ids import Id
from kith.base.core.record import Record

RECOVERY_CODES = 10  # on one slip of paper


class TwoStep(
    Record,
    frozen=True,
    kw_only=True,
    table="two_steps",
    key=("account_id",),
    references=("(account_id) REFERENCES members (account_id) ON DELETE CASCADE",),
):
    """The key that somebody's phone makes codes of. It is being set up until a first code has proved that it does.

    `last_step` is the time step of the last code that was taken: none is taken twice.
    """

    account_id: Id
    sealed_secret: bytes
    begun_at: datetime
    on_at: datetime | None = None
    last_step: int = 0


class RecoveryCode(
    Record,
    frozen=True,
    kw_only=True,
    table="recovery_codes",
    key=("account_id", "code_hash"),
    references=("(account_id) REFERENCES two_steps (account_id) ON DELETE CASCADE",),
):
    """A code for when the phone is lost. It goes when it is used."""

    account_id: Id
    code_hash: bytes


class TwoStepTurned(Fact, frozen=True, kw_only=True):
    """Somebody's two-step sign-in is on or off from now on; `event_id` tells one time from another."""

    account_id: Id
    event_id: Id
    is_on: bool


class RecoveryCodeUsed(Fact, frozen=True, kw_only=True):
    """A recovery code was taken in the place of one from the phone."""

    account_id: Id
    event_id: Id

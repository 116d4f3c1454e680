"""The second step of signing in, and what is told of it."""

from datetime import datetime
from typing import Annotated

from kith.base.core.fact import Fact
from kith.base.core.ids import Id
from kith.base.core.record import Length, Record

RECOVERY_CODES = 10  # on one slip of paper
PASSKEYS_MAX = 20
PASSKEY_NAME_MAX = 60


class TwoStep(
    Record,
    frozen=True,
    kw_only=True,
    table="two_steps",
    key=("account_id",),
    references=("(account_id) REFERENCES members (account_id) ON DELETE CASCADE",),
):
    """Somebody's second step: on since `on_at`, by an app that makes codes, by passkeys, or by both.

    The sealed secret is the key of the app. It is being set up until a first code has proved that it works.
    `last_step` is the time step of the last code that was taken: none is taken twice, and 0 says that none was.
    """

    account_id: Id
    sealed_secret: bytes | None
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


class Passkey(
    Record,
    frozen=True,
    kw_only=True,
    table="passkeys",
    key=("account_id", "id"),
    uniques=(("account_id", "credential_id"),),
    references=("(account_id) REFERENCES two_steps (account_id) ON DELETE CASCADE",),
):
    """A key that a device of somebody's keeps; here is its public half. `sign_count` stays 0 where none counts.

    `stands_alone`: it signs in without the password, having been made or shown since that was set.
    """

    account_id: Id
    id: Id
    credential_id: bytes
    public_key: bytes
    sign_count: Id  # as wide as an id: devices count to four thousand million
    name: Annotated[str, Length(PASSKEY_NAME_MAX)]
    made_at: datetime
    used_at: datetime | None = None
    stands_alone: bool = True


class TwoStepTurned(Fact, frozen=True, kw_only=True):
    """Somebody's two-step sign-in is on or off from now on; `event_id` tells one time from another."""

    account_id: Id
    event_id: Id
    is_on: bool


class PasskeyTurned(Fact, frozen=True, kw_only=True):
    """A passkey of somebody's was added (`is_new`), or removed."""

    account_id: Id
    event_id: Id
    is_new: bool


class RecoveryCodeUsed(Fact, frozen=True, kw_only=True):
    """A recovery code was taken in the place of one from the phone."""

    account_id: Id
    event_id: Id

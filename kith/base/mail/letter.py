"""The record of mail."""

from datetime import datetime
from typing import Annotated

from kith.base.core.fact import Fact
from kith.base.core.ids import Id
from kith.base.core.record import Length, Record

KEPT_DAYS = 30


class Letter(Record, frozen=True, kw_only=True, table="letters", key=("id",), indexes=("(id) WHERE sent_at IS NULL",)):
    """One mail. Kept until it is sent; without a mail server, until the owner's outbox page forgets it.

    One that comes again and again says by `stop_url` where it can be stopped, in one press.
    """

    id: Id
    recipient: Annotated[str, Length(254)]
    subject: Annotated[str, Length(200)]
    text: Annotated[str, Length(20_000)]
    created_at: datetime
    sent_at: datetime | None = None
    stop_url: Annotated[str, Length(500)] | None = None


class LetterWritten(Fact, frozen=True, kw_only=True):
    """There is mail to be sent."""

    letter_id: Id

"""What this server promises and asks, in the owner's words."""

from datetime import date, datetime
from typing import Annotated, Literal

from kith.base.core.record import Length, Record

PAPER_MAX = 60_000  # characters as people count them
PAPER_COLUMN_MAX = 200_000
PAPER_DAYS_AHEAD_MAX = 366
VERSIONS_MAX = 100  # of one paper

PaperKind = Literal["privacy", "terms"]


class Paper(Record, frozen=True, kw_only=True, table="papers", key=("kind", "effective_on")):
    """A version of the privacy policy or of the terms: it holds from a day on, until the next one does."""

    kind: PaperKind
    effective_on: date
    text: Annotated[str, Length(PAPER_COLUMN_MAX)]
    html: str
    written_at: datetime

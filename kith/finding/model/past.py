"""Where people say they were, and when."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Literal

import msgspec

from kith.base.core.ids import Id
from kith.base.core.record import Length, Record
from kith.finding.reader.telling import PastKind

PASTS_MAX = 30  # of one person: a life, and not a list of schools to look through
PLACE_MAX = 120  # characters
YEAR_MIN = 1900

SeenBy = Literal["nobody", "ties", "everyone"]


class StatedPast(
    Record,
    frozen=True,
    kw_only=True,
    table="stated_pasts",
    key=("owner_id", "id"),
    indexes=("(kind, name_key, owner_id DESC, id) WHERE seen_by <> 'nobody'",),
):
    """A school, a work or a place of somebody's. `name_key` is the name as names are compared."""

    owner_id: Id
    id: Id
    kind: PastKind
    name: Annotated[str, Length(PLACE_MAX)]
    name_key: str
    from_year: int | None = None
    until_year: int | None = None  # none while it lasts, or where nobody remembers
    seen_by: SeenBy = "nobody"  # `ties`: whom they follow and who follows them
    day_on: date | None = None  # one that is kept, such as the last of school: others who were there remember it, too
    lives_there: bool = False  # a place where they live now
    created_at: datetime


class PastWish(msgspec.Struct, frozen=True, kw_only=True):
    """A past as it is stated."""

    kind: PastKind
    name: str
    from_year: int | None = None
    until_year: int | None = None
    seen_by: SeenBy = "nobody"
    day_on: date | None = None
    lives_there: bool = False


class Common(msgspec.Struct, frozen=True, kw_only=True):
    """What whoever acts has in common with others, by what both state and may see: days of a past of both, and who
    lives in the same place now, as both tell everybody.
    """

    days: Mapping[Id, tuple[date, ...]]
    same_town: frozenset[Id]

"""What two people declare to be to each other. It counts when both say so."""

from datetime import date, datetime
from typing import Annotated, Literal, get_args

import msgspec

from kith.base.core.ids import Id
from kith.base.core.record import Length, Record

PLACE_MAX = 120  # characters
ASKED_MAX = 50  # that wait for an answer at once; more would be a list of people, not a memory
YEAR_MIN = 1900

RelationKind = Literal["family", "partner", "friend", "schoolmate", "colleague"]
RELATION_KINDS: tuple[RelationKind, ...] = get_args(RelationKind)
# waiting: the owner has asked. asked: the other has. declined: the owner said no, and the other goes on waiting.
RelationState = Literal["waiting", "asked", "confirmed", "declined", "ended"]


class Past(msgspec.Struct, frozen=True, kw_only=True):
    """When and where it was or is: "1987 to 1991, school no. 5"."""

    from_year: int | None = None
    until_year: int | None = None
    place: str = ""


class DeclaredRelation(
    Record,
    frozen=True,
    kw_only=True,
    table="declared_relations",
    key=("owner_id", "other_id", "kind"),
    indexes=("(owner_id) WHERE state IN ('waiting', 'asked')", "(other_id)"),
    checks=("owner_id <> other_id",),
):
    """One relation as one of the two has it; its twin stands under the other."""

    owner_id: Id
    other_id: Id
    kind: RelationKind
    state: RelationState
    from_year: int | None = None
    until_year: int | None = None
    place: Annotated[str, Length(PLACE_MAX)] = ""
    changed_at: datetime
    ended_at: datetime | None = None  # since when it is over; asking again does not undo that, confirming does


class Bond(msgspec.Struct, frozen=True, kw_only=True):
    """What confirmed relations make of a tie: points, and the past that two people share and that is over."""

    points: float = 0.0
    shared_years: int = 0
    shared_until: date | None = None

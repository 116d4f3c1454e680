"""Declared relations as they stand on a page."""

from collections.abc import Iterable
from dataclasses import dataclass

import msgspec

from kith.base.core.errors import Invalid
from kith.base.core.words import _
from kith.friends.rules.sentences import relation_line
from kith.ties.model import DeclaredRelation, Past, RelationKind


class RelationForm(msgspec.Struct, frozen=True, kw_only=True):
    """What two people are, from when to when, and where. Years are text here: what is none is named to the person."""

    kind: RelationKind = "friend"
    from_year: str = ""
    until_year: str = ""
    place: str = ""

    def past(self) -> Past:
        """Read the years. Raises `Invalid` with the field."""
        years = {field: self._year(field) for field in ("from_year", "until_year")}
        return Past(place=self.place, **years)

    def _year(self, field: str) -> int | None:
        text: str = getattr(self, field).strip()
        if not text:
            return None
        if not (text.isascii() and text.isdecimal() and len(text) == 4):
            raise Invalid(_("Write the year in four digits."), field=field)
        return int(text)


@dataclass(frozen=True, kw_only=True)
class RelationRow:
    """One relation: whether both say so, the reader waits, or is asked; and what it is, in words."""

    kind: str
    state: str
    line: str


def rows_of(relations: Iterable[DeclaredRelation], name: str) -> tuple[RelationRow, ...]:
    """Give them in words: what is asked first."""
    order = {"asked": 0, "confirmed": 1, "waiting": 2}
    found = sorted(relations, key=lambda one: (order.get(one.state, 3), one.kind))
    return tuple(RelationRow(kind=one.kind, state=one.state, line=_line(one, name)) for one in found)


def _line(one: DeclaredRelation, name: str) -> str:
    said = relation_line(one)
    if one.state == "asked":
        return _("{name} says: “{said}” Is it so?").format(name=name, said=said)
    if one.state == "waiting":
        return _("You say: “{said}” It counts once {name} says so, too.").format(name=name, said=said)
    return said

"""What the reader tells: the people of a file, and why it could not be read."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Literal

PEOPLE_MAX = 10_000  # nobody knows more; 2 MB as they are told
PASTS_MAX = 20
EMAILS_MAX = 5  # of one person
NAME_MAX = 100
ADDRESS_MAX = 254  # RFC 5321, 4.5.3.1.3

Network = Literal["mastodon", "x", "instagram"]
Kind = Literal["contacts", "facebook", "instagram", "x", "mastodon"]
Problem = Literal[
    "unknown", "broken", "large", "bomb", "strange", "locked", "nested", "pages", "nothing", "slow", "lost"
]
PastKind = Literal["school", "work", "place"]
Tell = Callable[[int], None]  # hears how many percent are read


class Unusable(Exception):
    """The file cannot be used; the word says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem: Problem = problem


@dataclass(kw_only=True)
class Person:
    """Somebody a file names. `year` is since when they were known there."""

    name: str = ""
    emails: list[str] = field(default_factory=list)
    handles: list[tuple[Network, str]] = field(default_factory=list)
    year: int | None = None


@dataclass(frozen=True, kw_only=True)
class OwnPast:
    """Where the owner of an archive was, by what they told there."""

    kind: PastKind
    name: str
    from_year: int | None = None
    until_year: int | None = None


@dataclass(kw_only=True)
class Told:
    """All that a file says. `unnamed` counts those of whom it gives only a number."""

    kind: Kind = "contacts"
    people: list[Person] = field(default_factory=list)
    pasts: list[OwnPast] = field(default_factory=list)
    unnamed: int = 0


def merged(people: Iterable[Person]) -> list[Person]:
    """Make one of those who have the same handle, the same address or, in one file, the same name."""
    known: dict[object, Person] = {}
    kept: list[Person] = []
    for person in people:
        emails = person.emails[:EMAILS_MAX]
        marks: list[object] = [*person.handles, *emails]
        if person.name:
            marks.append(("name", person.name.casefold()))
        if not marks:
            continue
        other = next((known[mark] for mark in marks if mark in known), None)
        if other is None:
            if len(kept) == PEOPLE_MAX:
                continue
            other = Person(name=person.name, emails=emails, handles=list(person.handles), year=person.year)
            kept.append(other)
        else:
            _add(other, person)
        for mark in marks:
            known.setdefault(mark, other)
    return kept


def _add(other: Person, person: Person) -> None:
    other.name = other.name or person.name
    other.emails = list(dict.fromkeys((*other.emails, *person.emails)))[:EMAILS_MAX]
    other.handles = list(dict.fromkeys((*other.handles, *person.handles)))
    years = [year for year in (other.year, person.year) if year is not None]
    other.year = min(years, default=None)

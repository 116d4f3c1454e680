"""What two people are to each other, in words. Only what is true, and nothing about strength."""

from collections.abc import Sequence
from datetime import datetime

from kith.base.core.words import _
from kith.ties.model import DeclaredRelation, Reunion, SharedPast

Said = DeclaredRelation | SharedPast


def relation_line(one: Said) -> str:
    """Say what two people are or were: "You went to school together, 1987–1991, School no. 5."."""
    if one.from_year and one.until_year is None:
        parts = [_since(one.kind).format(year=one.from_year)]
    else:
        parts = [_bond(one.kind, over=one.until_year is not None)]
    if one.from_year and one.until_year:
        parts.append(f"{one.from_year}–{one.until_year}")
    elif one.until_year:
        parts.append(_("until {year}").format(year=one.until_year))
    if one.place:
        parts.append(one.place)
    return _("{said}.").format(said=_(", ").join(parts))


def kind_word(kind: str) -> str:
    """Name a relation, for choosing one."""
    words = {
        "family": _("Family"),
        "partner": _("Partner"),
        "friend": _("Friend"),
        "schoolmate": _("Schoolmate"),
        "colleague": _("Colleague"),
    }
    return words[kind]


def circle_word(circle: int) -> str:
    """Call a circle by a name. Numbers are for nobody's eyes."""
    words = {5: _("Closest"), 15: _("Close to you"), 50: _("Good friends"), 150: _("People you keep up with")}
    return words.get(circle, _("Further away"))


def true_line(one: Reunion, name: str, ago: str) -> str:
    """Say one true thing about an old friend: what both confirmed, else when one last talked. `ago` is since then."""
    past = _past_of(one.relations)
    if past and one.tie.last_talk_at is not None:
        return _("{past} You last talked {ago}.").format(past=past, ago=ago)
    if past:
        return past
    return _("You and {name} last talked {ago}.").format(name=name, ago=ago)


def follow_line(name: str, mine: datetime | None, theirs: datetime | None, months: Sequence[str]) -> str:
    """Say who follows whom since when; empty where neither does. `months` are both dates in words, mine first."""
    if mine and theirs:
        return _("You have followed {name} since {mine}, and {name} has followed you since {theirs}.").format(
            name=name, mine=months[0], theirs=months[1]
        )
    if mine:
        return _("You have followed {name} since {month}.").format(name=name, month=months[0])
    if theirs:
        return _("{name} has followed you since {month}.").format(name=name, month=months[1])
    return ""


def _past_of(relations: Sequence[Said]) -> str:
    longest = sorted(relations, key=lambda one: (one.from_year or 9999, one.kind))
    return relation_line(longest[0]) if longest else ""


def _bond(kind: str, *, over: bool) -> str:
    now = {
        "family": _("You are family"),
        "partner": _("You are partners"),
        "friend": _("You are friends"),
        "schoolmate": _("You go to school together"),
        "colleague": _("You work together"),
    }
    before = {
        "family": _("You are family"),
        "partner": _("You were partners"),
        "friend": _("You were friends"),
        "schoolmate": _("You went to school together"),
        "colleague": _("You worked together"),
    }
    return (before if over else now)[kind]


def _since(kind: str) -> str:
    words = {
        "family": _("You have been family since {year}"),
        "partner": _("You have been partners since {year}"),
        "friend": _("You have been friends since {year}"),
        "schoolmate": _("You have gone to school together since {year}"),
        "colleague": _("You have worked together since {year}"),
    }
    return words[kind]

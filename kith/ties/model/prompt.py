"""Prompts: "you have not heard of Jo for a long time". Told to one person alone, never to the other."""

from collections.abc import Collection, Mapping
from datetime import date, datetime, time

import msgspec

from kith.base.core.fact import Intent
from kith.base.core.ids import Id
from kith.base.core.record import Record
from kith.ties.model.tie import Tie

HOPES_MAX = 30  # people one can hope to hear from at once: a net that is thrown over everybody is no hope
HOPE_KEEPS_DAYS = 30  # its place after it was taken back: else one could ask for one after the other who hopes, too


class TiePrompt(
    Record, frozen=True, kw_only=True, table="tie_prompts", key=("owner_id", "other_id"), indexes=("(other_id)",)
):
    """What was suggested to somebody about a tie of theirs."""

    owner_id: Id
    other_id: Id
    prompted_at: datetime  # the last time, or when they said "not now"
    prompts: int  # how often in all
    unanswered: int  # how often they did not write then
    put_off_at: datetime | None = None  # "not now"


class SuggestPerson(Intent, frozen=True, kw_only=True):
    """Somebody is about to be suggested to somebody who once was close to them. Whoever knows of a reason not to,
    such as an open report between the two, refuses; neither learns of it."""

    owner_id: Id
    other_id: Id


class Between(msgspec.Struct, frozen=True, kw_only=True):
    """Whatever forbids to suggest one person to another, by itself and for good as long as it lasts."""

    blocked: bool = False  # by either
    muted: bool = False  # by either
    ended: bool = False  # a declared relation, by either
    parted: bool = False  # they were partners, says either
    remembered: bool = False  # the other has died
    unsuggested: bool = False  # the other does not wish to be suggested
    never: bool = False  # the owner said so
    refused: bool = False  # by another feature: one reported the other
    minor_and_adult: bool = False
    family: bool = False  # both confirmed it: then age does not matter


class Occasion(msgspec.Struct, frozen=True, kw_only=True):
    """What makes today a day to write: facts that the owner may know."""

    returned_at: datetime | None = None  # the other said something to everybody again, after a long silence
    birthday: date | None = None
    shared_days: tuple[date, ...] = ()  # of the past they share
    same_town: bool = False  # by what both tell everybody
    both_hope: bool = False


class Nearby(msgspec.Struct, frozen=True, kw_only=True):
    """What makes a day to write, by person, and what ties know nothing of: others tell it, as far as the owner may
    know it.
    """

    birthdays: Mapping[Id, date] = {}
    shared_days: Mapping[Id, tuple[date, ...]] = {}
    same_town: Collection[Id] = ()


class Caps(msgspec.Struct, frozen=True, kw_only=True):
    """How much was suggested so far, and when it is at the owner's."""

    joined_at: datetime
    local_time: time
    prompted_at: datetime | None = None  # about anybody
    prompt: TiePrompt | None = None  # about this person
    wrote_at: datetime | None = None  # when the owner last wrote them something


class Reunion(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody whom one has not heard of for long, and what is true of the two."""

    tie: Tie
    relations: tuple["SharedPast", ...] = ()


class SharedPast(msgspec.Struct, frozen=True, kw_only=True):
    """What two people confirmed of their past."""

    kind: str
    from_year: int | None
    until_year: int | None
    place: str

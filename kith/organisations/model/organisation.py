"""What an organisation tells about itself, and with whom it talked."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec

from kith.base.core.ids import Id
from kith.base.core.record import Length, Record

WEBSITE_MAX = 300
HOURS_MAX = 28  # four spans a day
PLACES_MAX = 20
PLACE_NAME_MAX = 80
PLACE_TEXT_MAX = 300
QUESTIONS_MAX = 50
QUESTION_MAX = 300
ANSWER_MAX = 2000
FOUNDED_A_PERSON_MAX = 10  # not closed; who needs more asks a colleague

WebsiteState = Literal["none", "waiting", "verified", "failed"]


class OpenSpan(msgspec.Struct, frozen=True, kw_only=True):
    """When it is open on a weekday, in minutes of the day by its own clock; one that ends early ends the next day."""

    weekday: int  # 0 is Monday
    from_minute: int
    to_minute: int


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where to find it."""

    name: str
    address: str


class Answered(msgspec.Struct, frozen=True, kw_only=True):
    """A question that comes up, and its answer."""

    question: str
    answer: str
    html: str


class Organisation(
    Record,
    frozen=True,
    kw_only=True,
    table="organisations",
    key=("organisation_id",),
    indexes=("(founder_id)", "(website_checked_at) WHERE website <> ''"),
):
    """An account that a team holds. Name, words and pictures stand in its account."""

    organisation_id: Id
    founder_id: Id | None = None
    website: Annotated[str, Length(WEBSITE_MAX)] = ""
    website_state: WebsiteState = "none"
    website_said: Annotated[str, Length(300)] = ""  # what the last look found missing, for the team
    website_checked_at: datetime | None = None
    timezone: Annotated[str, Length(64)] = "UTC"
    hours: tuple[OpenSpan, ...] = ()
    places: tuple[Place, ...] = ()
    questions: tuple[Answered, ...] = ()
    signs: bool = False  # whether "— Mara" stands under what it writes, where Mara agrees
    founded_at: datetime
    closed_at: datetime | None = None
    two_step_required: bool = False  # whether seats rest as long as their person signs in without a second step


class OrganisationOpening(
    Record,
    frozen=True,
    kw_only=True,
    table="organisation_openings",
    key=("organisation_id", "post_id"),
    indexes=("(person_id)", "(post_id)"),
):
    """A post that names an organisation, and that its author lets it answer: once, and in public."""

    organisation_id: Id
    post_id: Id
    person_id: Id


class OrganisationRelation(
    Record,
    frozen=True,
    kw_only=True,
    table="organisation_relations",
    key=("organisation_id", "person_id"),
    indexes=("(person_id, organisation_id)", "(organisation_id, they_spoke_at)"),
):
    """That an organisation and a person talked: what an organisation has instead of ties."""

    organisation_id: Id
    person_id: Id
    began_at: datetime
    they_spoke_at: datetime | None = None  # they wrote to it, answered it or mentioned it
    we_spoke_at: datetime | None = None
    asked_at: datetime | None = None  # they asked it to write to them
    exchanges: int = 0  # how often the turn went over from them to it

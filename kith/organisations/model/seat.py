"""Who is on the team, as what, and what they did in its name."""

from datetime import date, datetime
from typing import Annotated, Literal, get_args

from kith.base.core.ids import Id
from kith.base.core.record import Length, Record

SEATS_MAX = 200  # of one organisation; beyond it nobody knows the team by name
SEATS_A_PERSON_MAX = 50
TITLE_MAX = 60  # "Physiotherapist", "Front desk"
DEED_MAX = 60

SeatRole = Literal["owner", "manager", "member", "guest"]
ROLES: tuple[SeatRole, ...] = get_args(SeatRole)


class TeamSeat(
    Record,
    frozen=True,
    kw_only=True,
    table="team_seats",
    key=("organisation_id", "person_id"),
    indexes=("(person_id, organisation_id)",),
):
    """Somebody's place on a team. It is theirs from the moment they take it; ending it ends all they could do."""

    organisation_id: Id
    person_id: Id
    role: SeatRole
    title: Annotated[str, Length(TITLE_MAX)] = ""
    shown: bool = False  # whether the public sees them on the team, and under what they wrote: theirs to say
    answers_on: date | None = None  # the day, in the organisation's own time, on which "Mara answers today"
    since_at: datetime


class SeatOffer(
    Record,
    frozen=True,
    kw_only=True,
    table="seat_offers",
    key=("organisation_id", "person_id"),
    indexes=("(person_id, organisation_id)",),
):
    """A seat that somebody was offered, and did not answer yet."""

    organisation_id: Id
    person_id: Id
    role: SeatRole
    title: Annotated[str, Length(TITLE_MAX)] = ""
    offered_by: Id
    offered_at: datetime


class TeamAct(
    Record,
    frozen=True,
    kw_only=True,
    table="team_acts",
    key=("organisation_id", "id"),
    indexes=("(hand_id)", "(about_id) WHERE about_id IS NOT NULL"),
):
    """Something that was done in an organisation's name, and by whose hand. Never what was in it."""

    organisation_id: Id
    id: Id
    hand_id: Id
    deed: Annotated[str, Length(DEED_MAX)]  # a word of `DEEDS_DONE`, or a route: "POST /posts/{id}/like"
    subject_id: Id | None = None  # the post, message or case
    about_id: Id | None = None  # the person towards whom
    done_at: datetime


class SignedPost(
    Record,
    frozen=True,
    kw_only=True,
    table="signed_posts",
    key=("organisation_id", "post_id"),
    indexes=("(hand_id)",),
):
    """By whose hand an organisation's post was written; shown where it and they wish it."""

    organisation_id: Id
    post_id: Id
    hand_id: Id
    shown: bool

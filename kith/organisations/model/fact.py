"""What others hear of."""

from kith.base.core.fact import Fact
from kith.base.core.ids import Id


class OrganisationFounded(Fact, frozen=True, kw_only=True):
    """There is a new organisation."""

    organisation_id: Id
    founder_id: Id


class SeatOffered(Fact, frozen=True, kw_only=True):
    """Somebody was asked onto a team."""

    organisation_id: Id
    person_id: Id
    by_id: Id


class OfferEnded(Fact, frozen=True, kw_only=True):
    """Somebody said no, or what they were offered was taken back."""

    organisation_id: Id
    person_id: Id


class SeatTaken(Fact, frozen=True, kw_only=True):
    """Somebody is on a team from now on."""

    organisation_id: Id
    person_id: Id


class SeatChanged(Fact, frozen=True, kw_only=True):
    """Somebody has another role."""

    organisation_id: Id
    person_id: Id


class SeatEnded(Fact, frozen=True, kw_only=True):
    """Somebody is on a team no longer."""

    organisation_id: Id
    person_id: Id


class OrganisationClosed(Fact, frozen=True, kw_only=True):
    """An organisation is closed: its page is gone, and it is deleted after the time of grace."""

    organisation_id: Id


class AnswersWritten(Fact, frozen=True, kw_only=True):
    """The questions on an organisation's page, or their answers, are others now; `reworded` has each that says the
    same in other words: before, and now.
    """

    organisation_id: Id
    reworded: tuple[tuple[str, str], ...] = ()


class WebsiteGiven(Fact, frozen=True, kw_only=True):
    """An organisation names a website, or asks to have it looked at again."""

    organisation_id: Id

"""What is told of a desk."""

from datetime import datetime

from kith.base.core.fact import Fact
from kith.base.core.ids import Id
from kith.desk.model.case import EventKind


class CaseNoted(Fact, frozen=True, kw_only=True):
    """Something happened to a case: what its history says of it, without a word of what was said or noted."""

    organisation_id: Id
    case_id: Id
    event_id: Id
    kind: EventKind
    by_id: Id | None = None
    whom_id: Id | None = None
    subject_id: Id | None = None
    until: datetime | None = None


class ErasedAtDesk(Fact, frozen=True, kw_only=True):
    """Somebody wants that an organisation keeps nothing of them."""

    organisation_id: Id
    person_id: Id


class CaseGiven(Fact, frozen=True, kw_only=True):
    """Somebody was given a case by a colleague."""

    organisation_id: Id
    case_id: Id
    to_id: Id
    by_id: Id


class NamedInNote(Fact, frozen=True, kw_only=True):
    """Colleagues were named in a note about a case."""

    organisation_id: Id
    case_id: Id
    by_id: Id
    to_ids: tuple[Id, ...]


class SettlingBundle(Fact, frozen=True, kw_only=True):
    """There are more cases of a flood to be settled."""

    organisation_id: Id
    bundle_id: Id
    by_id: Id


class ForgettingAtDesks(Fact, frozen=True, kw_only=True):
    """There is more to delete of somebody who left."""

    account_id: Id


class CaseDue(Fact, frozen=True, kw_only=True):
    """A case that was put aside comes back (told for that instant)."""

    organisation_id: Id
    case_id: Id

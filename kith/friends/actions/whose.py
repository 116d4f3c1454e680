"""Whose friends these are, and with whom one can be friends."""

from kith.base.core.errors import Refused, SignInFirst
from kith.base.core.ids import Id
from kith.base.core.words import _
from kith.base.work import Work
from kith.people.model import Account


def acting(work: Work) -> Id:
    """Give the person whose friends these are."""
    if work.actor is None:
        raise SignInFirst
    return work.actor


def is_here(account: Account) -> bool:
    """Tell whether this is somebody who can be written to, waited for and congratulated: a person who is alive."""
    return account.kind == "person" and account.remembered_at is None


def check_other(work: Work, account: Account) -> None:
    """Raise `Refused` for oneself, and for an organisation: ties are between people."""
    if account.id == acting(work):
        raise Refused(_("That is you. This can only be done with somebody else."))
    if account.kind != "person":
        raise Refused(_("Ties are between people. This is an organisation."))

"""Who on a team may do what: one table, read by the door, the desk and the pages."""

from collections.abc import Collection
from typing import Literal, get_args

from kith.base.core.errors import Refused
from kith.base.core.words import _
from kith.organisations.model import SeatRole

# What can be done in an organisation's name.
Deed = Literal[
    "work_given",  # the cases that were given to one: see them, answer them
    "work_all",  # every case
    "read",  # what the organisation alone sees: its Home, notices, conversations
    "answer",  # answer anybody, in public or in private
    "post",  # write what answers nobody; change and delete it
    "invite",  # offer seats, give and end those below one's own
    "page",  # name, words, pictures, hours, places, answers, website
    "audit",  # who did what
    "contacts",  # say who agreed to hear from it
    "mail",  # connect a mailbox, and say what is kept of what comes through it
    "export",  # take everything along
    "programs",  # let programs in, and let them be told what happens at the desk
    "seats",  # give and end any seat, hand over
    "close",  # end the organisation
]
DEEDS: tuple[Deed, ...] = get_args(Deed)

_GUEST: frozenset[Deed] = frozenset({"work_given"})
_MEMBER: frozenset[Deed] = _GUEST | {"work_all", "read", "answer", "post"}
_MANAGER: frozenset[Deed] = _MEMBER | {"invite", "page", "audit", "contacts"}
_OWNER: frozenset[Deed] = _MANAGER | {"mail", "export", "programs", "seats", "close"}
MAY: dict[SeatRole, frozenset[Deed]] = {"owner": _OWNER, "manager": _MANAGER, "member": _MEMBER, "guest": _GUEST}


def may(role: SeatRole, deed: Deed) -> bool:
    """Tell whether a seat of this role may do this."""
    return deed in MAY[role]


def check_may(role: SeatRole, deed: Deed) -> None:
    """Raise `Refused` unless a seat of this role may do this."""
    if not may(role, deed):
        raise Refused(_("Your seat on this team does not include that. Ask an owner."))


def may_give(giver: SeatRole, role: SeatRole) -> bool:
    """Tell whether one may offer, change or end a seat of a role: owners any, managers those below their own."""
    return may(giver, "seats") or (may(giver, "invite") and role in ("member", "guest"))


def check_may_give(giver: SeatRole, *roles: SeatRole) -> None:
    """Raise `Refused` unless all of these are seats that the giver may give and end."""
    if not all(may_give(giver, role) for role in roles):
        raise Refused(_("Only an owner can do that for owners and managers; others ask an owner."))


# What of a program's scopes is for those who lead the desk.
_LEADING = frozenset({"read:record", "write:replies", "write:questions", "write:desk"})


def role_of_program(scopes: Collection[str]) -> SeatRole:
    """Tell as whom a program stands at the desk. Its scopes, asked at the door, are narrower than any seat."""
    if not _LEADING.isdisjoint(scopes):
        return "manager"
    return "member"

"""Who may be named to say so when somebody has died, and when they may say it."""

from kith.base.core.errors import NotFound, Refused
from kith.base.core.text import clean
from kith.base.core.words import _
from kith.people.model import LAST_WORD_MAX, Account, Trustee


def check_trustee(me: Account, other: Account) -> None:
    """Raise `Refused` for whoever cannot name anybody, or cannot be named."""
    if me.kind != "person":
        raise Refused(_("This is for people. An organisation can be closed by those who hold it."))
    if other.kind != "person" or other.domain is not None:
        raise Refused(_("Name a person of this server."))
    if other.remembered_at is not None:
        raise Refused(_("They are kept in remembrance themselves. Name somebody else."))


def check_may_tell(trustee: Trustee) -> None:
    """Raise `NotFound` for a trustee who has not agreed."""
    if trustee.state != "agreed":
        raise NotFound


def last_word(text: str) -> str:
    """Give what is said to the owners of the server as it is kept. Raises `Invalid` for too much."""
    return clean(text, length_max=LAST_WORD_MAX, field="words").strip()

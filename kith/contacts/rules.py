"""What is decided about contacts without asking anybody: who of a file is here, and which days are believed."""

import hashlib
import hmac
from collections.abc import Iterable
from datetime import date, timedelta

from kith.base.core.errors import Invalid
from kith.base.core.words import _
from kith.contacts.model import AGREED_YEARS_MAX


class Addresses:
    """The mail addresses of one file, as hashes with a salt that lives as long as this object."""

    def __init__(self, emails: Iterable[str], *, salt: bytes) -> None:
        self._salt = salt
        self._known = frozenset(self._hashed(one) for one in emails)

    def holds(self, email: str) -> bool:
        """Tell whether the file names this address."""
        return self._hashed(email) in self._known

    def _hashed(self, email: str) -> bytes:
        return hmac.digest(self._salt, email.strip().casefold().encode(), hashlib.sha256)


def check_agreed_on(day: date, today: date) -> None:
    """Raise `Invalid` for a day that is yet to come, or so long ago that nobody remembers."""
    if day > today + timedelta(days=1):  # it may be tomorrow already where they are
        raise Invalid(_("Choose a day that has been."), field="agreed_on")
    if day < today - timedelta(days=365 * AGREED_YEARS_MAX):
        raise Invalid(_("That is too long ago. Ask them anew, on your page or at your door."), field="agreed_on")

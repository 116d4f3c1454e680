"""What a password and an address must be, and who may join."""

import re
import unicodedata
from datetime import datetime

from kith.base.core.errors import Invalid, Refused
from kith.base.core.words import _
from kith.people.model import EMAIL_MAX, PASSWORD_MAX, PASSWORD_MIN, Account, Invite, Member
from kith.settings import SignUpWay

# One @, something on either side, a dot behind it, no blanks: what more there is to know, the mail server tells.
_EMAIL = re.compile(r"[^@\s\x00-\x1f<>,;:\"\\()\[\]]{1,64}@[^@\s\x00-\x1f<>,;:\"\\()\[\]]+\.[^@\s.<>]{2,63}\Z")

# The head of every list of stolen passwords, at our length: whatever is shorter is refused already.
COMMON = frozenset(
    """
    1234567890 0123456789 12345678910 123123123123 1q2w3e4r5t 1qaz2wsx3edc abcdefghij administrator basketball
    changeme123 iloveyou123 iloveyou12 password12 password123 password1234 passwordpassword princess123
    qwerty1234 qwerty12345 qwerty123456 qwertyuiop qwertzuiop sunshine123 superman123 welcome123 letmein1234
    football123 1111111111 0000000000 aaaaaaaaaa asdfghjkl1 asdfasdfasdf zxcvbnm123 michael123 charlie123
    dragon1234 monkey1234
    """.split()  # noqa: SIM905 - a list to read and to add to
)


def check_password(password: str, *, handle: str, email: str | None) -> None:
    """Raise `Invalid` unless this may be a password. Length is what counts; no rules about signs and digits."""
    if len(password) < PASSWORD_MIN:
        raise Invalid(
            _("A password has at least {count} characters. A short sentence is easy to remember.").format(
                count=PASSWORD_MIN
            ),
            field="password",
        )
    if len(password) > PASSWORD_MAX:
        raise Invalid(
            _("That password is longer than {count} characters.").format(count=PASSWORD_MAX), field="password"
        )
    plain = password.casefold()
    guesses = {handle.casefold(), (email or "").casefold(), (email or "").partition("@")[0].casefold()} - {""}
    if plain in COMMON or any(plain in (guess, guess * 2, guess[::-1]) for guess in guesses) or len(set(plain)) < 4:
        raise Invalid(
            _("That password is among the first that a stranger would try. Choose another."), field="password"
        )


def normal_email(text: str) -> str | None:
    """Give an address in the form in which addresses are compared; `None` where none was given.

    Raises `Invalid` for what cannot be an address.
    """
    email = unicodedata.normalize("NFC", text.strip())
    if not email:
        return None
    if len(email) > EMAIL_MAX or not _EMAIL.match(email):
        raise Invalid(_("That does not look like a mail address."), field="email")
    local, _at, domain = email.rpartition("@")
    return f"{local}@{domain.lower()}".casefold()


def check_may_join(way: SignUpWay, invite: Invite | None, *, now: datetime) -> None:
    """Raise `Refused` unless somebody may sign up this way. An invite that still counts opens every door but none."""
    invited = invite is not None and invite.uses < invite.uses_max and invite.expires_at > now
    if way == "closed":
        raise Refused(_("This server takes in nobody new at the moment."))
    if way == "invitation" and not invited:
        raise Refused(_("This server takes in people who were invited. Ask somebody here for a link."))


def check_may_sign_in(member: Member) -> None:
    """Raise `Refused` unless this member may come in."""
    if member.approved_at is None:
        raise Refused(_("The owner of this server has not let you in yet. You will get a mail when that happens."))


def check_present(account: Account) -> None:
    """Raise `Refused` for the account of somebody who died."""
    if account.remembered_at is not None:
        raise Refused(_("This account is kept in remembrance, and nobody signs in to it. The owner can undo that."))

"""Handles and names: what may be one, and what looks like another.

Two handles are the same to the eye when their skeletons are the same: `ana_lisa`, `Ana-1isa` and `anallsa` can
be told apart by a machine only. The table below holds what ASCII offers; display names, which may be in any script, are
compared through Unicode's own confusables (UTS #39) where somebody could pass for the people who run a server.
"""

import re
import unicodedata

from confusable_homoglyphs import confusables

from kith.base.core.errors import Invalid, Refused
from kith.base.core.text import clean_line
from kith.base.core.words import _
from kith.people.model import HANDLE_MAX, NAME_MAX

HANDLE_MIN = 2

_HANDLE = re.compile(r"[a-z0-9_]+\Z", re.ASCII)

# Paths of ours now or later, and words that speak for the server.
RESERVED = frozenset(
    """
    about abuse account accounts actor admin administrator api app apps assets auth authorize billing blog
    bookmarks bot circle circles conversations contact dashboard demo desk directory discover docs drafts edit
    email emoji everyone explore faces faq favicon favourites feed feeds followers following frontpage guest
    healthz help helping home host hostmaster inbox index info invite invites join kith kith_team legal lesson
    lessons list lists live login logout mail mailer_daemon manifest me media member members metrics mod
    moderation moderator moderators nobody nodeinfo null notices notifications oauth offline official offers
    organisation organisations outbox owner people pledges policy post postmaster posts press privacy profile
    public readyz register root rules search security server service session sessions settings share sign_in
    sign_out sign_up signin signout signup staff static status statuses style support sw sys sysadmin system tag
    tags talk team terms timeline timelines tokens tos undefined user users verified webfinger webmaster welcome
    well_known write www you
    """.split()  # noqa: SIM905 - a list to read and to add to
)

# Applied from left to right to the lower-case handle. Longer shapes first: two letters that make one.
_LOOKS_LIKE = (
    ("rn", "m"), ("vv", "w"), ("_", ""),
    ("0", "o"), ("1", "l"), ("i", "l"), ("3", "e"), ("5", "s"), ("8", "b"), ("9", "g"), ("2", "z"),
)  # fmt: skip

# Signs that a name could wear like a seal of the server's.
_SEALS = frozenset("✓✔☑✅🗸🆗🔰🛡⭐🌟⚙🏅🎖☆★")


def check_handle(text: str) -> str:
    """Give the handle as it is stored. Raises `Invalid`, in words."""
    handle = text.strip().removeprefix("@")
    if not HANDLE_MIN <= len(handle) <= HANDLE_MAX:
        raise Invalid(
            _("A handle has {least} to {most} characters.").format(least=HANDLE_MIN, most=HANDLE_MAX), field="handle"
        )
    if not _HANDLE.match(handle.lower()) or not handle.isascii():
        raise Invalid(_("A handle is made of the letters a to z, digits and “_”."), field="handle")
    if not any(character.isalpha() for character in handle):
        raise Invalid(_("A handle needs at least one letter."), field="handle")
    if handle.lower() in RESERVED or skeleton(handle) in _RESERVED_SKELETONS:
        raise Invalid(_("That handle is kept for the server itself. Please choose another."), field="handle")
    return handle


def skeleton(handle: str) -> str:
    """Give what a handle looks like; equal skeletons are refused on one server."""
    shape = handle.lower()
    for letters, look in _LOOKS_LIKE:
        shape = shape.replace(letters, look)
    return shape or handle.lower()


def check_name(text: str, *, handle: str) -> str:
    """Give the display name as it is stored, the handle where it is empty. Raises `Invalid` or `Refused`."""
    name = clean_line(text, length_max=NAME_MAX, field="name")
    name = "".join(character for character in name if character not in _SEALS).strip()
    if not any(unicodedata.category(character)[0] in "LNS" for character in name):
        return handle
    if _speaks_for_the_server(name):
        raise Refused(_("That name would look as if it spoke for the server. Please choose another."))
    return name


def _speaks_for_the_server(name: str) -> bool:
    """Tell whether a name reads as an authority, in whatever alphabet its letters come from."""
    word = "".join(character for character in _latin(name).lower() if character.isalnum())
    return word in _AUTHORITIES


def _latin(name: str) -> str:
    """Write a name with the Latin letters that its letters look like."""
    folded = unicodedata.normalize("NFKC", name)
    return "".join(character if character.isascii() else _latin_twin(character) for character in folded)


def _latin_twin(character: str) -> str:
    found = confusables.is_confusable(character, greedy=True, preferred_aliases=[])
    if not found:
        return character
    twins = [twin["c"] for twin in found[0]["homoglyphs"] if twin["c"].isascii()]
    return twins[0] if twins else character


_RESERVED_SKELETONS = frozenset(
    skeleton(word)
    for word in ("admin", "administrator", "moderator", "owner", "support", "root", "kith", "official", "system")
)
_AUTHORITIES = frozenset({
    "admin", "administrator", "moderator", "mod", "support", "official", "system", "staff", "team", "kith", "kithteam",
    "kithsupport", "serveradmin", "theadmin", "theadministrator", "themoderators", "security", "helpdesk",
})  # fmt: skip

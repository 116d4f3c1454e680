"""What is decided about how people let themselves be found."""

import re

from kith.base.core.errors import Invalid
from kith.base.core.words import _

_X = re.compile(r"\w{1,20}\Z", re.ASCII)
_INSTAGRAM = re.compile(r"[a-z0-9_.]{1,30}\Z")
_MASTODON = re.compile(r"[\w.-]{1,64}@(?:[\w-]{1,63}\.)+[\w-]{2,63}(?::\d{1,5})?\Z", re.ASCII)


def check_wishes(*, mastodon: str, x: str, instagram: str) -> tuple[str, str, str]:
    """Give three handles as they are compared; empty ones stay empty. Raises `Invalid` for what cannot be one."""
    ready = []
    for field, given, shape in (("mastodon", mastodon, _MASTODON), ("x", x, _X), ("instagram", instagram, _INSTAGRAM)):
        handle = given.strip().removeprefix("@").lower()
        if handle and not shape.match(handle):
            raise Invalid(_("That does not look like a handle there."), field=field)
        ready.append(handle)
    return ready[0], ready[1], ready[2]

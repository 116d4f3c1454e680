"""What is decided about how people let themselves be found, and about what is written to those who are not here."""

import re

from kith.base.core.errors import Invalid
from kith.base.core.text import clean, find_links
from kith.base.core.words import _
from kith.finding.model.run import LINE_MAX

_X = re.compile(r"\w{1,20}\Z", re.ASCII)
_INSTAGRAM = re.compile(r"[a-z0-9_.]{1,30}\Z")
_MASTODON = re.compile(r"[\w.-]{1,64}@(?:[\w-]{1,63}\.)+[\w-]{2,63}(?::\d{1,5})?\Z", re.ASCII)
_BARE_DOMAIN = re.compile(
    r"\b(?:www\.)?[a-z0-9-]{2,}\.(?:com|net|org|info|biz|xyz|top|ru|cn|io|shop|online)\b", re.IGNORECASE
)


def check_wishes(*, mastodon: str, x: str, instagram: str) -> tuple[str, str, str]:
    """Give three handles as they are compared; empty ones stay empty. Raises `Invalid` for what cannot be one."""
    ready = []
    for field, given, shape in (("mastodon", mastodon, _MASTODON), ("x", x, _X), ("instagram", instagram, _INSTAGRAM)):
        handle = given.strip().removeprefix("@").lower()
        if handle and not shape.match(handle):
            raise Invalid(_("That does not look like a handle there."), field=field)
        ready.append(handle)
    return ready[0], ready[1], ready[2]


def check_line(text: str) -> str:
    """Give a personal line as it is sent. Raises `Invalid` for one with a link: strangers' mail is no place for it."""
    line = clean(text, length_max=LINE_MAX, field="line", characters_max=4 * LINE_MAX).strip()
    if find_links(line) or _BARE_DOMAIN.search(line):
        raise Invalid(_("Write it without links; the invitation brings its own."), field="line")
    return line

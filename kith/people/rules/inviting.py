"""What people may say to those whom they invite."""

import re

from kith.base.core.errors import Invalid
from kith.base.core.text import clean, find_links
from kith.base.core.words import _
from kith.people.model import INVITE_LINE_MAX

_BARE_DOMAIN = re.compile(
    r"\b(?:www\.)?[a-z0-9-]{2,}\.(?:com|net|org|info|biz|xyz|top|ru|cn|io|shop|online)\b", re.IGNORECASE
)


def check_line(text: str) -> str:
    """Give a personal line as it is sent. Raises `Invalid` for one with a link: strangers' mail is no place for it."""
    line = clean(text, length_max=INVITE_LINE_MAX, field="line", characters_max=4 * INVITE_LINE_MAX).strip()
    if find_links(line) or _BARE_DOMAIN.search(line):
        raise Invalid(_("Write it without links; the invitation brings its own."), field="line")
    return line

"""Saved replies: their blanks, and that none goes out unfilled."""

import re

from kith.base.core.errors import Invalid
from kith.base.core.text import clean, clean_line
from kith.base.core.words import _
from kith.desk.model import REPLY_MAX, REPLY_TITLE_MAX

_BLANK = re.compile(r"\{\{\s*([^{}\s][^{}\n]{0,39}?)\s*\}\}")
NAME_BLANK = "name"  # filled by itself, with what the person is called


def blanks_in(text: str) -> tuple[str, ...]:
    """List what is left to fill in, each once, in the order of the text."""
    return tuple(dict.fromkeys(_BLANK.findall(text)))


def filled(text: str, **given: str) -> str:
    """Fill in what is known; the rest stays to be filled by hand."""
    return _BLANK.sub(lambda match: given.get(match[1].lower(), match[0]), text)


def check_filled(text: str) -> None:
    """Raise `Invalid` where a blank stands in the words still: it would be read as it stands."""
    left = blanks_in(text)
    if left:
        names = ", ".join(f"“{one}”" for one in left)
        raise Invalid(_("Something is left to fill in: {blanks}. Nothing was sent.").format(blanks=names), field="text")


def tidied_reply(title: str, text: str) -> tuple[str, str]:
    """Give a saved reply as it is kept. Raises `Invalid` for one without a title or words."""
    title = clean_line(title, length_max=REPLY_TITLE_MAX, field="title")
    text = clean(text, length_max=REPLY_MAX, field="text", characters_max=REPLY_MAX * 5)
    if not title:
        raise Invalid(_("Give it a title, by which your team finds it."), field="title")
    if not text:
        raise Invalid(_("There are no words in it yet."), field="text")
    return title, text

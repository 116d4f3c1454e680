"""What a shortcode may be, and which stand in a text."""

import regex

from kith.base.core.errors import Invalid
from kith.base.core.words import _
from kith.emoji.model import SHORTCODE_MAX, SHORTCODE_MIN, USED_MAX

_CODE = regex.compile(r"[a-z0-9_]+")
_USED = regex.compile(r"(?<![\w:]):([a-zA-Z0-9_]{2,30}):(?![\w:])")


def is_shortcode(text: str) -> bool:
    """Tell whether this is a shortcode as it is kept."""
    return SHORTCODE_MIN <= len(text) <= SHORTCODE_MAX and _CODE.fullmatch(text) is not None


def check_shortcode(text: str) -> str:
    """Give a shortcode as it is kept. Raises `Invalid`."""
    code = text.strip().strip(":").lower()
    if not is_shortcode(code):
        said = _("A shortcode is {least} to {most} letters from a to z, digits and underscores.")
        raise Invalid(said.format(least=SHORTCODE_MIN, most=SHORTCODE_MAX), field="shortcode")
    return code


def shortcodes_in(*texts: str) -> list[str]:
    """List the shortcodes that stand in these texts, each once, as they are kept."""
    found = dict.fromkeys(match[1].lower() for text in texts for match in _USED.finditer(text))
    return list(found)[:USED_MAX]

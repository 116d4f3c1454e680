"""How long a text is, as its writer sees it."""

import regex

LINK_LENGTH = 23  # what Mastodon counts for any link, so that shortening one wins nothing

LINK_COUNTED_MAX = 2_000  # characters; browsers and search engines take no longer one. What follows counts as text

_LINK = regex.compile(rf"https?://[^\s<>\"]{{1,{LINK_COUNTED_MAX}}}", regex.IGNORECASE)
_REMOTE_NAME = regex.compile(r"(?<![\w/@])(@\w{1,64})@[\w.-]{1,253}\w", regex.ASCII)


def length(text: str) -> int:
    """Count grapheme clusters: what a reader takes for one character, however many code points it is made of.

    A link counts 23, and a mention of somebody on another server counts without the server, as in Mastodon.
    """
    if "://" in text:
        text = _LINK.sub("x" * LINK_LENGTH, text)
    if "@" in text:
        text = _REMOTE_NAME.sub(r"\1", text)
    if text.isascii():
        return len(text) - text.count("\r\n")
    return sum(1 for _cluster in regex.finditer(r"\X", text))

"""Marking in a message what somebody looked for."""

import html

from markupsafe import Markup, escape

from kith.base.web.shown import TAG_OR_WORDS, trusted
from kith.conversations.rules import pieces_of


def marked(words: Markup, sought: str) -> Markup:
    """Mark what was sought between the tags of a message, never inside one."""
    if not sought:
        return words
    pieces = TAG_OR_WORDS.split(words)
    pieces[::2] = [_marked(html.unescape(one), sought) for one in pieces[::2]]
    return trusted("".join(pieces))


def _marked(text: str, sought: str) -> str:
    return "".join(
        str(Markup("<mark>{}</mark>").format(one.words) if one.hit else escape(one.words))
        for one in pieces_of(text, sought)
    )

"""What people write: cleaned, measured, searched for names and links, and made into HTML that is safe to show."""

from kith.base.core.text.clean import clean, clean_line
from kith.base.core.text.emoji import is_emoji
from kith.base.core.text.length import length
from kith.base.core.text.parts import NamedPerson, find_hashtags, find_links, find_mentions, normal_hashtag
from kith.base.core.text.render import plain, render, sanitise

__all__ = [
    "NamedPerson",
    "clean",
    "clean_line",
    "find_hashtags",
    "find_links",
    "find_mentions",
    "is_emoji",
    "length",
    "normal_hashtag",
    "plain",
    "render",
    "sanitise",
]

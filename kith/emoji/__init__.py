"""Emoji: small pictures of this server's own, written as `:quince:`.

Words: a *shortcode* is the word between the colons. The owner adds and removes them; everybody may use them in posts.
A post keeps the pictures it was written with, so that a removed emoji shows as its shortcode and nothing else changes.
"""

from kith.emoji.actions import add_emoji, remove_emoji
from kith.emoji.model import ServerEmoji
from kith.emoji.rules import shortcodes_in
from kith.emoji.store import all_emoji, emoji_named

__all__ = ["ServerEmoji", "add_emoji", "all_emoji", "emoji_named", "remove_emoji", "shortcodes_in"]

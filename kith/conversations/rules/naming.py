"""What can be said in a conversation of what is said to people by name, and how it stands there."""

import re
from collections.abc import Collection

from kith.base.core.text import length
from kith.conversations.model import TEXT_MAX
from kith.conversations.model.message import TEXT_COLUMN_MAX
from kith.posts.model import Words

_NAME_FIRST = re.compile(r"^@([\w.]+(?:@[\w.:-]+)?)(?:[\s,:]+|$)")


def may_be_said(words: Words) -> bool:
    """Answer whether a message can hold these words: without a poll, without a quote, and no longer than it is."""
    if words.poll is not None or words.quote_of_id is not None:
        return False
    return length(words.text) <= TEXT_MAX and len(words.text) <= TEXT_COLUMN_MAX


def without_names(text: str, handles: Collection[str]) -> str:
    """Take off the names it begins with, of those who are in the conversation anyway; they stay if that is all."""
    rest = text
    while (found := _NAME_FIRST.match(rest)) and found[1].lower() in handles:
        rest = rest[found.end() :]
    return rest or text

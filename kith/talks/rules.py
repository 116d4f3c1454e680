"""How a talk is shown in one line. Pure."""

import re

# Answers begin with the names of those they are for; beside their faces that says nothing new.
_NAMES_FIRST = re.compile(r"^(?:@[\w.]+(?:@[\w.-]+)?[\s,:]+)+")
WORDS_MAX = 160  # characters: two lines on a phone


def last_words(text: str) -> str:
    """Give the beginning of a message in one line, without the names that it begins with; they stay if that is all."""
    line = " ".join((_NAMES_FIRST.sub("", text) or text).split())
    return line if len(line) <= WORDS_MAX else line[: WORDS_MAX - 1].rstrip() + "…"

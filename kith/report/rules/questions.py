"""What of somebody's first words can be compared with those of others."""

import re

LETTERS_MIN = 12  # shorter words are alike by chance: "Thank you!"
_LETTER = re.compile(r"[^\W\d_]")
_NAMES = re.compile(r"[@#][\w.@-]+|https?://\S+")


def says_enough(text: str) -> bool:
    """Answer whether words are long enough to be like others."""
    return len(_LETTER.findall(_NAMES.sub(" ", text))) >= LETTERS_MIN

"""Words that are alike: so that ten thousand who say the same do not bury the one who says something else."""

import re
from hashlib import blake2b

from kith.base.core.ids import Id

_LINKS = re.compile(r"https?://\S+")
_NAMES = re.compile(r"[@#][\w.@-]+")
_NO_LETTERS = re.compile(r"[\W\d_]+")
LETTERS_MIN = 12  # shorter words are alike by chance: "Thank you!"


def quiet_bundle(key: Id) -> Id:
    """Name the bundle of those that only name the organisation, by likeness or thread: it is apart from the others."""
    return Id(int.from_bytes(blake2b(f"named {key}".encode(), digest_size=8).digest()) >> 1)


def likeness(text: str) -> Id | None:
    """Give the same number for words that differ only in names, links, digits, case and signs; `None` for few words."""
    bare = _NO_LETTERS.sub(" ", _NAMES.sub(" ", _LINKS.sub(" ", text.casefold()))).split()
    letters = " ".join(bare)
    if len(letters) < LETTERS_MIN:
        return None
    return Id(int.from_bytes(blake2b(letters.encode(), digest_size=8).digest()) >> 1)

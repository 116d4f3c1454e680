"""Words that are alike: so that ten thousand who say the same do not bury the one who says something else."""

import re
from hashlib import blake2b
from unicodedata import combining, normalize

from kith.base.core.ids import Id

_LINKS = re.compile(r"https?://\S+")
_NAMES = re.compile(r"[@#][\w.@-]+")
_NO_LETTERS = re.compile(r"[\W\d_]+")
_LENGTHENS = "\u0640"  # ـ draws a word of Arabic out, and says nothing
_SYLLABLES = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\U00020000-\U0003ffff]")  # Chinese, and what is written with it
SYLLABLE_LETTERS = 3  # as much as one of these says
LETTERS_MIN = 12  # shorter words are alike by chance: "Thank you!"


def quiet_bundle(key: Id) -> Id:
    """Name the bundle of those that only name the organisation, by likeness or thread: it is apart from the others."""
    return Id(int.from_bytes(blake2b(f"named {key}".encode(), digest_size=8).digest()) >> 1)


def likeness(text: str) -> Id | None:
    """Give the same number for words that differ only in names, links, digits, case and signs, accents and vowel marks
    among them; `None` for few words.
    """
    bare = _NO_LETTERS.sub(" ", _NAMES.sub(" ", _LINKS.sub(" ", _plain(text)))).split()
    letters = " ".join(bare)
    if len(letters) + (SYLLABLE_LETTERS - 1) * len(_SYLLABLES.findall(letters)) < LETTERS_MIN:
        return None
    return Id(int.from_bytes(blake2b(letters.encode(), digest_size=8).digest()) >> 1)


def _plain(text: str) -> str:
    """Write letters without what stands above or below them: whoever writes in haste leaves it out."""
    taken_apart = normalize("NFKD", text.casefold())
    return "".join(one for one in taken_apart if not combining(one) and one != _LENGTHENS)

"""Names as they are compared: without marks, case and punctuation."""

import unicodedata

# Letters whose marks Unicode does not take apart, as people write them on a keyboard that lacks them.
_BARE = str.maketrans({
    "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ħ": "h", "ŧ": "t", "ı": "i", "ŀ": "l",
})  # fmt: skip


def folded(text: str) -> str:
    """Give the letters and digits of a text in lower case, its words apart by one space."""
    return _bare(_bare(text).casefold())  # twice: what casefold makes of some letters has marks again (U+0130)


def folded_name(text: str) -> str:
    """Give a person's name so that "Lis, Ana" is "Ana Lis". Empty for a single word: it names too many."""
    words = folded(text).split()
    return " ".join(sorted(words)) if len(words) > 1 else ""


def _bare(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text)
    bare = "".join(sign if sign.isalnum() else "" if unicodedata.combining(sign) else " " for sign in apart)
    return " ".join(bare.translate(_BARE).split())

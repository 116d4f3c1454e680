"""Names as they are compared: without marks, case and punctuation."""

import unicodedata


def folded(text: str) -> str:
    """Give the letters and digits of a text in lower case, its words apart by one space."""
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    words = "".join(sign if sign.isalnum() else " " for sign in bare.casefold())
    # What casefold makes of some letters has marks again (U+0130), so that folding twice must be the same as once.
    return " ".join(
        "".join(sign for sign in unicodedata.normalize("NFKD", words) if sign.isalnum() or sign == " ").split()
    )


def folded_name(text: str) -> str:
    """Give a person's name so that "Lis, Ana" is "Ana Lis". Empty for a single word: it names too many."""
    words = folded(text).split()
    return " ".join(sorted(words)) if len(words) > 1 else ""

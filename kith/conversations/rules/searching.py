"""What somebody looks for in a conversation, as the database understands it."""

import regex

_WORD = regex.compile(r"[\p{L}\p{N}]")
# Scripts that put no space between words: what is one word to the database is a sentence there.
_UNSPACED = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]")
_ARABIC = regex.compile(r"\p{Arabic}+")
# What Arabic writes before a word as a part of it: the article, and, in, to, as, so.
_BEFORE_ARABIC = ("", "ال", "و", "وال", "ب", "بال", "ل", "لل", "ك", "كال", "ف", "فال")


def words_query(sought: str) -> str:
    """Write words as a query of PostgreSQL: each must begin a word of the message. Empty for what are no words."""
    words = [word for word in sought.split() if _WORD.search(word)]
    if not words or _UNSPACED.search(sought):
        return ""
    return " & ".join(_any_of(word) for word in words)


def _any_of(word: str) -> str:
    before = _BEFORE_ARABIC if _ARABIC.fullmatch(word) else ("",)
    escaped = word.replace("\\", "").replace("'", "''")
    return "(" + " | ".join(f"'{part}{escaped}':*" for part in before) + ")"

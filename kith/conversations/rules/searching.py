"""What somebody looks for in a conversation, as the database understands it."""

from collections.abc import Sequence

import msgspec
import regex

_WORD = regex.compile(r"[\p{L}\p{N}]")
# Scripts that put no space between words: what is one word to the database is a sentence there.
_UNSPACED = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]")
_ARABIC = regex.compile(r"\p{Arabic}+")
# What Arabic writes before a word as a part of it: the article, and, in, to, as, so.
_BEFORE_ARABIC = ("", "ال", "و", "وال", "ب", "بال", "ل", "لل", "ك", "كال", "ف", "فال")

_BEFORE_HIT_MAX = 40  # characters of an excerpt before what was found


class Piece(msgspec.Struct, frozen=True, kw_only=True):
    """A part of a text, and whether it is what somebody looked for."""

    words: str
    hit: bool = False


def words_query(sought: str) -> str:
    """Write words as a query of PostgreSQL: each must begin a word of the message. Empty for what are no words."""
    return " & ".join(_any_of(word) for word in _words_of(sought))


def _words_of(sought: str) -> list[str]:
    return [] if _UNSPACED.search(sought) else [word for word in sought.split() if _WORD.search(word)]


def _any_of(word: str) -> str:
    before = _BEFORE_ARABIC if _ARABIC.fullmatch(word) else ("",)
    escaped = word.replace("\\", "").replace("'", "''")
    return "(" + " | ".join(f"'{part}{escaped}':*" for part in before) + ")"


def pieces_of(text: str, sought: str) -> list[Piece]:
    """Part a text so that the words that begin as what was sought stand by themselves; without spaces, its letters."""
    pattern, pieces, end = _pattern(sought), [], 0
    for found in pattern.finditer(text) if pattern else ():
        pieces += [Piece(words=text[end : found.start()]), Piece(words=found[0], hit=True)]
        end = found.end()
    return [one for one in (*pieces, Piece(words=text[end:])) if one.words]


def excerpt_of(text: str, sought: str, *, length_max: int) -> Sequence[Piece]:
    """Give the place of a text, in one line, where it says what was sought; its beginning where that is not seen."""
    line = " ".join(text.split())
    before = next((one.words for one in pieces_of(line, sought)[:2] if not one.hit), "")
    begins = 0
    if len(before) < len(line) and len(before) > _BEFORE_HIT_MAX:
        begins = before.find(" ", len(before) - _BEFORE_HIT_MAX) + 1 or len(before)
    shown = line[begins : begins + length_max]
    shown = f"{'…' if begins else ''}{shown}{'…' if begins + length_max < len(line) else ''}"
    return pieces_of(shown, sought)


def _pattern(sought: str) -> regex.Pattern[str] | None:
    words = _words_of(sought)
    if words:
        return regex.compile(
            rf"(?<![\p{{L}}\p{{N}}])(?:{'|'.join(map(_begins_so, words))})[\p{{L}}\p{{M}}\p{{N}}]*", regex.I
        )
    return regex.compile(regex.escape(sought.strip()), regex.I) if sought.strip() else None


def _begins_so(word: str) -> str:
    before = "|".join(_BEFORE_ARABIC) if _ARABIC.fullmatch(word) else ""
    return f"(?:{before}){regex.escape(word)}"

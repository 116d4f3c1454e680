"""Text as it comes in: made normal, and rid of what only serves to break a page or fool a reader.

Words are never changed. What goes: control characters, direction marks that reach outside their paragraph, heaps of
combining marks and of invisible characters, blanks at line ends.
"""

import unicodedata

import regex

from kith.base.core.errors import Invalid
from kith.base.core.text.length import length
from kith.base.core.words import _

MARKS_MAX = 8  # on one letter; Vietnamese, Hebrew with cantillation and Tibetan stay below
INVISIBLE_RUN_MAX = 2  # zero-width joiners and spaces in a row: emoji and Indic scripts need one

# C0 and C1 controls but tab and newline; noncharacters; tags block (invisible text) but emoji flags' own use.
_CONTROLS = regex.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff\ufff9-\ufffb]")
_MARKS = regex.compile(rf"(\p{{M}}{{{MARKS_MAX}}})\p{{M}}+")
_INVISIBLE = regex.compile(
    rf"([\u200b-\u200d\u2060\u2061-\u2064\ufeff\u00ad\u180e]{{{INVISIBLE_RUN_MAX}}})"
    r"[\u200b-\u200d\u2060\u2061-\u2064\ufeff\u00ad\u180e]+"
)
_BLANKS_AT_END = regex.compile(r"[^\S\n]+(?=\n|\Z)")
_EMPTY_LINES = regex.compile(r"\n{4,}")

_EMBEDDINGS = "\u202a\u202b\u202d\u202e"
_ISOLATES = "\u2066\u2067\u2068"
_POP_EMBEDDING, _POP_ISOLATE = "\u202c", "\u2069"
_DIRECTIONS = frozenset(_EMBEDDINGS + _ISOLATES + _POP_EMBEDDING + _POP_ISOLATE)


def clean(text: str, *, length_max: int, field: str = "text", characters_max: int | None = None) -> str:
    """Give the text as it is kept. Raises `Invalid` when it is longer than `length_max`, as `length` counts.

    A family of emoji is one character to its reader, and seven to a column that counts code points: `characters_max`
    bounds those. Takes time in proportion to the text, whatever is in it.
    """
    # Far too much is refused before any work is done on it: a character never counts as more than one.
    if len(text) > 40 * length_max + 1000:
        raise _too_long(length_max, field)
    if not _is_plain(text):
        text = _normal(text)
    text = _EMPTY_LINES.sub("\n\n\n", _BLANKS_AT_END.sub("", text)).strip("\n")
    text = "" if not text.strip() else text
    if length(text) > length_max or (characters_max is not None and len(text) > characters_max):
        raise _too_long(length_max, field)
    return text


def clean_line(text: str, *, length_max: int, field: str) -> str:
    """Give a text of one line, as a name: breaks and tabs become spaces, direction marks go.

    It has at most `length_max` code points: lines are kept in columns that count them.
    """
    line = text if text.isascii() else "".join(one for one in text if one not in _DIRECTIONS)
    return " ".join(clean(line, length_max=length_max, field=field, characters_max=length_max).split())


def _is_plain(text: str) -> bool:
    """Tell whether there is nothing in it but printable ASCII and line feeds: that is normal as it is."""
    return text.isascii() and text.replace("\n", "").isprintable()


def _normal(text: str) -> str:
    """Make one kind of line end, and of every character one form; drop what only breaks or fools."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    text = _CONTROLS.sub("", _without_surrogates(text))
    text = unicodedata.normalize("NFC", text)
    text = _INVISIBLE.sub(r"\1", _MARKS.sub(r"\1", text))
    return "\n".join(_closed(line) for line in text.split("\n"))


def _too_long(length_max: int, field: str) -> Invalid:
    return Invalid(_("That is too long: {count} characters fit.").format(count=length_max), field=field)


def _without_surrogates(text: str) -> str:
    """Drop halves of surrogate pairs, which are no characters and cannot be kept."""
    return text.encode("utf-8", "ignore").decode("utf-8")


def _closed(line: str) -> str:
    """Close what a line opens and drop what it closes without opening, so that no mark reaches the next line."""
    if _DIRECTIONS.isdisjoint(line):
        return line
    kept: list[str] = []
    waiting: list[str] = []
    for character in line:
        if character in _EMBEDDINGS:
            waiting.append(_POP_EMBEDDING)
        elif character in _ISOLATES:
            waiting.append(_POP_ISOLATE)
        elif character in (_POP_EMBEDDING, _POP_ISOLATE):
            if not waiting or waiting[-1] != character:
                continue
            waiting.pop()
        kept.append(character)
    return "".join(kept) + "".join(reversed(waiting))

"""Words cut into the pieces that the embedding model knows: WordPiece, as BERT's uncased vocabularies have it.

The algorithm is that of Wu et al. 2016: the longest piece that fits from the left, again and again.
"""

import unicodedata
from functools import cache, lru_cache
from pathlib import Path

VOCABULARY = Path(__file__).parent / "shipped" / "vocab.txt"
PIECES_MAX = 72  # the first 270 letters or so: a longer text has said by then what it is about; time grows with it
LETTERS_MAX = 100  # a longer word is no word
_WORDS_KEPT = 20_000

_CJK = ((0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0x20000, 0x2FA1F), (0xF900, 0xFAFF))


@cache
def vocabulary() -> dict[str, int]:
    """Read the pieces and their numbers, once a process."""
    return {piece: number for number, piece in enumerate(VOCABULARY.read_text("utf-8").splitlines())}


def pieces_of(text: str) -> list[int]:
    """Give the numbers of a text's pieces, between the marks for its beginning and its end."""
    known = vocabulary()
    numbers: list[int] = []
    for word in _split(text):
        numbers.extend(_pieces(word))
        if len(numbers) >= PIECES_MAX - 2:
            break
    return [known["[CLS]"], *numbers[: PIECES_MAX - 2], known["[SEP]"]]


def _split(text: str) -> list[str]:
    plain = unicodedata.normalize("NFD", text.lower())
    spaced: list[str] = []
    for sign in plain:
        kind = unicodedata.category(sign)
        if kind == "Mn" or kind.startswith("C"):
            continue
        apart = kind.startswith("P") or (sign.isascii() and kind.startswith("S")) or _is_cjk(ord(sign))
        spaced.append(f" {sign} " if apart else sign)
    return "".join(spaced).split()


def _is_cjk(code: int) -> bool:
    return any(first <= code <= last for first, last in _CJK)


@lru_cache(maxsize=_WORDS_KEPT)
def _pieces(word: str) -> tuple[int, ...]:
    known = vocabulary()
    if len(word) > LETTERS_MAX:
        return (known["[UNK]"],)
    found: list[int] = []
    start = 0
    while start < len(word):
        for end in range(len(word), start, -1):
            piece = word[start:end] if start == 0 else f"##{word[start:end]}"
            if (number := known.get(piece)) is not None:
                found.append(number)
                start = end
                break
        else:
            return (known["[UNK]"],)
    return tuple(found)

"""A text as the machine reads it: without what says who wrote it, or where it came from."""

import re
import unicodedata

_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_HANDLE = re.compile(r"(?<![\w@])@[\w.-]+(?:@[\w.-]+\w)?")
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_WORDS_IN_TAG = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[a-zA-Z])(?=\d)")
_TAG = re.compile(r"#(\w+)")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


def readable(text: str, *, length_max: int) -> str:
    """Cut the text, and take out addresses, handles and what nobody sees; hashtags become their words."""
    cut = unicodedata.normalize("NFKC", _UNSEEN.sub(" ", text[:length_max]))
    cut = _HANDLE.sub(" ", _ADDRESS.sub(" ", cut))
    return " ".join(_TAG.sub(lambda tag: " " + _WORDS_IN_TAG.sub(" ", tag[1]) + " ", cut).split())


def words_of(text: str) -> list[str]:
    """Give the words in lower case and without accents, as cues are compared."""
    return _WORD.findall(plain(text))


def plain(text: str) -> str:
    """Give a text in lower case and without accents."""
    apart = unicodedata.normalize("NFD", text.casefold())
    return unicodedata.normalize("NFC", "".join(sign for sign in apart if not unicodedata.combining(sign)))

"""A text as the machine reads it: without what says who wrote it, where it came from, or how loudly."""

import html
import re
import unicodedata

from kith.topics.scoring.tags import words_in_tag

_ADDRESS = re.compile(r"(?:https?:/{0,2}|www\.|pic\.twitter\.com/)\S*|\b[a-z0-9.-]+\.[a-z]{2,6}/\S*", re.IGNORECASE)
_HANDLE = re.compile(
    r"(?<![\w@])@ ?[\w.-]*\w(?:@[\w.-]*\w)?|<(?:user|number|url|email)>|\[(?:user|url)\]", re.IGNORECASE
)
_PASSED_ON = re.compile(r"^\W*rt\b[\s:]*|(?<=\s)rt\b[\s:]+", re.IGNORECASE)
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe0f\ufeff]")
_TAG = re.compile(r"#(\w+)")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_STRETCHED = re.compile(r"(\w)\1{3,}|([^\w\s])\2{2,}")


def readable(text: str, *, length_max: int) -> str:
    """Cut the text, and take out addresses, handles and what nobody sees; hashtags become their words."""
    cut = unicodedata.normalize("NFKC", _UNSEEN.sub(" ", html.unescape(text[:length_max])))
    cut = _PASSED_ON.sub(" ", _HANDLE.sub(" ", _ADDRESS.sub(" ", cut)))
    cut = _TAG.sub(lambda tag: " " + words_in_tag(tag[1]) + " ", cut)
    return " ".join(_STRETCHED.sub(lambda many: (many[1] or many[2]) * 2, cut).split())


def is_latin(text: str) -> bool:
    """Tell whether most letters of a text are Latin ones: the embedding was made from English, and knows few others."""
    letters = [sign for sign in text if sign.isalpha()]
    return sum(sign < "\u0250" or "\u1e00" <= sign <= "\u1eff" for sign in letters) * 2 >= len(letters)


def words_of(text: str) -> list[str]:
    """Give the words in lower case and without accents, as cues are compared."""
    return _WORD.findall(plain(text))


def plain(text: str) -> str:
    """Give a text in lower case and without accents."""
    apart = unicodedata.normalize("NFD", text.casefold())
    return unicodedata.normalize("NFC", "".join(sign for sign in apart if not unicodedata.combining(sign)))

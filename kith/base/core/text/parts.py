"""What stands in a text: links, people, hashtags; found once, in one pass from left to right."""

import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Literal

import msgspec
import regex
from linkify_it import LinkifyIt

from kith.base.core.text.length import LINK_COUNTED_MAX

HASHTAG_MAX = 100
LINKS_SOUGHT_MAX = 100_000  # characters; link search in a longer text is left out
REMEMBERED_MAX = 5_000  # characters of a text
TEXTS_REMEMBERED = 32
LINK_MAX = LINK_COUNTED_MAX  # characters; what is longer is left as text

# A name stands alone: not inside a mail address, a path or another name.
_MENTION = regex.compile(
    r"(?<![\w/@.&=#-])@([a-z0-9_]{1,64})(?:@([a-z0-9](?:[a-z0-9.-]{0,250}[a-z0-9])?(?::\d{1,5})?))?",
    regex.IGNORECASE | regex.ASCII,
)
_HASHTAG = regex.compile(rf"(?<![\w/@&#])[#\uff03]([\w\p{{M}}\u00b7\u30fb\u200c]{{1,{HASHTAG_MAX}}})")
_EMOJI = regex.compile(r"(?<![\w:]):([a-z0-9_]{2,50}):(?![\w:])", regex.IGNORECASE | regex.ASCII)

_PIECE = regex.compile(r"[^\s<>\"]+")  # no link goes on behind one of these

_linkify = LinkifyIt(options={"fuzzy_email": False, "fuzzy_link": False, "fuzzy_ip": False})

Kind = Literal["link", "mention", "hashtag", "emoji"]


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """Something found: where it begins and ends, and what it says."""

    kind: Kind
    start: int
    end: int
    value: str


class NamedPerson(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody named as `@handle` or `@handle@domain`, in lower case."""

    handle: str
    domain: str | None

    @property
    def address(self) -> str:
        """`ana`, or `ana@hav.social`."""
        return f"{self.handle}@{self.domain}" if self.domain else self.handle


def find_mentions(text: str) -> tuple[NamedPerson, ...]:
    """List the people named, each once, in the order of the text."""
    return tuple(dict.fromkeys(named(part.value) for part in find_parts(text) if part.kind == "mention"))


def find_links(text: str) -> tuple[str, ...]:
    """List the links, each once, in the order of the text."""
    return tuple(dict.fromkeys(part.value for part in find_parts(text) if part.kind == "link"))


def find_hashtags(text: str) -> tuple[str, ...]:
    """List the hashtags in their normal form, each once, in the order of the text."""
    return tuple(dict.fromkeys(normal_hashtag(part.value) for part in find_parts(text) if part.kind == "hashtag"))


def normal_hashtag(tag: str) -> str:
    """Give the form in which hashtags are the same: `#Straße`, `#STRASSE` and `#ｓｔｒａｓｓｅ` are one."""
    return unicodedata.normalize("NFKC", tag.lstrip("#")).casefold()[:HASHTAG_MAX]


def named(address: str) -> NamedPerson:
    """Read `handle` or `handle@domain`."""
    handle, _at, domain = address.lower().partition("@")
    return NamedPerson(handle=handle, domain=domain or None)


def find_parts(text: str) -> Sequence[Part]:
    """Find everything, in the order of the text and without overlaps; links win over what stands inside them."""
    return _parts(text) if len(text) > REMEMBERED_MAX else _remembered(text)


@lru_cache(TEXTS_REMEMBERED)
def _remembered(text: str) -> tuple[Part, ...]:
    """Whoever writes a post asks for its people, links, hashtags, emoji and HTML, one after the other."""
    return tuple(_parts(text))


def _parts(text: str) -> list[Part]:
    found: list[Part] = []
    end = 0
    for part in sorted(_all_parts(text), key=lambda part: (part.start, part.kind != "link", -part.end)):
        if part.start >= end:
            found.append(part)
            end = part.end
    return found


def _all_parts(text: str) -> Iterator[Part]:
    yield from _links(text)
    for match in _MENTION.finditer(text):
        address = match[1] + (f"@{match[2]}" if match[2] else "")
        yield Part(kind="mention", start=match.start(), end=match.end(), value=address)
    for match in _HASHTAG.finditer(text):
        if not match[1].replace("_", "").isdecimal():  # "#1" is a place in a list
            yield Part(kind="hashtag", start=match.start(), end=match.end(), value=match[1])
    for match in _EMOJI.finditer(text):
        yield Part(kind="emoji", start=match.start(), end=match.end(), value=match[1])


def _links(text: str) -> Iterator[Part]:
    """Search each piece between blanks by itself: the search takes quadratic time in what could be one link."""
    if "://" not in text or len(text) > LINKS_SOUGHT_MAX:
        return
    for piece in _PIECE.finditer(text):
        if "://" not in piece[0] or len(piece[0]) > LINK_MAX:
            continue
        for link in _linkify.match(piece[0]) or []:
            if link.schema in ("http:", "https:"):
                start, end = piece.start() + link.index, piece.start() + link.last_index
                yield Part(kind="link", start=start, end=end, value=link.url)

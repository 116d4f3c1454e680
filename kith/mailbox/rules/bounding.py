"""What is read of a mail at all. Python's parser takes whatever comes, and some of it for hours: who writes such a mail
would keep a worker from everybody else's.
"""

import codecs
import re
from email.message import Message
from email.parser import BytesHeaderParser, BytesParser
from email.policy import Compat32
from email.utils import getaddresses

HEADER_MAX = 8_000  # characters of one; the longest that means something lists references
PARAMETERS_MAX = 1_000  # of those that are split into parameters, again and again, at each quotation mark anew
LINES_MAX = 400_000  # 25 MB of attachments have 330,000
HEAD_MAX_BYTES = 256_000
NESTED_MAX = 50  # parts with parts in them: each line is compared with the end of every one of them
BORDERS_MAX = 5_000  # lines that may end a part
_WITH_PARTS = re.compile(rb"[\s:\x1c-\x1f](?:multipart|message)/", re.IGNORECASE)
_BORDER = re.compile(rb"^--", re.MULTILINE)
_HEAD_END = re.compile(rb"\r?\n\r?\n")
_SPLIT = ("content-type", "content-disposition")
# No mail is written in these. Reading some takes the square of their length, others give half characters.
_NO_CHARSETS = frozenset({"punycode", "idna", "unicode-escape", "raw-unicode-escape"})


class _Bounded(Compat32):
    """Reads headers as ever, each up to a length."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        return name, value[: PARAMETERS_MAX if name.lower() in _SPLIT else HEADER_MAX]


_BOUNDED = _Bounded()


def parse(raw: bytes) -> tuple[Message, bool]:
    """Parse a mail; tell whether that was its beginning alone. Raises `RecursionError`."""
    kept = _beginning(raw)
    return BytesParser(policy=_BOUNDED).parsebytes(kept), len(kept) < len(raw)


def parse_top(raw: bytes) -> Message:
    """Parse what stands on top of a mail, its headers alone."""
    end = _HEAD_END.search(raw[:HEAD_MAX_BYTES])
    return BytesHeaderParser(policy=_BOUNDED).parsebytes(raw[: end.end() if end else HEAD_MAX_BYTES])


def addresses_in(text: str) -> list[tuple[str, str]]:
    """List the names and addresses in a header; none, where brackets stand in brackets without end."""
    try:
        return getaddresses([text[:HEADER_MAX]])
    except RecursionError:
        return []


def is_charset(name: str) -> bool:
    """Tell whether words of a mail may be written in it."""
    try:
        return codecs.lookup(name).name not in _NO_CHARSETS
    except (LookupError, ValueError):
        return False


def _beginning(raw: bytes) -> bytes:
    end = _HEAD_END.search(raw[:HEAD_MAX_BYTES])
    if end is None:
        return raw[:HEAD_MAX_BYTES]
    for pattern, most in ((_WITH_PARTS, NESTED_MAX), (_BORDER, BORDERS_MAX)):
        for count, match in enumerate(pattern.finditer(raw), start=1):
            if count > most:
                raw = raw[: match.start()]
                break
    if raw.count(b"\n") > LINES_MAX:
        raw = b"\n".join(raw.split(b"\n", LINES_MAX)[:LINES_MAX])
    return raw

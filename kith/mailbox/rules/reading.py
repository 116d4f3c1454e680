"""From the bytes of a mail to what it says: whatever is broken in it, something is read; nothing is run or opened."""

import re
from datetime import UTC, datetime
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import parsedate_to_datetime
from hashlib import sha256

from kith.base.core.text import clean, clean_line
from kith.mailbox.model import FILES_MAX, MAIL_TEXT_MAX, Attached, Letter
from kith.mailbox.model.mail import COPIED_MAX, MESSAGE_ID_MAX, NAME_MAX, REFERENCES_MAX, SUBJECT_MAX
from kith.mailbox.rules.bounding import HEADER_MAX, addresses_in, is_charset, parse, parse_top
from kith.mailbox.rules.nature import failure_of, nature_of
from kith.mailbox.rules.words import tidy, words_of_html

PARTS_MAX = 500
FILE_NAME_MAX = 500
ADDRESS = re.compile(r"[^\s<>()\[\]@,;:\\\"\x00-\x1f\x7f]{1,64}@[^\W_](?:[\w.-]{0,186}[^\W_])?")
_IDS = re.compile(r"<[^<>\s]{1,248}>")


def read_letter(raw: bytes, *, cut: bool = False) -> Letter:
    """Read a mail; of one that is `cut` only its beginning came. Whatever the bytes are, something is read."""
    try:
        message, is_beginning = parse(raw)
        return _letter(message, raw, cut=cut or is_beginning)
    except RecursionError:  # parts in parts in parts: nobody writes so, but what stands on top is read
        return _letter(parse_top(raw), raw, cut=True)


def mark_of(letter: Letter) -> str:
    """Give what tells a mail from every other one."""
    return sha256(f"{letter.message_id}\0{letter.sender}".encode("utf-8", "replace")).hexdigest()


def address_in(text: str) -> str:
    """Give the one mail address in a text, in lower case; empty where there is none, or are many."""
    found = [one.strip().lower() for _name, one in addresses_in(text) if one.strip()]
    return found[0] if len(found) == 1 and ADDRESS.fullmatch(found[0]) and len(found[0]) <= 254 else ""


def line_of(text: str, characters_max: int) -> str:
    """Give a line as it is kept: without breaks, controls and signs that turn others around, cut where it is long."""
    return clean_line(text[: characters_max * 4], length_max=characters_max * 40, field="")[:characters_max].strip()


def _letter(message: Message, raw: bytes, *, cut: bool) -> Letter:
    sender, name = _from(message)
    answer_to = address_in(_raw(message, "Reply-To")) or sender
    nature = nature_of(message, sender)
    words, files, files_left = _content(message)
    failed_ids, failed_why = failure_of(message) if nature == "bounce" else ([], "")
    ids = _ids(_said(message, "Message-ID"))
    refers = [*_ids(_said(message, "References")), *_ids(_said(message, "In-Reply-To"))]
    return Letter(
        message_id=ids[0] if ids else f"<{sha256(raw).hexdigest()}@no-id.invalid>",
        refers_to=_some(refers),
        sender=sender,
        address=answer_to,
        name=line_of(name, NAME_MAX),
        subject=line_of(_said(message, "Subject"), SUBJECT_MAX),
        text=_kept(words),
        copied=_copied(message, {sender, answer_to}),
        nature=nature,
        written_at=_written_at(_said(message, "Date")),
        files=files,
        files_left=files_left,
        cut=cut or len(words) > MAIL_TEXT_MAX,
        failed_ids=_some(
            [*(found for one in failed_ids for found in _ids(one)), *(refers if failed_ids == [] else [])]
        ),
        failed_why=line_of(failed_why, SUBJECT_MAX),
    )


def _from(message: Message) -> tuple[str, str]:
    """Give who says they wrote it. Addresses are taken before names are decoded: what those hold is a name."""
    found = [(name, one.strip().lower()) for name, one in addresses_in(_raw(message, "From")) if one.strip()]
    good = [(one, name) for name, one in found if ADDRESS.fullmatch(one) and len(one) <= 254]
    return (good[0][0], _in_words(good[0][1])) if good else ("", "")


def _copied(message: Message, known: set[str]) -> tuple[str, ...]:
    """List whom a mail names as its readers, by their addresses alone: what stands around these is anybody's words."""
    named = [*addresses_in(_raw(message, "To")), *addresses_in(_raw(message, "Cc"))]
    found = dict.fromkeys(one.strip().lower() for _name, one in named)
    good = [one for one in found if ADDRESS.fullmatch(one) and len(one) <= 254 and one not in known]
    return tuple(good[: COPIED_MAX + 1])


def _raw(message: Message, name: str) -> str:
    return _line(str(message.get(name, ""))[:HEADER_MAX])


def _said(message: Message, name: str) -> str:
    """Give a header in words, whatever its charset says; breaks in it are blanks."""
    return _in_words(_raw(message, name))


def _in_words(given: str) -> str:
    try:
        parts = decode_header(given)
    except (HeaderParseError, ValueError):
        return _line(given)
    return _line(
        "".join(_decoded(one, charset or "ascii") if isinstance(one, bytes) else one for one, charset in parts)
    )


def _written_at(date: str) -> datetime | None:
    try:
        at = parsedate_to_datetime(date)
        return (at if at.tzinfo is not None else at.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def _line(text: str) -> str:
    return " ".join(text.split())


def _decoded(content: bytes, charset: str) -> str:
    """Decode by the charset that is said, else by what fits: UTF-8, or what Windows wrote."""
    for one in (charset, "utf-8"):
        try:
            if is_charset(one):
                return content.decode(one)
        except (LookupError, UnicodeError, ValueError):
            continue
    return content.decode("windows-1252", "replace")


def _content(message: Message) -> tuple[str, tuple[Attached, ...], int]:
    """Give the words of a mail, and what is attached to it. The first text counts; HTML, where there is no other."""
    plain, html, left = "", "", 0
    files: list[Attached] = []
    for count, part in enumerate(message.walk()):
        if part.is_multipart():
            continue
        if count > PARTS_MAX:
            left += 1
            continue
        kind, name = part.get_content_type(), _name(part)
        is_file = bool(name) or part.get_content_disposition() == "attachment"
        if kind == "text/plain" and not is_file and not plain:
            plain = tidy(_text(part))
        elif kind == "text/html" and not is_file and not html:
            html = words_of_html(_text(part))
        elif is_file or kind not in ("text/plain", "text/html"):
            content = _bytes(part)
            if content and len(files) < FILES_MAX:
                files.append(Attached(name=name or kind.replace("/", "."), content=content))
            else:
                left += 1
    return plain if plain.strip() else html, tuple(files), left


def _text(part: Message) -> str:
    charset = part.get_content_charset() or "utf-8"
    return _decoded(_bytes(part), charset)


def _bytes(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _name(part: Message) -> str:
    try:
        name = part.get_filename()
    except (LookupError, ValueError, UnicodeError):
        return "?"
    if not name:
        return ""
    words = [_decoded(one, charset or "ascii") if isinstance(one, bytes) else one for one, charset in _heads(name)]
    return line_of("".join(words), FILE_NAME_MAX)


def _heads(name: str) -> list[tuple[bytes | str, str | None]]:
    try:
        return list(decode_header(name[:HEADER_MAX]))
    except (HeaderParseError, ValueError):
        return [(name[:HEADER_MAX], None)]


def _ids(text: str) -> list[str]:
    return [one for one in _IDS.findall(text) if one.isprintable() and len(one) <= MESSAGE_ID_MAX]


def _some(ids: list[str]) -> tuple[str, ...]:
    known = list(dict.fromkeys(ids))
    return tuple(known if len(known) <= REFERENCES_MAX else known[:1] + known[1 - REFERENCES_MAX :])


def _kept(words: str) -> str:
    """Give the words without controls, and without signs that turn what stands around them."""
    return clean(words[:MAIL_TEXT_MAX], length_max=MAIL_TEXT_MAX * 4)[:MAIL_TEXT_MAX]

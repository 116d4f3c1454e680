"""vCards of the versions 2.1, 3.0 and 4.0: what telephones, Apple, Google and Outlook call an address book."""

import logging
import re
from collections.abc import Iterator
from typing import Any

import vobject
from vobject.base import VObjectError

from kith.finding.reader.telling import PEOPLE_MAX, Person
from kith.finding.reader.texts import mails_in, name_of

CARD_LINES_MAX = 200  # of what is looked at; a portrait is not
LINE_MAX = 4_000

_WANTED = re.compile(r"(?:[\w-]{1,40}\.)?(?:VERSION|FN|N|EMAIL|NICKNAME|ORG)[;:]", re.IGNORECASE)
_PRINTABLE = re.compile(r"[^:]*QUOTED-PRINTABLE", re.IGNORECASE)
# Whatever a card does to the library, it costs that card alone.
_UNREADABLE = (VObjectError, ValueError, LookupError, AttributeError, TypeError)

logging.getLogger("vobject").setLevel(logging.CRITICAL)  # it quotes what it cannot read


def is_cards(text: str) -> bool:
    """Tell whether a text begins as an address book does."""
    return text.lstrip("\ufeff\r\n\t ")[:11].upper() == "BEGIN:VCARD"


def people_of(text: str) -> Iterator[Person]:
    """Read each card that can be read."""
    for number, lines in enumerate(_cards(text)):
        if number >= 2 * PEOPLE_MAX:
            return
        person = _person(["BEGIN:VCARD", *lines, "END:VCARD", ""])
        if person is not None:
            yield person


def _cards(text: str) -> Iterator[list[str]]:
    """Take the text apart into cards, and keep of each the lines that are looked at, with what continues them."""
    lines: list[str] | None = None
    wanted = soft = False
    for line in text.splitlines():
        mark = line.strip().upper()
        if mark == "BEGIN:VCARD":
            lines, wanted, soft = [], False, False
        elif lines is None:
            continue
        elif mark == "END:VCARD":
            yield lines
            lines = None
        else:
            goes_on = soft or line[:1] in (" ", "\t")
            wanted = wanted if goes_on else _WANTED.match(line) is not None
            printable = soft if goes_on else _PRINTABLE.match(line) is not None
            soft = printable and line.endswith("=")
            if wanted and len(lines) < CARD_LINES_MAX:
                lines.append(line[:LINE_MAX])


def _person(lines: list[str]) -> Person | None:
    try:
        card = vobject.readOne("\r\n".join(lines), ignoreUnreadable=True, allowQP=True)
        found: dict[str, list[Any]] = card.contents
        emails = [mail for one in found.get("email", []) for mail in mails_in(str(one.value))]
        name = next((name for one in found.get("fn", []) if (name := name_of(str(one.value)))), "")
        for key in ("n", "nickname", "org"):
            name = name or next((name_of(_words(one.value)) for one in found.get(key, [])), "")
    except _UNREADABLE:
        return None
    return Person(name=name, emails=list(dict.fromkeys(emails)))


def _words(value: Any) -> str:
    if isinstance(value, list):
        return " ".join(str(part) for part in value)
    return str(value)

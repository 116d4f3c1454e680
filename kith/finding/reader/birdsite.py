"""What X gives people to take along: JavaScript files with one list each.

Those whom somebody follows stand in it as bare numbers. Their names are found where they were named in what the owner
of the archive wrote; of the others there is nothing to find.
"""

import re
from typing import Any

from kith.finding.reader.telling import Person, Told
from kith.finding.reader.texts import dicts_in, json_of, mails_in, name_of, text_at

HEAD = re.compile(rb"\s*window\.YTD\.(\w{1,40})\.part\d{1,4}\s*=\s*")
NAMED = re.compile(
    rb'\{\s*"name"\s*:\s*"((?:[^"\\{}]|\\.){0,200})"\s*,\s*"screen_name"\s*:\s*"(\w{1,20})"'
    rb'[^{}]{0,200}?"id_str"\s*:\s*"(\d{1,25})"'
)
FOLLOWED_MAX = 20_000

Named = dict[str, tuple[str, str]]  # a number: the name and the handle


def is_list(body: bytes) -> bool:
    """Tell whether this is one of X's files."""
    return HEAD.match(body[:200]) is not None


def take(body: bytes, told: Told, numbers: dict[str, None]) -> None:
    """Take one file: contacts as they are, of those who are followed the numbers."""
    head = HEAD.match(body[:200])
    assert head is not None
    told.kind = "x"
    kind = head[1].decode()
    if kind not in ("following", "follower", "contact"):
        return
    for one in dicts_in(json_of(body[head.end() :])):
        if kind == "contact":
            told.people.append(_contact(one.get("contact")))
        elif len(numbers) < FOLLOWED_MAX and (number := text_at(one, kind, "accountId")):
            numbers[number] = None


def take_named(numbers: dict[str, None], named: Named, told: Told) -> None:
    """Give names to the numbers, as far as the archive knows them."""
    for number in numbers:
        if number in named:
            name, handle = named[number]
            told.people.append(Person(name=name or handle, handles=[("x", handle.lower())]))
        else:
            told.unnamed += 1


def note_named(found: "re.Match[bytes]", named: Named) -> None:
    """Remember whose number is whose."""
    try:
        name = json_of(b'"' + found[1] + b'"')
    except ValueError:
        name = ""
    named[found[3].decode()] = (name_of(name), found[2].decode())


def _contact(value: Any) -> Person:
    emails = value.get("emails") if isinstance(value, dict) else None
    texts = [one for one in emails if isinstance(one, str)] if isinstance(emails, list) else []
    found = [mail for text in texts for mail in mails_in(text)]
    return Person(name=name_of(found[0]) if found else "", emails=found)

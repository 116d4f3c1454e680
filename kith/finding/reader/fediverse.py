"""What Mastodon gives people to take along: the table of those they follow, and the archive of what they wrote."""

import re
from collections import Counter

from kith.finding.reader.tables import rows_of
from kith.finding.reader.telling import PEOPLE_MAX, Person, Told

HANDLE = re.compile(r"@?([\w.-]{1,64})@((?:[\w-]{1,63}\.)+[\w-]{2,63}(?::\d{1,5})?)\Z")
# A mention in an outbox, as every version of Mastodon writes it. Read by pattern, because an outbox has no bound.
MENTION = re.compile(rb'\{"type":\s*"Mention",[^{}]{0,600}?"name":\s*"(@[^"@\s]{1,64}@[^"\s]{1,200})"[^{}]{0,100}\}')


def is_table(text: str) -> bool:
    """Tell whether a table names accounts of Mastodon: by its head, or, in old ones, by its first line."""
    first = text.lstrip("\ufeff").partition("\n")[0].strip()
    return first.lower().startswith("account address") or HANDLE.match(first.partition(",")[0]) is not None


def take_table(text: str, told: Told) -> None:
    """Take those one follows."""
    told.kind = "mastodon"
    for row in rows_of(text.lstrip("\ufeff")):
        person = _person(row[0].strip())
        if person is not None:
            told.people.append(person)


def take_mentions(mentions: "Counter[bytes]", told: Told) -> None:
    """Take those whom somebody wrote to, the most often named first."""
    told.kind = "mastodon"
    for name, _count in mentions.most_common(PEOPLE_MAX):
        person = _person(name.decode("utf-8", "replace"))
        if person is not None:
            told.people.append(person)


def _person(text: str) -> Person | None:
    found = HANDLE.match(text)
    if found is None:
        return None
    handle = f"{found[1]}@{found[2]}".lower()
    return Person(name=handle, handles=[("mastodon", handle)])

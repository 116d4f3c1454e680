"""The reader's desk: looks what a file is, reads it, and tells."""

import io
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any

from kith.finding.reader import birdsite, cards, fediverse, meta, tables
from kith.finding.reader.archives import PIECE_BYTES, Entry, reading_safely, tar_entries, zip_entries
from kith.finding.reader.telling import Tell, Told, Unusable, merged
from kith.finding.reader.texts import decoded, json_of

WHOLE_MAX_BYTES = 60_000_000  # read at once; an address book of ten thousand with portraits fits
OVERLAP_BYTES = 4_096  # longer than any name that is looked for by pattern
TOLD_EVERY_PERCENT = 5


def main(path: Path) -> None:
    """Read one file and answer."""
    told_at = 0

    def tell(percent: int) -> None:
        nonlocal told_at
        if percent >= told_at + TOLD_EVERY_PERCENT:
            told_at = percent
            _say({"percent": percent})

    try:
        told = read(path, tell)
    except Unusable as error:
        _say({"problem": error.problem})
    except MemoryError:
        _say({"problem": "large"})
    else:
        _say(asdict(told))


def _say(what: dict[str, Any]) -> None:
    print(json.dumps(what), flush=True)  # noqa: T201 - the answer of this program


def read(path: Path, tell: Tell) -> Told:
    """Read a file of whatever kind. Raises `Unusable`."""
    told = Told()
    sheaf = _Sheaf(told)
    with reading_safely(), path.open("rb") as file:
        head = file.read(8)
        file.seek(0)
        if head.startswith(b"PK"):
            for entry in zip_entries(path, tell):
                sheaf.take(entry)
        elif head.startswith(b"\x1f\x8b"):
            for entry in tar_entries(path):
                sheaf.take(entry)
        else:
            sheaf.take(Entry(name="", file=file))
    sheaf.close()
    told.people = merged(told.people)
    told.pasts = [past for past in told.pasts if past.name]
    if not told.people and not told.pasts and not told.unnamed:
        raise Unusable("nothing")
    return told


class _Sheaf:
    """The files of one archive, and what has to wait until all are read."""

    def __init__(self, told: Told) -> None:
        self._told = told
        self._numbers: dict[str, None] = {}
        self._named: birdsite.Named = {}
        self._mentions: Counter[bytes] = Counter()

    def take(self, entry: Entry) -> None:
        """Take one file in: what it is, its beginning says."""
        file = entry.file if isinstance(entry.file, io.BufferedReader) else io.BufferedReader(entry.file)  # type: ignore[type-var]
        head = file.peek(600)[:600]
        if re.match(rb"\s*window\.YTD\.tweets?\.part", head):
            self._told.kind = "x"
            for found in _scanned(file, birdsite.NAMED):
                birdsite.note_named(found, self._named)
        elif b'"OrderedCollection"' in head or entry.name.endswith("outbox.json"):
            self._told.kind = "mastodon"
            self._mentions.update(found[1] for found in _scanned(file, fediverse.MENTION))
        else:
            self._take_whole(_whole(file), alone=not entry.name)

    def close(self) -> None:
        """Put together what lay in several files."""
        if self._numbers:
            birdsite.take_named(self._numbers, self._named, self._told)
        if self._mentions:
            fediverse.take_mentions(self._mentions, self._told)

    def _take_whole(self, body: bytes, *, alone: bool) -> None:
        if birdsite.is_list(body):
            birdsite.take(body, self._told, self._numbers)
            return
        if body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
            if not meta.take(json_of(body.removeprefix(b"\xef\xbb\xbf")), self._told) and alone:
                raise Unusable("unknown")
            return
        text = decoded(body)
        if cards.is_cards(text):
            self._told.people += cards.people_of(text)
        elif fediverse.is_table(text):
            fediverse.take_table(text, self._told)
        else:
            self._told.people += tables.people_of(text)


def _whole(file: IO[bytes]) -> bytes:
    body = file.read(WHOLE_MAX_BYTES + 1)
    if len(body) > WHOLE_MAX_BYTES:
        raise Unusable("large")
    return body


def _scanned(file: IO[bytes], pattern: "re.Pattern[bytes]") -> Iterator["re.Match[bytes]"]:
    """Find a pattern in a file of any length, a piece at a time."""
    kept = b""
    while piece := file.read(PIECE_BYTES):
        kept += piece
        end = 0
        for found in pattern.finditer(kept):
            yield found
            end = found.end()
        kept = kept[max(end, len(kept) - OVERLAP_BYTES) :]

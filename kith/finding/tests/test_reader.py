"""What the reader makes of files as they really come, and of those that are made to do harm."""

import json
import os
import struct
import zipfile
import zlib
from pathlib import Path
from random import Random
from typing import Any

import pytest

from kith.finding.model import Problem, Told
from kith.finding.reading import look_into
from kith.finding.tests import files

VCARD_21 = (
    b"BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=BCller;Zo=C3=AB;;;\r\n"
    b"FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Zo=C3=AB =\r\nM=C3=BCller\r\nTEL;CELL:+4912\r\n"
    b"EMAIL;INTERNET;PREF:Zoe@Example.org\r\nPHOTO;ENCODING=BASE64;JPEG:/9j/4AAQSkZJRg\r\n AAAA\r\n\r\nEND:VCARD\r\n"
)
VCARD_30 = (
    "BEGIN:VCARD\nVERSION:3.0\nN:Carter;Ben;;;\nFN:Ben Carter\nitem1.EMAIL;type=INTERNET:ben@example.org\n"
    "item1.X-ABLabel:_$!<Other>!$_\nNOTE:one\\, two\n  and three\nEND:VCARD\n"
)
VCARD_40 = (
    "BEGIN:VCARD\nVERSION:4.0\nthis line is broken\nFN:Łucja Żak\nEMAIL;TYPE=home:lucja@example.org\n"
    "EMAIL;ENCODING=b:%%%\nEND:VCARD\nBEGIN:VCARD\nFN:Never closed"
)
GOOGLE = (
    "First Name,Middle Name,Last Name,Organization Name,E-mail 1 - Label,E-mail 1 - Value,E-mail 2 - Value\n"
    "Zoë,,Müller,,Home,zoe@example.org ::: zm@example.org,\n,,,Mill,Work,,office@example.org\n"
)
OUTLOOK = (
    '"First Name","Last Name","Company","E-mail Address","E-mail Type","E-mail Display Name"\r\n'
    '"Jörg","Braun","","joerg@example.org","SMTP","Not me (joerg@elsewhere.org)"\r\n'
)
GERMAN = "Vorname;Nachname;E-Mail-Adresse\r\nJörg;Groß;joerg@example.org\r\n"
ZOE = ("Zoë Müller", "zoe@example.org", "zm@example.org")
APPLE = "Name\tEmail\nCleo Lis\tcleo@example.org\n"
FOLLOWS = (
    "Account address,Show boosts,Notify on new posts,Languages\neva@hav.social,true,false,\nben@kith.test,true,false,"
)


async def _look(path: Path) -> Told | Problem:
    heard: list[int] = []

    async def hear(percent: int) -> None:
        heard.append(percent)

    told = await look_into(path, hear)
    assert heard == sorted(heard)
    return told


async def _read(folder: Path, body: bytes) -> Any:
    path = folder / "file"
    path.write_bytes(body)
    told = await _look(path)
    assert os.listdir(folder) == ["file"]  # nothing is unpacked onto the disk  # noqa: PTH208
    return told


def _people(told: Told) -> list[tuple[str, ...]]:
    return [(one.name, *one.emails, *(f"{network}:{handle}" for network, handle in one.handles)) for one in told.people]


@pytest.mark.parametrize(
    ("body", "people"),
    [
        (VCARD_21, [("Zoë Müller", "zoe@example.org")]),
        (VCARD_30.encode(), [("Ben Carter", "ben@example.org")]),
        (VCARD_40.encode(), [("Łucja Żak", "lucja@example.org")]),
        (VCARD_30.encode("utf-16"), [("Ben Carter", "ben@example.org")]),
        (GOOGLE.encode(), [ZOE, ("Mill", "office@example.org")]),
        (GOOGLE.encode("utf-16-le"), [ZOE, ("Mill", "office@example.org")]),
        (b"\xef\xbb\xbf" + OUTLOOK.encode(), [("Jörg Braun", "joerg@example.org")]),
        (OUTLOOK.encode("latin-1"), [("Jörg Braun", "joerg@example.org")]),
        (GERMAN.encode("cp1252"), [("Jörg Groß", "joerg@example.org")]),
        (APPLE.encode("utf-16"), [("Cleo Lis", "cleo@example.org")]),
    ],
    ids=["2.1", "3.0", "4.0", "3.0 utf-16", "google", "google utf-16", "outlook", "latin-1", "german", "apple"],
)  # fmt: skip
async def test_an_address_book_is_read(tmp_path: Path, body: bytes, people: list[tuple[str, ...]]) -> None:
    """Whatever its version, its columns and its encoding; a card that is torn costs only itself."""
    told = await _read(tmp_path, body)
    assert (told.kind, _people(told)) == ("contacts", people)


async def test_facebook_tells_friends_and_where_one_was(tmp_path: Path) -> None:
    """With the names put right, each once; whom one took out of the list stays out."""
    told = await _read(tmp_path, files.facebook())
    assert told.kind == "facebook"
    assert sorted(_people(told)) == [
        ("Ben Carter",), ("Cleo Lis", "cleo@example.org"), ("Dan Fox",), ("Zoë Müller",),
    ]  # fmt: skip
    assert {one.name: one.year for one in told.people}["Zoë Müller"] == 2011
    assert [(one.kind, one.name, one.from_year, one.until_year) for one in told.pasts] == [
        ("school", "Szkoła nr 5", 1987, 1991),
        ("work", "Mill", 1998, None),
        ("place", "Lublin", None, None),
    ]


async def test_instagram_tells_handles(tmp_path: Path) -> None:
    """Of those one follows and is followed by, and the contacts it was once given."""
    told = await _read(tmp_path, files.instagram())
    assert told.kind == "instagram"
    assert sorted(_people(told)) == [
        ("Zoë Lis", "zoe@example.org"), ("ben.carter", "instagram:ben.carter"), ("zoe_m", "instagram:zoe_m"),
    ]  # fmt: skip


async def test_x_tells_whom_one_named(tmp_path: Path) -> None:
    """The others are numbers, and counted."""
    told = await _read(tmp_path, files.x())
    assert (told.kind, told.unnamed) == ("x", 1)
    assert sorted(_people(told)) == [
        ('Ben "B" Carter', "x:benc"), ("Zoë", "x:zoe"), ("cleo@example.org", "cleo@example.org"),
    ]  # fmt: skip


@pytest.mark.parametrize("packed", [False, True])
async def test_mastodon_tells_accounts(tmp_path: Path, *, packed: bool) -> None:
    """By the table of whom one follows, and out of an archive those one wrote to."""
    outbox = json.dumps(files.OUTBOX).encode()
    body = files.tarred({"actor.json": b"{}", "outbox.json": outbox}) if packed else FOLLOWS.encode()
    told = await _read(tmp_path, body)
    eva = ("eva@hav.social", "mastodon:eva@hav.social")
    ben = ("ben@kith.test", "mastodon:ben@kith.test")
    assert (told.kind, _people(told)) == ("mastodon", [eva] if packed else [eva, ben])


async def test_one_file_of_an_archive_is_enough(tmp_path: Path) -> None:
    """What it is, it says itself."""
    told = await _read(tmp_path, b'{"friends_v2": [{"name": "Ben Carter", "timestamp": 1}]}')
    assert (told.kind, _people(told)) == ("facebook", [("Ben Carter",)])


async def test_a_large_address_book_is_bounded(tmp_path: Path) -> None:
    """Nobody knows more than ten thousand."""
    rows = "".join(f"Somebody {number},s{number}@example.org\n" for number in range(12_000))
    told = await _read(tmp_path, f"Name,Email\n{rows}".encode())
    assert len(told.people) == 10_000


def _link() -> bytes:
    made = zipfile.ZipInfo("connections/friends/your_friends.json")
    made.external_attr = 0o120777 << 16
    return files.zipped({made: "/etc/passwd"})  # type: ignore[dict-item]


def _encrypted() -> bytes:
    """Raise the flag of encryption in both of the headers of a file."""
    body = bytearray(files.zipped({"your_friends.json": {"friends_v2": []}}, how=zipfile.ZIP_STORED))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        body[body.index(mark) + at] |= 1
    return bytes(body)


def _liar() -> bytes:
    """Pack much, and say in both headers that it is little: reading it on would give far more than was said."""
    body = bytearray(files.zipped({"your_friends.json": b'{"friends_v2": []}' + b" " * 50_000_000}))
    for mark, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        struct.pack_into("<I", body, body.index(mark) + at, 20)
    return bytes(body)


def _noise(size: int) -> bytes:
    """Give bytes that mean nothing: the same ones in every run."""
    return Random(7).randbytes(size)


FRIENDS = '{"friends_v2": [{"name": "Ben Carter"}]}'
HOSTILE = {
    "a renamed JPEG": (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + _noise(5_000), "unknown"),
    "a program": (b"\x7fELF" + bytes(500) + _noise(500), "unknown"),
    "words": (b"Dear Ana,\nhow are you?\n", "unknown"),
    "other JSON": (b'{"hello": ["world"]}', "unknown"),
    "torn JSON": (b'{"friends_v2": [{"name": "Be', "broken"),
    "deep JSON": (b"[" * 200_000, "broken"),
    "a zip cut short": (files.facebook()[:600], "broken"),
    "a zip of noise": (b"PK\x03\x04" + _noise(5_000), "broken"),
    "a tar of noise": (b"\x1f\x8b" + _noise(5_000), "broken"),
    "a tar cut short": (files.tarred({"outbox.json": _noise(50_000)})[:9_000], "broken"),
    "half of UTF-16": ("Name,Email\nBen,b@example.org".encode("utf-16")[:-1], "broken"),
    "a bomb": (files.zipped({"your_friends.json": b" " * 50_000_000}), "bomb"),
    "a liar": (_liar(), "broken"),
    "a name that leads out": (files.zipped({"../../your_friends.json": FRIENDS}), "strange"),
    "a name from the root": (files.zipped({"/etc/your_friends.json": FRIENDS}), "strange"),
    "a link": (_link(), "strange"),
    "a link in a tar": (files.tarred({}, link="outbox.json"), "strange"),
    "a locked zip": (_encrypted(), "locked"),
    "a zip in a zip": (files.zipped({"facebook.zip": files.facebook()}), "nested"),
    "pages": (files.zipped({"connections/friends/your_friends.html": "<p>Ben"}), "pages"),
    "an empty zip": (files.zipped({}), "nothing"),
    "pictures": (files.zipped({"a.jpg": b"\xff\xd8\xff"}), "nothing"),
    "nobody": (files.zipped({"your_friends.json": '{"friends_v2": []}'}), "nothing"),
    "names that are none": (b'{"friends_v2": [{"name": 7}, 5, {"name": "\\u0000"}]}', "nothing"),
    "a packed stream": (zlib.compress(b"Name,Email"), "unknown"),
}  # fmt: skip


@pytest.mark.parametrize(("body", "problem"), HOSTILE.values(), ids=HOSTILE)
async def test_what_cannot_be_used_is_said_plainly(tmp_path: Path, body: bytes, problem: str) -> None:
    """And leaves nothing on the disk."""
    assert await _read(tmp_path, body) == problem


async def test_too_much_at_once_is_not_read(tmp_path: Path) -> None:
    """A table of two gigabytes takes no room here, neither on the disk nor in the memory."""
    path = tmp_path / "file"
    with path.open("wb") as file:
        file.write(b"Name,Email\n")
        file.truncate(2_000_000_000)
    assert await _look(path) == "large"

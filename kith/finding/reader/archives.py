"""Archives, opened with care: nothing is unpacked onto the disk, and only what is looked for is read at all."""

import io
import re
import stat
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from kith.finding.reader.telling import Problem, Tell, Unusable

NAMES_MAX = 500_000  # an archive of X with ten years of pictures has a fifth of it
NAME_MAX = 1_000  # characters, with the folders
WANTED_MAX = 500  # files of one archive
UNPACKED_MAX_BYTES = 2_000_000_000  # of all that is looked at, tweets for the most part
RATIO_MAX = 300  # lists of friends shrink to a twentieth; a bomb to a thousandth
RATIO_FROM_BYTES = 10_000_000
PIECE_BYTES = 1 << 20

# What is looked for, in all the places where the networks have put it so far.
WANTED = re.compile(
    r"(?:^|/)(?:(?:your_)?friends\.json|who_you.{0,8}followed\.json|people_who_followed_you\.json|following\.json"
    r"|followers(?:_\d+)?\.json|your_address_books\.json|profile_information\.json|synced_contacts\.json"
    r"|data/(?:following|follower|contact|account|tweets?)(?:-part\d+)?\.js"
    r"|outbox\.json|following_accounts\.csv|[^/]*contacts?[^/]*\.csv|[^/]+\.vcf)\Z",
    re.IGNORECASE,
)
_AS_PAGES = re.compile(r"(?:^|/)(?:(?:your_)?friends|following|followers(?:_\d+)?|start_here)\.html\Z", re.IGNORECASE)
_NESTED = re.compile(r"\.(?:zip|tgz|tar|tar\.gz|7z|rar)\Z", re.IGNORECASE)
_BROKEN = (
    zipfile.BadZipFile, tarfile.TarError, zlib.error, struct.error, EOFError, OSError, NotImplementedError,
    RuntimeError, ValueError, LookupError, OverflowError,
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One file that is looked for."""

    name: str
    file: IO[bytes]


@contextmanager
def reading_safely() -> Iterator[None]:
    """Turn whatever a torn archive does to its library into `Unusable`."""
    try:
        yield
    except Unusable:
        raise
    except _BROKEN as error:
        raise Unusable("broken") from error


def zip_entries(path: Path, tell: Tell) -> Iterator[Entry]:
    """Open each file of a zip that is looked for. Raises `Unusable`."""
    with zipfile.ZipFile(path) as archive:
        infos = archive.infolist()
        if len(infos) > NAMES_MAX:
            raise Unusable("large")
        for info in infos:
            check_name(info.filename, link=stat.S_ISLNK(info.external_attr >> 16))
        wanted = [info for info in infos if not info.is_dir() and WANTED.search(info.filename)]
        if not wanted:
            raise Unusable(_why_nothing([info.filename for info in infos]))
        # Tweets go last: by then it is known whose names are looked for.
        wanted = sorted(wanted[:WANTED_MAX], key=lambda info: ("/tweet" in f"/{info.filename}", info.filename))
        _check_sizes(wanted)
        left, whole, done = Counted(UNPACKED_MAX_BYTES), sum(info.compress_size for info in wanted) or 1, 0
        for info in wanted:
            with archive.open(info) as file:
                yield Entry(name=info.filename, file=left.counting(file))
            done += info.compress_size
            tell(100 * done // whole)


def tar_entries(path: Path) -> Iterator[Entry]:
    """Open each file of a packed tar that is looked for, as they come. Raises `Unusable`."""
    names: list[str] = []
    found = False
    with tarfile.open(path, mode="r|gz") as archive:
        left, passed = Counted(UNPACKED_MAX_BYTES), 0
        for info in archive:
            check_name(info.name, link=info.issym() or info.islnk())
            names.append(info.name)
            passed += info.size  # what is not looked for is unpacked all the same, to get past it
            if len(names) > NAMES_MAX or passed > UNPACKED_MAX_BYTES:
                raise Unusable("bomb")
            file = archive.extractfile(info) if info.isfile() and WANTED.search(info.name) else None
            if file is not None:
                found = True
                yield Entry(name=info.name, file=left.counting(file))
    if not found:
        raise Unusable(_why_nothing(names))


def check_name(name: str, *, link: bool) -> None:
    """Raise `Unusable` for what no network packs: links, and names that lead out of the archive."""
    parts = name.replace("\\", "/").split("/")
    if link or len(name) > NAME_MAX or name.startswith(("/", "\\")) or ".." in parts or re.match(r"[A-Za-z]:", name):
        raise Unusable("strange")


def _check_sizes(infos: list[zipfile.ZipInfo]) -> None:
    for info in infos:
        if info.flag_bits & 0x1:
            raise Unusable("locked")
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise Unusable("unknown")
        large = info.file_size > RATIO_FROM_BYTES and info.file_size > RATIO_MAX * max(1, info.compress_size)
        if large or info.file_size > UNPACKED_MAX_BYTES:
            raise Unusable("bomb")


def _why_nothing(names: list[str]) -> Problem:
    if any(_AS_PAGES.search(name) for name in names):
        return "pages"
    return "nested" if any(_NESTED.search(name) for name in names) else "nothing"


class Counted:
    """How much may be unpacked yet. What an archive says of its own sizes is not believed."""

    def __init__(self, bytes_max: int) -> None:
        self.left = bytes_max

    def counting(self, file: IO[bytes]) -> IO[bytes]:
        """Give a file that is read no further than that."""
        return io.BufferedReader(_Counting(file, self), PIECE_BYTES)


class _Counting(io.RawIOBase):
    def __init__(self, file: IO[bytes], counted: Counted) -> None:
        self._file, self._counted = file, counted

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "memoryview") -> int:  # type: ignore[override]
        piece = self._file.read(len(buffer))
        self._counted.left -= len(piece)
        if self._counted.left < 0:
            raise Unusable("bomb")
        buffer[: len(piece)] = piece
        return len(piece)

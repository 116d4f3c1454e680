"""ffmpeg and ffprobe: where they are, and how they are run: locked in, and ended when their time is up."""

import asyncio
import json
import os
import re
import shutil
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import structlog

from kith.media.rules import (
    PEAKS_HERTZ,
    Container,
    Film,
    Loudness,
    Seen,
    ask_order,
    make_order,
    peaks_order,
    poster_order,
    read_seen,
    unusable,
)
from kith.settings import Settings

log = structlog.get_logger()

CELL = Path(__file__).with_name("cell.py")
OFF = "off"

ASK_WAIT_S, POSTER_WAIT_S, PEAKS_WAIT_S = 20, 60, 120
MAKE_WAIT_S = 15 * 60
MEMORY_BYTES = 3_000_000_000  # of addresses: a frame of 4K HEVC with its references takes a third of it
WRITTEN_MAX_BYTES = 300_000_000  # a quarter of an hour at the highest rate
ANSWER_MAX_BYTES = 200_000
COMPLAINT_MAX = 2000  # characters of what it says, for the log


@dataclass(frozen=True)
class Tools:
    """The two programs."""

    ffmpeg: str
    ffprobe: str


def tools_of(settings: Settings) -> Tools | None:
    """Find ffmpeg as the settings name it, with ffprobe beside it. `None` where either is missing, or not wanted."""
    return _found(settings.ffmpeg)


@lru_cache(maxsize=8)
def _found(name: str) -> Tools | None:
    if name == OFF:
        return None
    ffmpeg = shutil.which(name)
    if ffmpeg is None:
        return None
    beside = Path(ffmpeg).with_name("ffprobe")
    ffprobe = str(beside) if os.access(beside, os.X_OK) else shutil.which("ffprobe")
    return None if ffprobe is None else Tools(ffmpeg, ffprobe)


def in_cell(
    program: str, order: Sequence[str], *, memory_bytes: int, cpu_s: int, written_bytes: int
) -> tuple[str, ...]:
    """Give the command that runs a program locked in: within bounds, and without a network where that can be had."""
    bounds = {"memory_bytes": memory_bytes, "cpu_s": cpu_s, "written_bytes": written_bytes}
    return (sys.executable, "-I", str(CELL), json.dumps(bounds), program, *order)


async def version_of(tools: Tools) -> tuple[int, int] | None:
    """Ask ffmpeg how old it is. `None` where it does not say; what is built from its newest source is taken as new."""
    try:
        async with _running(tools.ffmpeg, ["-version"], Path("/"), wait_s=ASK_WAIT_S) as running:
            said = (await running.answer()).decode(errors="replace")
    except (TimeoutError, OSError):
        return None
    numbers = re.match(r"ffmpeg version n?(\d+)\.(\d+)", said)
    if numbers is None:
        return (99, 0) if said.startswith("ffmpeg version N-") else None
    return int(numbers[1]), int(numbers[2])


async def ask(tools: Tools, container: Container, source: Path) -> Seen:
    """Look into a file. Raises `Invalid` for what cannot be read."""
    order = ask_order(container, source.name)
    try:
        async with _running(tools.ffprobe, order, source.parent, wait_s=ASK_WAIT_S) as running:
            answer = await running.answer()
    except TimeoutError as error:
        raise unusable("torn") from error
    if not await running.ended_well():
        raise unusable("torn")
    return read_seen(answer)


async def make(
    tools: Tools, container: Container, source: Path, film: Film, result: Path, *, told: Callable[[float], None]
) -> None:
    """Make a video or a recording ready, in the folder of its source; `told` hears how many seconds of it are done.

    Raises `Invalid` for what cannot be made.
    """
    order = make_order(container, source.name, film, result.name)
    try:
        async with _running(tools.ffmpeg, order, source.parent, wait_s=MAKE_WAIT_S) as running:
            async for line in running.lines():
                name, _equals, value = line.partition(b"=")
                if name == b"out_time_us" and value.strip().isdigit():
                    told(int(value) / 1_000_000)
    except TimeoutError as error:
        raise unusable("slow") from error
    if not await running.ended_well():
        raise unusable("torn")


async def take_poster(tools: Tools, container: Container, source: Path, result: Path, *, cover: bool) -> bytes:
    """Take a picture out of a file, as PNG; empty where there is none."""
    order = poster_order(container, source.name, result.name, cover=cover)
    try:
        async with _running(tools.ffmpeg, order, source.parent, wait_s=POSTER_WAIT_S) as running:
            await running.answer()
    except TimeoutError:
        return b""
    return await asyncio.to_thread(_content, result) if await running.ended_well() else b""


async def take_peaks(tools: Tools, container: Container, source: Path, *, seconds: float) -> str:
    """Hear a recording and give how loud it is, stroke by stroke; empty where it cannot be heard."""
    loudness = Loudness(samples=round(seconds * PEAKS_HERTZ))
    order = peaks_order(container, source.name)
    try:
        async with _running(tools.ffmpeg, order, source.parent, wait_s=PEAKS_WAIT_S) as running:
            async for piece in running.pieces():
                loudness.hear(piece)
    except TimeoutError:
        return ""
    return loudness.peaks() if await running.ended_well() else ""


def _content(path: Path) -> bytes:
    return path.read_bytes() if path.exists() else b""


class _Running:
    """A program that runs."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        assert process.stderr is not None
        self._complaining = asyncio.create_task(_beginning(process.stderr))

    async def answer(self) -> bytes:
        """Read what it says, up to a bound."""
        assert self._process.stdout is not None
        return await _beginning(self._process.stdout, ANSWER_MAX_BYTES)

    async def lines(self) -> AsyncIterator[bytes]:
        """Read what it says line by line."""
        assert self._process.stdout is not None
        async for line in self._process.stdout:
            yield line

    async def pieces(self) -> AsyncIterator[bytes]:
        """Read what it gives, as it comes."""
        assert self._process.stdout is not None
        while piece := await self._process.stdout.read(1 << 16):
            yield piece

    async def silence(self) -> None:
        """Hear the rest of what it complains of."""
        await self._complaining

    async def ended_well(self) -> bool:
        """Tell, after its end, whether it did what it was to do."""
        code, complaint = self._process.returncode, await self._complaining
        if code != 0:
            log.info("media.unusable", code=code, complaint=complaint[:COMPLAINT_MAX].decode(errors="replace"))
        return code == 0


@asynccontextmanager
async def _running(program: str, order: Sequence[str], folder: Path, *, wait_s: float) -> AsyncIterator[_Running]:
    """Run a program in a folder; it is ended when the block is left, and at the latest after `wait_s`."""
    cpu_s = round(wait_s) * 2
    process = await asyncio.create_subprocess_exec(
        *in_cell(program, order, memory_bytes=MEMORY_BYTES, cpu_s=cpu_s, written_bytes=WRITTEN_MAX_BYTES),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        cwd=folder,
        env={},
    )
    running = _Running(process)
    try:
        async with asyncio.timeout(wait_s):
            yield running
            await process.wait()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
        await running.silence()


async def _beginning(stream: asyncio.StreamReader, bytes_max: int = COMPLAINT_MAX) -> bytes:
    """Read to the end, and keep the beginning: a pipe that nobody empties would stop the program."""
    kept = b""
    while piece := await stream.read(1 << 16):
        kept += piece[: max(0, bytes_max - len(kept))]
    return kept

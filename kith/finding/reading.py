"""Running the reader: one process a file, few at a time, and answers that are read with care."""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import msgspec

from kith.finding.model import Named, OwnPast, Problem, Told
from kith.finding.reader.telling import PASTS_MAX, PEOPLE_MAX, Kind
from kith.media import in_cell

READER = Path(__file__).with_name("reader")
READER_WAIT_S = 100  # with the comparing, who waits has an answer within two minutes
MEMORY_BYTES = 1_000_000_000  # 60 MB of JSON, read
ANSWER_MAX_BYTES = 32_000_000  # ten thousand people at their longest
_desk = asyncio.Semaphore(2)  # each may take a core for a while

Hear = Callable[[int], Awaitable[object]]


class _Answer(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the reader."""

    percent: int | None = None
    problem: Problem | None = None
    kind: Kind | None = None
    people: tuple[Named, ...] = ()
    pasts: tuple[OwnPast, ...] = ()
    unnamed: int = 0


_read_answer = msgspec.json.Decoder(_Answer).decode


async def look_into(path: Path, hear: Hear) -> Told | Problem:
    """Let a file be read; `hear` hears how many percent are. Gives why not, where it cannot be used."""
    bounds = {"memory_bytes": MEMORY_BYTES, "cpu_s": READER_WAIT_S, "written_bytes": 0}
    order = ("-I", "-B", str(READER), str(path))
    async with _desk:
        process = await asyncio.create_subprocess_exec(
            *in_cell(sys.executable, order, **bounds),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            limit=ANSWER_MAX_BYTES,
            env={},
        )
        try:
            async with asyncio.timeout(READER_WAIT_S):
                return await _listen(process, hear)
        except TimeoutError:
            return "slow"
        finally:
            if process.returncode is None:
                process.kill()
            await process.wait()


async def _listen(process: asyncio.subprocess.Process, hear: Hear) -> Told | Problem:
    assert process.stdout is not None
    while True:
        try:
            line = await process.stdout.readline()
            answer = _read_answer(line)
        except (ValueError, msgspec.DecodeError):
            return "large"  # it was ended by its bounds, or by a file that is made to end it
        if answer.problem is not None:
            return answer.problem
        if answer.kind is not None:
            return Told(
                kind=answer.kind,
                people=answer.people[:PEOPLE_MAX],
                pasts=answer.pasts[:PASTS_MAX],
                unnamed=answer.unnamed,
            )
        await hear(max(0, min(100, answer.percent or 0)))

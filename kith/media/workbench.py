"""Running the image workshop: one process a picture, few at a time, and an answer that is read with care."""

import asyncio
import json
import sys
from pathlib import Path

import msgspec

WORKSHOP = Path(__file__).with_name("workshop.py")
WORKSHOP_WAIT_S = 30
# Each may take a core and 300 MB while it works; the third upload waits for the first.
_bench = asyncio.Semaphore(2)


class MadeSize(msgspec.Struct, frozen=True, kw_only=True):
    """One picture out of the workshop."""

    width: int
    height: int
    extension: str


class Made(msgspec.Struct, frozen=True, kw_only=True):
    """What the workshop answers."""

    lengths: tuple[int, ...]
    sizes: tuple[MadeSize, ...] = ()
    blurhash: str = ""
    moving: bool = False
    problem: str = ""


Sizes = tuple[tuple[int, int], ...]


async def in_workshop(content: bytes, sizes: Sizes, *, crop: bool, moving: bool) -> tuple[Made, list[bytes]]:
    """Let a picture be made anew in each size. `problem` says why not."""
    order = {"sizes": sizes, "crop": crop, "moving": moving}
    async with _bench:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-I",
            str(WORKSHOP),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env={},
        )
        try:
            given = json.dumps(order).encode() + b"\n" + content
            answer, _errors = await asyncio.wait_for(process.communicate(given), WORKSHOP_WAIT_S)
        except TimeoutError:
            return Made(lengths=(), problem="broken"), []
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
    return _read(answer)


def _read(answer: bytes) -> tuple[Made, list[bytes]]:
    """Take the answer apart. A workshop that was ended by its limits gives none."""
    head, _newline, body = answer.partition(b"\n")
    try:
        made = msgspec.json.decode(head, type=Made)
    except msgspec.DecodeError:
        return Made(lengths=(), problem="broken"), []
    pictures, at = [], 0
    for length in made.lengths:
        pictures.append(body[at : at + length])
        at += length
    return made, pictures

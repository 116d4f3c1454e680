"""Running the reader: one process a page, few at a time, and an answer that is read with care."""

import asyncio
import json
import sys
from pathlib import Path

from kith.cards.rules import Said, read_said

READER = Path(__file__).with_name("reader.py")
READER_WAIT_S = 10
_desk = asyncio.Semaphore(2)  # each may take a core for a while


async def look_into(page: bytes, charset: str) -> Said | None:
    """Let a page be read. `None` where the reader was ended by its bounds."""
    async with _desk:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-I",
            str(READER),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env={},
        )
        try:
            given = json.dumps({"charset": charset}).encode() + b"\n" + page
            answer, _errors = await asyncio.wait_for(process.communicate(given), READER_WAIT_S)
        except TimeoutError:
            return None
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
    return read_said(answer)

"""Figures of all processes come through one of them."""

import asyncio
import os
import sys
from pathlib import Path

import pytest

from kith.base.bus import figures as collecting
from kith.base.bus.figures import JOBS, Figures
from kith.base.bus.tests.conftest import OwnServer
from kith.base.bus.valkey import Valkey

ROOT = Path(__file__).parents[4]
OTHER_PROCESS = """
import asyncio, sys
from kith.base.bus import figures as collecting
from kith.base.bus.figures import JOBS, Figures
from kith.base.bus.valkey import Valkey
async def main():
    figures = await Figures.open(await Valkey.open(sys.argv[1]))
    figures.watch("kith_test_bytes", "Of the other.", lambda: 7.0)
    JOBS.labels("other.job", "done").inc(3)
    await asyncio.sleep(60)
asyncio.run(main())
"""


async def test_every_process_gives_its_own(server: OwnServer) -> None:
    """Each sample bears the name of its process; a family stands once."""
    valkey = await Valkey.open(server.url)
    figures = await Figures.open(valkey)
    JOBS.labels("own.job", "done").inc(2)
    other = await asyncio.create_subprocess_exec(sys.executable, "-c", OTHER_PROCESS, server.url, cwd=ROOT)
    listeners = 0
    while listeners < 2:
        await asyncio.sleep(0.05)
        listeners = await valkey.publish("kith:figures", b"") or 0
    text = (await figures.everybodys()).decode()
    other.kill()
    await other.wait()
    assert text.count("# TYPE kith_jobs_total counter") == 1
    assert any("own.job" in line and f':{os.getpid()}"' in line and line.endswith(" 2.0") for line in text.splitlines())
    assert any("other.job" in line and f':{other.pid}"' in line and line.endswith(" 3.0") for line in text.splitlines())
    assert "kith_test_bytes" in text
    await valkey.close()


async def test_without_valkey_it_gives_its_own(server: OwnServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """And does not wait for the others."""
    monkeypatch.setattr(collecting, "ANSWERS_WITHIN_S", 600)
    valkey = await Valkey.open(server.url)
    figures = await Figures.open(valkey)
    value = 5.0
    figures.watch("kith_own", "Own.", lambda: value)
    server.kill()
    async with asyncio.timeout(30):
        text = (await figures.everybodys()).decode()
    assert 'kith_own{process="' in text
    await valkey.close()

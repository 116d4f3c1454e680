"""A worker that takes a job, says so and never ends: to be killed by a test."""

import asyncio
import sys

from kith.base.jobs.running import run_jobs


async def _stick(payload: bytes) -> None:
    sys.stdout.write(payload.decode() + "\n")
    sys.stdout.flush()
    await asyncio.sleep(3600)


if __name__ == "__main__":
    asyncio.run(run_jobs(sys.argv[1], {"a": _stick}, asyncio.Event(), abandoned_after_s=1))

"""`kith serve`, `kith worker`, `kith migrate`: start what runs, and keep it running."""

import argparse
import asyncio
from dataclasses import replace
from typing import Any

from kith.base.jobs.running import install
from kith.base.storage.migrate import migrate
from kith.cli.running import engines_for
from kith.cli.supervisor import Supervisor
from kith.demo import build_village
from kith.settings import Settings
from kith.worker import main as run_worker


def add_serve_commands(commands: Any) -> None:
    """Add the commands of this module."""
    serve = commands.add_parser("serve", help="engines, web and worker, until you stop it")
    serve.add_argument("--workers", type=int, help="how many web processes (KITH_WORKERS)")
    serve.add_argument("--port", type=int, help="the port to listen on (PORT)")
    serve.set_defaults(run=_serve)
    demo = commands.add_parser("demo", help="a living village to look at, on this machine alone")
    demo.add_argument("--port", type=int, help="the port to listen on (PORT)")
    demo.set_defaults(run=_demo, workers=None)
    worker = commands.add_parser("worker", help="jobs alone, for a further machine")
    worker.set_defaults(run=_worker)
    commands.add_parser("migrate", help="bring the database up to date").set_defaults(run=_migrate)


def _serve(settings: Settings, given: argparse.Namespace) -> int:
    return Supervisor(_with_options(settings, given)).run()


def _demo(settings: Settings, given: argparse.Namespace) -> int:
    village = replace(_with_options(settings, given), mode="demo", host="127.0.0.1")
    return Supervisor(village, prepare=build_village).run()


def _with_options(settings: Settings, given: argparse.Namespace) -> Settings:
    if given.port is not None:
        default = settings.url == f"http://localhost:{settings.port}"
        settings = replace(settings, port=given.port, url=f"http://localhost:{given.port}" if default else settings.url)
    if given.workers is not None:
        settings = replace(settings, workers=max(1, given.workers))
    return settings


def _worker(settings: Settings, _given: argparse.Namespace) -> int:
    if not (settings.database_url and settings.valkey_url):
        print("kith worker needs KITH_DATABASE_URL and KITH_VALKEY_URL; `kith serve` brings a worker of its own.")
        return 1
    run_worker(settings)
    return 0


def _migrate(settings: Settings, _given: argparse.Namespace) -> int:
    async def run() -> int:
        async with engines_for(settings) as ready:
            return await migrate(str(ready.database_url), installers=[install], report=lambda name: print(f"  {name}"))

    ran = asyncio.run(run())
    print("The database is up to date." if ran == 0 else f"Done: {ran} new.")
    return 0

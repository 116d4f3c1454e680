"""The parent of everything: starts the engines, the web processes and the worker, and keeps them running.

It serves nothing itself and stays small. What dies is started again, later each time it dies soon; SIGTERM and Ctrl-C
let requests finish and stop everything within ten seconds.
"""

import asyncio
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

import structlog

from kith.base.engines import Engines, Waiting
from kith.base.jobs.running import install
from kith.base.log import set_up_log
from kith.base.storage.migrate import migrate
from kith.cli.running import with_urls
from kith.settings import Settings

log = structlog.get_logger()

LOOK_EVERY_S = 0.25
ENGINES_LOOK_EVERY_S = 1.0
CHILDREN_STOP_S = 6.0  # then the engines have the rest of the ten seconds
FIRST_DELAY_S, DELAY_MAX_S = 0.25, 15.0
STEADY_AFTER_S = 30.0  # who ran that long has earned an immediate start
READY_WAIT_S = 120.0


Report = Callable[[str], None]
Prepare = Callable[[Settings, Report], Coroutine[Any, Any, None]]


@dataclass
class Child:
    """A process that shall run."""

    name: str
    command: list[str]
    environment: dict[str, str]
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    start_at: float = 0.0
    delay_s: float = field(default=FIRST_DELAY_S)

    def look(self, now: float) -> None:
        """Start it if it is due; note when it died."""
        if self.process is not None:
            code = self.process.poll()
            if code is None:
                return
            self.process = None
            self.delay_s = (
                FIRST_DELAY_S if now - self.started_at > STEADY_AFTER_S else min(self.delay_s * 2, DELAY_MAX_S)
            )
            self.start_at = now + self.delay_s
            log.warning("child.died", name=self.name, code=code, seconds=round(self.delay_s, 2))
        if now >= self.start_at:
            self.process = subprocess.Popen(self.command, env=self.environment, start_new_session=True)
            self.started_at = now

    def tell(self, number: signal.Signals) -> None:
        """Send a signal to it and to whatever it started."""
        if self.process is not None and self.process.poll() is None:
            try:
                os.killpg(self.process.pid, number) if number == signal.SIGKILL else self.process.send_signal(number)
            except ProcessLookupError:
                return


class Supervisor:
    """Runs one server."""

    def __init__(self, settings: Settings, *, prepare: Prepare | None = None) -> None:
        """`prepare` is run once the engines are up and migrated, before anything serves."""
        self._prepare = prepare
        self._settings = settings
        self._embedded = not (settings.database_url and settings.valkey_url)
        self._engines: Engines | None = None
        self._children: list[Child] = []
        self._stopping = False
        self._told = False

    def run(self) -> int:
        """Run until told to stop. Gives the exit code."""
        set_up_log("warning")
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._stop)
        try:
            self._start()
            self._keep()
        finally:
            self._end()
        return 0

    def _start(self) -> None:
        settings = self._settings
        settings.data_folder.mkdir(parents=True, exist_ok=True)
        if self._embedded:
            self._engines = Engines(settings.data_folder, Waiting(_say))
            self._engines.start()
            settings = with_urls(settings, self._engines.urls)
        asyncio.run(migrate(str(settings.database_url), installers=[install]))
        if self._prepare is not None:
            asyncio.run(self._prepare(settings, _say))
        environment = os.environ | {
            "KITH_MODE": settings.mode,
            "KITH_DATABASE_URL": str(settings.database_url),
            "KITH_VALKEY_URL": str(settings.valkey_url),
            "KITH_DATA": str(settings.data_folder.absolute()),
            "KITH_URL": settings.url,
            "PORT": str(settings.port),
        }
        self._children = [
            Child("web", _web_command(settings), environment),
            Child("worker", [sys.executable, "-m", "kith", "worker"], environment),
        ]

    def _keep(self) -> None:
        engines_looked_at = begun = time.monotonic()
        while not self._stopping:
            now = time.monotonic()
            for child in self._children:
                child.look(now)
            if self._engines is not None and now - engines_looked_at > ENGINES_LOOK_EVERY_S:
                engines_looked_at = now
                self._mend_engines(self._engines)
            if not self._told:
                self._tell_when_ready(begun)
            time.sleep(LOOK_EVERY_S if self._told else 0.05)

    def _mend_engines(self, engines: Engines) -> None:
        if engines.dead():
            log.warning("engine.died")
            engines.start()

    def _tell_when_ready(self, begun: float) -> None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self._settings.port}/readyz", timeout=2):
                self._told = True
                print(f"Kith is at {self._settings.url}", flush=True)
        except (urllib.error.URLError, OSError):
            if time.monotonic() - begun > READY_WAIT_S:
                self._told = True
                _say(f"Kith does not answer yet. What is wrong? Try: kith doctor (port {self._settings.port})")

    def _stop(self, _number: int, _frame: object) -> None:
        self._stopping = True

    def _end(self) -> None:
        for child in self._children:
            child.tell(signal.SIGTERM)
        until = time.monotonic() + CHILDREN_STOP_S
        while time.monotonic() < until and any(
            child.process and child.process.poll() is None for child in self._children
        ):
            time.sleep(0.02)
        for child in self._children:
            child.tell(signal.SIGKILL)
        if self._engines is not None:
            self._engines.stop()


def _web_command(settings: Settings) -> list[str]:
    return [
        sys.executable, "-m", "granian", "kith.app:app",
        "--factory",
        "--interface", "asgi",
        "--loop", "uvloop",
        "--http", "1",
        "--no-ws",
        "--host", settings.host,
        "--port", str(settings.port),
        "--workers", str(settings.workers),
        "--respawn-failed-workers",
        "--workers-kill-timeout", "5",
        "--backlog", "1024",
        "--log-level", "error",
    ]  # fmt: skip


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)

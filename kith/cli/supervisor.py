"""The parent of everything: starts the engines, the web processes and the worker, and keeps them running.

It serves nothing itself and stays small. What dies is started again, later each time it dies soon; SIGTERM and Ctrl-C
let requests finish and stop everything within ten seconds.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from kith.base.core.errors import Refused
from kith.base.engines import EngineFailed, Engines, StartGivenUp, Waiting
from kith.cli import leftovers
from kith.cli.address import answers, check_streams_port, choose_port
from kith.cli.child import Child
from kith.cli.log_file import LogFile
from kith.cli.urls import engines_wanted, with_urls
from kith.settings import Settings

LOOK_EVERY_S = 0.25
ENGINES_LOOK_EVERY_S = 1.0
ENGINES_DELAY_MAX_S = 30.0
REQUESTS_DRAIN_S = 5  # granian cuts what takes longer
# Requests of one web process at a time, open streams among them. Left unsaid it is the backlog, and the 1,025th stream,
# or page, waited until another ended.
AT_ONCE_MAX = 11_000
# How long a connection may say nothing between two requests. It is closed then, whether or not the next one is on its
# way at that moment: so proxies give theirs up sooner (deploy/). The most that granian takes.
KEPT_OPEN_MS = 60_000
CHILDREN_STOP_S = 6.0
ENGINES_STOP_S = 3.5  # both together: the ten seconds in which everything stops, and a little air
READY_WAIT_S = 60.0

_GRANIAN_LOG = Path(__file__).with_name("granian_log.json")


class Supervisor:
    """Runs one server."""

    def __init__(self, settings: Settings, *, preparations: Sequence[str] = ()) -> None:
        """`preparations` are commands of ours, run when the database is migrated and before anything serves."""
        self._settings = settings
        self._preparations = ("migrate --wait", *preparations)
        self._log = LogFile(settings)
        self._engines: Engines | None = None
        self._engines_look_at = 0.0
        self._engines_delay_s = ENGINES_LOOK_EVERY_S
        self._children: list[Child] = []
        self._stopping = False
        self._begun = 0.0
        self._told = self._warned = False

    def run(self) -> int:
        """Run until told to stop. Gives the exit code."""
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._stop)
        try:
            self._start()
            self._keep()
        except StartGivenUp:
            pass
        finally:
            self._end()
        return 0

    def _start(self) -> None:
        settings = self._settings
        wants = engines_wanted(settings)
        if wants:
            self._engines = Engines(settings.data_folder, Waiting(_say, lambda: self._stopping), wants=wants)
        leftovers.end_leftovers(settings.data_folder)
        self._settings = settings = choose_port(settings)
        check_streams_port(settings)
        if self._engines is not None:
            self._engines.start()
            settings = with_urls(settings, self._engines.urls)
        environment = _environment(settings)
        for preparation in self._preparations:
            self._prepare(preparation, environment)
        worker = [sys.executable, "-m", "kith", "worker"]
        self._begun = time.monotonic()  # a migration, or a village, takes what it takes
        self._children = [
            Child("web", _web_command(settings), environment, self._log.file, self._log.warn),
            Child("worker", worker, environment, self._log.file, self._log.warn),
        ]

    def _prepare(self, words: str, environment: Mapping[str, str]) -> None:
        """Run it to its end, or until told to stop: what it needs in memory goes with it."""
        command = [sys.executable, "-m", "kith", *words.split()]
        with subprocess.Popen(command, env=environment, stdout=sys.stderr, start_new_session=True) as process:
            while process.poll() is None:
                if self._stopping:
                    process.terminate()
                    process.wait(CHILDREN_STOP_S)
                    raise StartGivenUp
                time.sleep(0.02)
        if process.returncode != 0:
            raise Refused(f"“kith {words}” did not work, so nothing is served.")

    def _keep(self) -> None:
        while not self._stopping:
            for child in self._children:
                child.look()
            self._mend_engines()
            self._tell_when_ready()
            self._log.keep_small()
            time.sleep(LOOK_EVERY_S if self._told else LOOK_EVERY_S / 5)

    def _mend_engines(self) -> None:
        now = time.monotonic()
        if self._engines is None or now < self._engines_look_at:
            return
        if dead := self._engines.dead():
            self._log.warn(f"{' and '.join(dead)} ended, and is started again.")
            try:
                self._engines.start()
            except EngineFailed as error:
                self._engines_delay_s = min(self._engines_delay_s * 2, ENGINES_DELAY_MAX_S)
                self._log.warn(f"{error} Trying again in {self._engines_delay_s:g} s.")
        else:
            self._engines_delay_s = ENGINES_LOOK_EVERY_S
        self._engines_look_at = time.monotonic() + self._engines_delay_s

    def _tell_when_ready(self) -> None:
        if self._told:
            return
        if answers(self._settings):
            print(f"Kith is at {self._settings.url}", flush=True)
            self._told = True
        elif not self._warned and time.monotonic() - self._begun > READY_WAIT_S:
            _say(f"Kith does not answer yet. What it says is in {self._log.place}; what may be wrong: kith doctor")
            self._warned = True

    def _stop(self, _number: int, _frame: object) -> None:
        self._stopping = True

    def _end(self) -> None:
        """Let what runs finish, then stop the engines under it. Nothing here waits without an end."""
        for child in self._children:
            child.end()
        until = time.monotonic() + CHILDREN_STOP_S
        while time.monotonic() < until and any(child.is_running for child in self._children):
            time.sleep(0.02)
        for child in self._children:
            child.kill()
        if self._engines is not None:
            self._engines.stop(within_s=ENGINES_STOP_S)
        self._log.close()


def _environment(settings: Settings) -> dict[str, str]:
    """Give the children's environment: ours, with what was typed, chosen or started here."""
    return os.environ | {
        "KITH_MODE": settings.mode,
        "KITH_HOST": settings.host,
        "KITH_DATABASE_URL": str(settings.database_url),
        "KITH_VALKEY_URL": str(settings.valkey_url),
        "KITH_DATA": str(settings.data_folder.absolute()),
        "KITH_URL": settings.url,
        "PORT": str(settings.port),
        leftovers.MARK: leftovers.mark_of(settings.data_folder),
    }


def _web_command(settings: Settings) -> list[str]:
    return [
        sys.executable, "-m", "granian", "kith.app:app",
        "--factory",
        "--interface", "asgi",
        "--loop", "uvloop",
        "--http", "1",
        "--host", settings.host,
        "--port", str(settings.port),
        "--workers", str(settings.workers),
        "--respawn-failed-workers",
        "--workers-kill-timeout", str(REQUESTS_DRAIN_S),
        "--backlog", "1024",
        "--backpressure", str(AT_ONCE_MAX),
        "--http1-header-read-timeout", str(KEPT_OPEN_MS),
        "--log-level", "warning",
        "--log-config", str(_GRANIAN_LOG),
    ]  # fmt: skip


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)

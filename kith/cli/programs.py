"""PostgreSQL's own programs for dumps, run against the database that the settings name."""

import os
import subprocess
import time
from collections.abc import Iterable
from pathlib import Path
from threading import Thread
from typing import IO
from urllib.parse import unquote, urlsplit, urlunsplit

from kith.base.core.errors import Refused
from kith.base.engines import postgres_environment, postgres_program
from kith.cli.progress import say

TELL_EVERY_S = 10


def run_program(name: str, *arguments: str | os.PathLike[str], url: str, given: Iterable[bytes] = ()) -> None:
    """Run one to its end, with `given` as its input. Raises `Refused` with its own words when it fails."""
    place, environment = _without_password(url)
    command: list[str | os.PathLike[str]] = [postgres_program(name), *arguments, "--dbname", place]
    with subprocess.Popen(
        command,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdin is not None
        assert process.stderr is not None
        words: list[bytes] = []
        listening = Thread(target=lambda: words.extend(process.stderr or ()), daemon=True)
        listening.start()
        _feed(process.stdin, given)
        _wait(process, name)
        listening.join()
    if process.returncode != 0:
        raise Refused(f"{name} failed: {b''.join(words).decode(errors='replace').strip()[-600:]}")


def read_dump(dump: Path) -> Iterable[bytes]:
    """Give the SQL in a dump, line by line."""
    command: list[str | os.PathLike[str]] = [
        postgres_program("pg_restore"),
        "--no-owner",
        "--no-privileges",
        "--file",
        "-",
        dump,
    ]
    with subprocess.Popen(
        command, env=postgres_environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        yield from process.stdout
        words = process.stderr.read()
    if process.returncode != 0:
        raise Refused(f"pg_restore failed: {words.decode(errors='replace').strip()[-600:]}")


def _feed(stdin: IO[bytes], lines: Iterable[bytes]) -> None:
    try:
        stdin.writelines(lines)
        stdin.close()
    except BrokenPipeError:
        return  # it ended early, and says why itself


def _wait(process: subprocess.Popen[bytes], name: str) -> None:
    begun = time.monotonic()
    while True:
        try:
            process.wait(TELL_EVERY_S)
        except subprocess.TimeoutExpired:
            say(f"  {name} is at work ({int(time.monotonic() - begun)} s)")
        else:
            return


def _without_password(url: str) -> tuple[str, dict[str, str]]:
    """Take the password out of the address: every user of a machine can read command lines."""
    parts = urlsplit(url)
    if parts.password is None:
        return url, postgres_environment()
    user, _at, host = parts.netloc.rpartition("@")
    place = urlunsplit(parts._replace(netloc=f"{user.partition(':')[0]}@{host}"))
    return place, postgres_environment() | {"PGPASSWORD": unquote(parts.password)}

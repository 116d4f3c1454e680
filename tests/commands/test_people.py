"""`kith account` and `kith token`, with and without a server."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import httpx

from tests.commands.conftest import ROOT, Server, environment, kith


def test_accounts_are_made_and_listed(lived_in: Path) -> None:
    """Who owns the server is said; a name that is taken is refused in words."""
    listed = kith(lived_in, "account", "list").stdout.splitlines()
    assert [line.split()[:2] for line in listed] == [["@bela", "member"], ["@anna", "owner"]]
    again = kith(lived_in, "account", "create", "anna", "--password-stdin", given="a long enough secret\n")
    assert again.returncode == 1
    assert again.stderr
    assert "Traceback" not in again.stderr


def test_a_password_is_made_up_where_none_is_given(lived_in: Path) -> None:
    """It is printed once, and nowhere else."""
    done = kith(lived_in, "account", "password", "@bela")
    assert done.returncode == 0
    assert "@bela has a new password" in done.stdout
    assert len(done.stdout.rpartition("Password: ")[2].strip()) >= 16


def test_somebody_who_is_not_here_is_not_found(lived_in: Path) -> None:
    """And what to do is said."""
    done = kith(lived_in, "account", "owner", "nobody_here")
    assert done.returncode == 1
    assert "kith account list" in done.stderr


def test_a_token_speaks_for_its_account(server: Server) -> None:
    """Made while the server runs, and good at once."""
    token = kith(server.data, "token", "anna").stdout.strip()
    assert token
    answer = httpx.get(f"{server.url}/settings", headers={"authorization": f"Bearer {token}"}, timeout=20)
    assert answer.status_code in (200, 403)  # known; whether a script may read this page is the page's own affair
    assert httpx.get(f"{server.url}/settings", timeout=20).status_code == 303


def test_a_second_step_is_lifted_where_there_is_one(lived_in: Path) -> None:
    """Whoever has none is told apart from whoever is not here."""
    done = kith(lived_in, "account", "lift", "@bela")
    assert done.returncode == 1
    assert "@bela has no two-step sign-in" in done.stderr
    assert "kith account list" in kith(lived_in, "account", "lift", "nobody_here").stderr


def test_whoever_reads_only_the_beginning_hears_no_complaint(tmp_path: Path) -> None:
    """As `kith settings | head -1` does; what reads is gone before anything is written here."""
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "kith", "settings"]
    with os.fdopen(writing, "w") as nobody:
        done = subprocess.run(
            command, env=environment(tmp_path), cwd=ROOT, stdout=nobody, stderr=subprocess.PIPE, check=False
        )
    assert (done.returncode, done.stderr) == (128 + signal.SIGPIPE, b"")

"""One server, and the people whose apps are tried on it."""

import os
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.commands.conftest import Server, kith

PASSWORD = "a long enough secret\n"


class People:
    """A running server and a token for everybody on it."""

    def __init__(self, folder: Path) -> None:
        self.data = data = folder / "data"
        self.tokens: dict[str, str] = {}
        for name, more in (("anna", ["--owner"]), ("bela", []), ("cleo", [])):
            made = kith(data, "account", "create", name, *more, "--password-stdin", given=PASSWORD)
            assert made.returncode == 0, made.stderr
            self.tokens[name] = kith(data, "token", name).stdout.strip()
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.url = f"http://localhost:{port}"
        self.server = Server(data, PORT=str(port), KITH_URL=self.url)


@pytest.fixture(scope="session")
def people() -> Iterator[People]:
    """The server, for all clients."""
    if os.environ.get("KITH_TEST_DATABASE_URL"):
        pytest.skip("the clients are tried on the embedded engines")
    with tempfile.TemporaryDirectory(prefix="kith-clients-", ignore_cleanup_errors=True) as name:
        Path(name).chmod(0o755)  # the engines' own user passes through
        people = People(Path(name))
        yield people
        people.server.close()

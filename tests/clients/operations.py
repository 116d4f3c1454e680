"""The table of operations in `docs/apps.md`, and the tests that prove what it says.

    KITH_WRITE_PROOFS=1 bin/test tests/clients
    python -m tests.clients.operations

write its third column: the first, for each operation that is served, a test in which it was reached through a client;
the second, where there is none yet, a file of tests that names the operation's path.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from tests.clients.between import Exchange

ROOT = Path(__file__).parents[2]
TABLE = ROOT / "docs" / "apps.md"
ROW = re.compile(r"^\| `([A-Z]+) (/\S+)` \| (served|nothing there|not there) \|(?: (?:`(\S+)`)? ?\|)?$", re.MULTILINE)
CLIENTS = "tests/clients/"
# There to say no: this server translates nothing, and what its owner has not written is not there.
SAYS_NO = {
    ("POST", "/api/v1/statuses/{id}/translate"),
    ("GET", "/api/v1/instance/privacy_policy"),
    ("GET", "/api/v1/instance/terms_of_service"),
}


@dataclass(frozen=True)
class Operation:
    """A row: what is asked, what becomes of it, and where that is proven (`file` or `file::test`)."""

    method: str
    path: str
    state: str
    proof: str

    @property
    def pattern(self) -> str:
        """Match any address of it."""
        return re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(self.path))

    @property
    def stem(self) -> str:
        """As it begins, up to the first hole."""
        return self.path.partition("{")[0].rstrip("/")

    @property
    def row(self) -> str:
        """As it stands in the table."""
        proof = f" `{self.proof}` |" if self.proof else ""
        return f"| `{self.method} {self.path}` | {self.state} |{proof}"

    def is_named_in(self, file: Path) -> bool:
        """Tell whether a file asks for it by its path; what stands in a hole, or before it, may have a name."""
        text = file.read_text(encoding="utf-8")
        return all(re.search(rf"[/\"'}}]{re.escape(word)}\b", text) for word in self._words)

    @property
    def _words(self) -> list[str]:
        return [word for word in self.path.split("/")[3:] if "{" not in word] or [self.path]


def operations() -> list[Operation]:
    """Read the table."""
    return [Operation(*found) for found in ROW.findall(TABLE.read_text(encoding="utf-8"))]


def reached(exchanges: Iterable[Exchange]) -> dict[tuple[str, str], set[str]]:
    """Tell in which tests each operation did what it is for: by method and path with holes."""
    ordered = sorted(operations(), key=lambda one: one.path.count("{"))  # `/lookup` before `/{id}`
    found: dict[tuple[str, str], set[str]] = {(one.method, one.path): set() for one in ordered}
    for exchange in exchanges:
        if not exchange.test or exchange.status == 401:
            continue
        for one in ordered:
            if one.method == exchange.method and re.fullmatch(one.pattern, exchange.path):
                key = (one.method, one.path)
                if exchange.status < 400 or key in SAYS_NO:
                    found[key].add(exchange.test)
                break
    return found


def is_proven(operation: Operation, tests: set[str]) -> bool:
    """Tell whether the test that the table names reached the operation; one elsewhere is judged by its text."""
    if not operation.proof.startswith(CLIENTS):
        return bool(operation.proof)
    return any(test.partition("[")[0] == operation.proof or test.startswith(f"{operation.proof}::") for test in tests)


def write(found: dict[tuple[str, str], set[str]]) -> None:
    """Write the third column anew where what it says is not so, or no client has said it."""
    for one in operations():
        tests = found[one.method, one.path]
        by_client = one.proof.startswith(CLIENTS) and is_proven(one, tests)
        if one.state == "served" and tests and not by_client:
            _write_row(replace(one, proof=min(tests).partition("[")[0]))


def write_files() -> None:
    """Fill what is empty in the third column with files that name the operation."""
    files = sorted((ROOT / "kith").rglob("tests/test_*.py")) + sorted((ROOT / "tests").rglob("test_*.py"))
    for one in operations():
        named = [file for file in files if one.is_named_in(file)]
        named.sort(key=lambda file: one.stem not in file.read_text(encoding="utf-8"))
        if one.state == "served" and not one.proof and named:
            _write_row(replace(one, proof=str(named[0].relative_to(ROOT))))


def _write_row(operation: Operation) -> None:
    def rewritten(match: re.Match[str]) -> str:
        return operation.row if (match[1], match[2]) == (operation.method, operation.path) else match[0]

    TABLE.write_text(ROW.sub(rewritten, TABLE.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    write_files()

"""Schemathesis knocks at every operation of the OpenAPI document, with what fits and what does not.

Nothing breaks, and every answer is one that the document promises. `KITH_EXAMPLES` is how many tries an operation
gets; fifty of them are ten thousand in all.
"""

import os
import re
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.clients.conftest import PASSWORD
from tests.commands.conftest import Server, kith

SCHEMATHESIS = Path(__file__).parents[2] / ".venv" / "bin" / "schemathesis"
EXAMPLES = int(os.environ.get("KITH_EXAMPLES", "8"))
TIMEOUT_S = 3000
CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"
# Streams never end; and who ends their own token, or leaves, asks nothing more.
LEFT_OUT = r"^/api/v1/streaming/|^/oauth/revoke"


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A server for itself alone, that counts nobody's requests."""
    if os.environ.get("KITH_TEST_DATABASE_URL"):
        pytest.skip("the document is tried on the embedded engines")
    with tempfile.TemporaryDirectory(prefix="kith-api-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o755)
        for who, more in (("anna", ["--owner"]), ("bela", [])):
            made = kith(folder / "data", "account", "create", who, *more, "--password-stdin", given=PASSWORD)
            assert made.returncode == 0, made.stderr
        running = Server(folder / "data", KITH_LIMITS_TIMES="1000")
        yield running
        running.close()


def test_every_answer_is_as_promised(server: Server) -> None:
    """With a person's token, and real ids among what is tried."""
    anna, bela = (kith(server.data, "token", name).stdout.strip() for name in ("anna", "bela"))
    post = _ask(server, bela, "/api/v1/statuses", {"status": "Bread #baking @anna", "visibility": "public"})
    _ask(server, anna, "/api/v1/statuses", {"status": "Thanks", "in_reply_to_id": post})
    done = subprocess.run(
        [
            SCHEMATHESIS,
            "run",
            f"{server.url}/api/openapi.json",
            *("--header", f"Authorization: Bearer {anna}"),
            *("--checks", CHECKS),
            *("--max-examples", str(EXAMPLES)),
            *("--phases", "examples,coverage,fuzzing" if EXAMPLES >= 50 else "fuzzing"),
            *("--exclude-path-regex", LEFT_OUT),
            *("--seed", "271"),
            "--continue-on-failure",
            "--no-color",
        ],
        capture_output=True,
        text=True,
        timeout=TIMEOUT_S,
        check=False,
        cwd=server.data.parent,
    )
    told = re.search(r"(\d+) generated", done.stdout)
    failures = done.stdout.partition(" FAILURES ")[2].partition(" WARNINGS ")[0]
    assert done.returncode == 0, failures[:20_000] + done.stdout[-1000:] + done.stderr[-2000:]
    assert told is None or int(told[1]) > EXAMPLES * 100


def _ask(server: Server, token: str, path: str, form: dict[str, str]) -> str:
    headers = {"authorization": f"Bearer {token}"}
    answer = httpx.post(f"{server.url}{path}", data=form, headers=headers, timeout=30)
    assert answer.status_code == 200, answer.text
    identifier: str = answer.json()["id"]
    return identifier

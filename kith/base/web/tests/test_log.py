"""The log holds ids and kinds, and nothing that anybody wrote or is called."""

import asyncio
import json
import logging
from collections.abc import Callable, Iterator
from typing import Any

import asyncpg
import pytest
import structlog

from kith.base.log import ALLOWED, set_up_log
from kith.base.storage.statement import Statement
from kith.base.web.tests.test_watching import client_of
from kith.base.work import House

PRIVATE = "anna@example.org"
Lines = Callable[[], list[dict[str, Any]]]
_TWICE = Statement("INSERT INTO server_settings (name, value) VALUES ('twice', %(value)s)")


@pytest.fixture
def lines(capsys: pytest.CaptureFixture[str]) -> Iterator[Lines]:
    """What was logged since it was last asked."""
    before = logging.root.handlers[:], logging.root.level
    set_up_log("debug")

    def read() -> list[dict[str, Any]]:
        written = capsys.readouterr().err
        assert PRIVATE not in written
        return [json.loads(line) for line in written.splitlines()]

    yield read
    logging.root.handlers, level = before
    logging.root.setLevel(level)
    structlog.reset_defaults()


def test_what_nobody_allowed_is_left_out(lines: Lines) -> None:
    """A field that was not thought about is not written."""
    structlog.get_logger().info("seen", person_id="7", email=PRIVATE, text=PRIVATE, count=3)
    (line,) = lines()
    assert {"event", "level", "timestamp", "person_id", "count"} == set(line)
    assert not {"email", "text", "handle", "url", "path", "query", "address", "ip", "token"} & ALLOWED


async def test_an_error_is_written_without_its_message(lines: Lines, house: House) -> None:
    """PostgreSQL quotes the row; its kind, its code and the places in our code are enough to find it."""
    try:
        async with house.work() as work:
            for _time in range(2):
                await work.db.run(_TWICE, value=PRIVATE)
    except asyncpg.UniqueViolationError as error:
        try:
            raise RuntimeError(PRIVATE) from error
        except RuntimeError:
            structlog.get_logger().exception("failed")
    (line,) = (one for one in lines() if one["event"] == "failed")  # what runs beside may write, too
    assert line["error"] == "RuntimeError"
    assert "UniqueViolationError at" in line["exception"]
    assert "kith/base/storage/database.py" in line["exception"]


def test_errors_that_came_together_are_all_named(lines: Lines) -> None:
    """A group's own name says nothing."""
    try:
        raise ExceptionGroup("two", [ValueError(PRIVATE), KeyError(PRIVATE)])
    except ExceptionGroup:
        structlog.get_logger().exception("failed")
    (line,) = lines()
    assert "ValueError" in line["exception"]
    assert "KeyError" in line["exception"]


def test_libraries_write_into_the_same_log(lines: Lines) -> None:
    """Their sentences may hold anything, so only those of the server itself are repeated."""
    logging.getLogger("some.library").warning("mail to %s failed", PRIVATE)
    logging.getLogger("granian").warning("Worker %d ended", 3)
    first, second = lines()
    assert first == first | {"event": "library", "name": "some.library", "level": "warning"}
    assert "said" not in first
    assert second["said"] == "Worker 3 ended"


async def test_a_task_that_nobody_waited_for_is_noticed(lines: Lines) -> None:
    """asyncio puts the whole error into its sentence."""

    async def fail() -> None:
        raise ValueError(PRIVATE)

    task = asyncio.create_task(fail())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    del task
    assert any(line.get("error") == "ValueError" for line in lines())


async def test_a_request_is_one_line_without_its_path(lines: Lines, house: House) -> None:
    """Reads that went well only at the level for those who look for something."""
    async with client_of(house) as client:
        await client.get(f"/people/{PRIVATE}?q={PRIVATE}", headers={"x-request-id": "abcdefgh", "cookie": PRIVATE})
        await client.get("/broken")
    read, mistake, broken = (line for line in lines() if line["event"].startswith("request"))
    assert read == read | {
        "level": "debug", "method": "GET", "route": "/people/{name}", "status": 200, "request_id": "abcdefgh",
    }  # fmt: skip
    assert (mistake["event"], mistake["error"]) == ("request.failed", "ZeroDivisionError")
    assert (broken["level"], broken["status"]) == ("warning", 500)
    assert broken["request_id"] == mistake["request_id"] != "abcdefgh"


def test_a_line_stays_a_line(lines: Lines) -> None:
    """Nobody writes a line of their own into the log."""
    structlog.get_logger().info("seen", name='a"}\n{"event":"forged', error="x" * 5000)
    (line,) = lines()
    assert line["event"] == "seen"
    assert len(line["error"]) == 500

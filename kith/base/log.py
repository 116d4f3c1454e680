"""The log: one JSON line an event, on standard error, with ids and no words.

What is written is named in an allow-list: a field that nobody thought about is left out, not leaked. No text of a
person, no address, no handle, no query string, no token. Of an error, its kind and the places in our code it passed
are kept and its message is not: PostgreSQL's messages quote the row they are about.
"""

import logging
import re
import sys
import traceback
from collections.abc import MutableMapping
from types import TracebackType
from typing import Any

import structlog

ALLOWED = frozenset({
    "event", "level", "timestamp", "exception", "request_id", "method", "route", "status", "ms", "statements",
    "person_id", "job", "attempt", "error", "channel", "count", "name", "engine", "pid", "code", "seconds", "port",
    "worker", "version", "signal", "kind", "said",
})  # fmt: skip
VALUE_MAX = 500  # characters
TRACE_MAX = 8000
FRAMES_MAX = 40
# Libraries whose sentences hold settings of the server and nothing of people. Of others only the kind is written.
QUIET_LIBRARIES = ("granian", "_granian")

_SANE = re.compile(r"[A-Za-z0-9._-]{8,64}")


def set_up_log(level: str) -> None:
    """Send everything, the libraries' warnings too, through one allow-list, from `level` on."""
    number = logging.getLevelNamesMapping()[level.upper()]
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _without_messages,
            _only_allowed,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=_ToStandardError,
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(level=max(number, logging.WARNING), handlers=[_Libraries()], force=True)
    for name in ("_granian", "granian"):
        logging.getLogger(name).setLevel(number)


def sane_request_id(given: str | None) -> str | None:
    """Give back an id that a proxy made, if it is one: it goes into every line, so it must not be able to forge one."""
    return given if given is not None and _SANE.fullmatch(given) else None


class _ToStandardError:
    """Writes lines to wherever standard error goes at that moment."""

    def __init__(self, *_names: Any) -> None:
        pass

    def msg(self, message: str) -> None:
        sys.stderr.write(message + "\n")

    debug = info = warning = error = critical = exception = log = msg


class _Libraries(logging.Handler):
    """Hands the lines of libraries over to our log."""

    def emit(self, record: logging.LogRecord) -> None:
        said = str(record.msg) if record.name.startswith(QUIET_LIBRARIES) and not record.exc_info else None
        fields = {"name": record.name, "said": said % record.args if said and record.args else said}
        structlog.get_logger().log(
            record.levelno,
            "library",
            **{name: value for name, value in fields.items() if value is not None},
            exc_info=record.exc_info,
        )


def _without_messages(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Write of an exception what is ours: kinds and places."""
    given = event.pop("exc_info", None)
    error = sys.exc_info()[1] if given is True else given[1] if isinstance(given, tuple) else given
    if isinstance(error, BaseException):
        event["error"] = type(error).__qualname__
        event["exception"] = " < ".join(_chain(error))
        code = getattr(error, "sqlstate", None)
        if isinstance(code, str):
            event["code"] = code
    return event


def _chain(error: BaseException | None) -> list[str]:
    """Name an error, where it came from, and what caused it."""
    told: list[str] = []
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        told.append(f"{type(error).__qualname__} at {_places(error.__traceback__)}")
        if isinstance(error, BaseExceptionGroup):
            told += [line for one in error.exceptions for line in _chain(one)]
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return told


def _places(trace: TracebackType | None) -> str:
    frames = traceback.extract_tb(trace)[-FRAMES_MAX:]
    return ", ".join(f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in reversed(frames))


def _short(path: str) -> str:
    for mark in ("/site-packages/", "/kith/"):
        _before, found, rest = path.rpartition(mark)
        if found:
            return rest if mark == "/site-packages/" else f"kith/{rest}"
    return path.rpartition("/")[2]


def _only_allowed(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    return {name: _bounded(name, value) for name, value in event.items() if name in ALLOWED}


def _bounded(name: str, value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float):
        return value
    characters_max = TRACE_MAX if name == "exception" else VALUE_MAX
    text = str(value)
    return text if len(text) <= characters_max else text[: characters_max - 1] + "…"

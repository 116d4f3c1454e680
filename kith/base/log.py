"""The log: one JSON line an event, on standard error, with ids and no words.

What is written is named in an allow-list: a field that nobody thought about is left out, not leaked. No text of a
person, no address, no handle, no query string, no token.
"""

import logging
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

ALLOWED = frozenset({
    "event", "level", "timestamp", "exception", "request_id", "method", "route", "status", "ms", "statements",
    "person_id", "job", "attempt", "error", "channel", "count", "name", "engine", "pid", "code", "seconds", "port",
    "worker", "version", "signal",
})  # fmt: skip


def set_up_log(level: str) -> None:
    """Send everything through one allow-list, from `level` on (debug, info, warning, error)."""
    number = logging.getLevelNamesMapping()[level.upper()]
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(message)s", force=True)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            _only_allowed,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )


def _only_allowed(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    return {name: value for name, value in event.items() if name in ALLOWED}

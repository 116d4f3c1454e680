"""Which status says which failure: the one table; and what else its answer says to a machine."""

from typing import Any

from kith.base.core.errors import (
    Busy,
    Elsewhere,
    Invalid,
    KithError,
    NotFound,
    Refused,
    SignInFirst,
    TooMany,
    Undecided,
    Unscoped,
    WrongToken,
)
from kith.base.web.body import TooLarge

_STATUS: tuple[tuple[type[KithError], int], ...] = (
    (TooLarge, 413),
    (NotFound, 404),
    (TooMany, 429),
    (SignInFirst, 401),
    (Undecided, 409),
    (Refused, 403),
    (Invalid, 422),
    (Elsewhere, 502),
    (Busy, 503),
)


REALM = 'Bearer realm="Kith"'


def status_of(error: KithError) -> int:
    """Give the status of a failure, the most particular one."""
    return next(status for kind, status in _STATUS if isinstance(error, kind))


def told_in_headers(error: KithError) -> dict[str, str]:
    """Say when to come back, or what is wrong with a token (RFC 6750, 3); without one, only that it is needed."""
    if isinstance(error, TooMany | Busy):
        return {"retry-after": str(error.retry_after_s)}
    if isinstance(error, Unscoped):
        needed = f', scope="{error.scope}"' if error.scope else ""
        said = f'{REALM}, error="insufficient_scope", error_description="The token does not open this"{needed}'
        return {"www-authenticate": said}
    if isinstance(error, SignInFirst):
        wrong = ', error="invalid_token", error_description="The token is not valid"'
        return {"www-authenticate": REALM + wrong if isinstance(error, WrongToken) else REALM}
    return {}


def told_in_json(error: KithError, path: str) -> dict[str, Any]:
    """Say it to whoever asked for JSON: in words, and what there is to choose or which field it is."""
    said: dict[str, Any] = {"error": error.text}
    if isinstance(error, NotFound) and path.startswith("/api/v"):
        said = {"error": "Record not found", "error_description": error.text}  # Mastodon's words: apps go by them
    if isinstance(error, Undecided):
        said["choices"] = dict(error.choices)
    if isinstance(error, Invalid) and error.field:
        said["field"] = error.field
    return said

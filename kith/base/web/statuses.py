"""Which status says which failure: the one table."""

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


def status_of(error: KithError) -> int:
    """Give the status of a failure, the most particular one."""
    return next(status for kind, status in _STATUS if isinstance(error, kind))

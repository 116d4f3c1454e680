"""Numbers that stand in an address."""

from starlette.requests import Request

SEQ_MAX = 2**31 - 2


def numbers_in(request: Request, *names: str) -> dict[str, int]:
    """Read these numbers of the query, as far as they are any; what is larger than a number here is the largest."""
    found = {}
    for name in names:
        given = request.query_params.get(name, "")
        if given.isascii() and given.isdecimal():
            found[name] = min(int(given[:12]), SEQ_MAX)
    return found

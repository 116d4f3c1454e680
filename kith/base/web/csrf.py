"""Forms that only our own pages can send.

Two guards, each enough alone. The browser says where a request comes from (`Sec-Fetch-Site`, `Origin`); and every
form carries a token that is the server's signature over a secret cookie of this browser and the session in use.
Requests with a bearer token are not guarded: no browser adds that header by itself.
"""

import hmac
import secrets
from hashlib import sha256
from urllib.parse import urlsplit

from starlette.requests import Request

from kith.base.core.errors import Refused
from kith.base.core.words import _

COOKIE = "kith_form"
FIELD = "csrf"
HEADER = "x-csrf-token"


def new_cookie() -> str:
    """Make the secret cookie that a browser's forms are bound to."""
    return secrets.token_urlsafe(18)


def token(secret: bytes, *, cookie: str, session: str) -> str:
    """Sign: this browser, this session."""
    return hmac.new(secret, f"form\0{cookie}\0{session}".encode(), sha256).hexdigest()


def check_origin(request: Request) -> None:
    """Raise `Refused` when the browser itself says that another site sent this."""
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin")
    if site is not None and site not in ("same-origin", "none"):
        raise _elsewhere()
    if site is None and origin is not None and _host(origin) != request.headers.get("host"):
        raise _elsewhere()


def check_token(secret: bytes, *, given: str, cookie: str | None, session: str) -> None:
    """Raise `Refused` unless the form was made for this browser and session."""
    wanted = token(secret, cookie=cookie or "", session=session)
    if not cookie or not hmac.compare_digest(given.encode(), wanted.encode()):
        raise Refused(_("This page was open for too long. Go back, reload it, and send it again; your text is kept."))


def _host(origin: str) -> str | None:
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return None  # `http://[` names no place


def _elsewhere() -> Refused:
    return Refused(_("This was sent from another site. Open the page here and try again."))

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


def check_origin(request: Request, *, url: str) -> None:
    """Raise `Refused` when the browser itself says that another site sent this.

    `url` is where this server is found. A browser that says only its origin may be there, or at the address it asked
    for: a proxy may pass that on without its port, and at home a server has several.
    """
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin")
    if site is not None and site not in ("same-origin", "none"):
        raise _elsewhere()
    if site is None and origin is not None and not is_ours(origin, request, url=url):
        raise _elsewhere()


def is_ours(address: str, request: Request, *, url: str) -> bool:
    """Tell whether an address that a browser names is one of this server."""
    host = _host(address)
    return host != "" and host in (_host(url), request.headers.get("host"))


def check_token(secret: bytes, *, given: str, cookie: str | None, session: str) -> None:
    """Raise `Refused` unless the form was made for this browser and session."""
    wanted = token(secret, cookie=cookie or "", session=session)
    if not cookie or not hmac.compare_digest(given.encode(), wanted.encode()):
        # The session is another one, or for somebody else: a seat ended, one signed in anew, or the cookie is gone.
        raise Refused(
            _("This page no longer fits your sign-in. Go back, reload it, and send it again; your text is kept.")
        )


def _host(address: str) -> str:
    try:
        return urlsplit(address).netloc
    except ValueError:
        return ""  # `http://[` names no place


def _elsewhere() -> Refused:
    return Refused(_("This was sent from another site. Open the page here and try again."))

"""Where a form leads back to, when it was sent without script."""

from urllib.parse import urlsplit

from starlette.requests import Request

from kith.base.web.csrf import is_ours


def came_from(request: Request, *, otherwise: str = "/") -> str:
    """Give the page of ours on which the form stood; `otherwise` where the browser does not say.

    Only a path of this very server: a page elsewhere that names itself here leads nowhere but to `otherwise`.
    """
    try:
        referrer = urlsplit(request.headers.get("referer", ""))
    except ValueError:
        return otherwise  # `http://[` names no page
    path = referrer.path
    ours = is_ours(referrer.geturl(), request, url=request.app.house.settings.url)
    if not ours or not path.startswith("/") or path.startswith("//"):
        return otherwise
    return path + (f"?{referrer.query}" if referrer.query else "")

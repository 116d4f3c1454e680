"""Where a redirect leads, when that is too long for a header.

A proxy holds the head of an answer in a few kilobytes (nginx: in one page of memory) and says 502 to what is longer; a
text that somebody shares is longer. So such an answer says it in its page, which goes on by itself, without script too.
"""

from markupsafe import Markup
from starlette.responses import HTMLResponse, Response

from kith.base.core.words import _

LOCATION_MAX = 1_500  # characters

_PAGE = Markup(
    '<!doctype html><html lang="{language}"><meta charset="utf-8"><meta name="referrer" content="no-referrer">'
    '<meta http-equiv="refresh" content="0;url={to}"><title>{words}</title><p><a href="{to}">{words}</a></p></html>'
)


def led(response: Response, language: str) -> Response:
    """Give the answer as it may go out. What leads elsewhere, to an app that waits for it, stays as it is."""
    to = response.headers.get("location", "")
    if len(to) <= LOCATION_MAX or not to.startswith("/"):
        return response
    page = HTMLResponse(_PAGE.format(language=language, to=to, words=_("Go on")))
    left = (b"location", b"content-length", b"content-type")
    page.raw_headers += [one for one in response.raw_headers if one[0] not in left]
    return page

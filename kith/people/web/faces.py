"""Drawn faces and banners, for everybody who has not chosen a picture."""

from collections.abc import Callable
from functools import lru_cache
from hashlib import sha256

from starlette.requests import Request
from starlette.responses import Response

from kith.base.core.ids import Id
from kith.base.web.routing import Handler, Route, path_id
from kith.base.work import Work
from kith.people.face import draw_banner, draw_face, draw_house

# A drawing is the same for ever in one version of Kith. A week, so that a later version's hand is seen in time.
KEPT = "public, max-age=604800, immutable"
MANNERS = ("she", "he", "they", "house")
DRAWN_MAX = 4096  # of each kind are remembered; some kilobytes each


@lru_cache(maxsize=DRAWN_MAX)
def _face(account_id: Id, manner: str) -> tuple[bytes, str]:
    return _marked(draw_house(account_id) if manner == "house" else draw_face(account_id, manner))


@lru_cache(maxsize=DRAWN_MAX)
def _banner(account_id: Id, _manner: str) -> tuple[bytes, str]:
    return _marked(draw_banner(account_id))


def _marked(drawing: str) -> tuple[bytes, str]:
    content = drawing.encode()
    return content, f'"{sha256(content).hexdigest()[:16]}"'


def _serving(draw: Callable[[Id, str], tuple[bytes, str]]) -> Handler:
    """Draw for any id, whether or not there is such a person: so nobody learns from it who is here."""

    async def handler(_work: Work, request: Request) -> Response:
        manner = request.query_params.get("as", "")
        content, mark = draw(path_id(request), manner if manner in MANNERS else "")
        headers = {"cache-control": KEPT, "etag": mark}
        if mark in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        return Response(content, headers=headers, media_type="image/svg+xml")

    return handler


FACE_ROUTES = (
    Route(method="GET", path="/faces/{id}.svg", handler=_serving(_face), access="anyone"),
    Route(method="GET", path="/faces/{id}/banner.svg", handler=_serving(_banner), access="anyone"),
)

"""Drawn faces and banners, for everybody who has not chosen a picture: drawings for pages, pictures for apps."""

from collections.abc import Callable
from functools import lru_cache
from hashlib import sha256

from starlette.requests import Request
from starlette.responses import Response

from kith.base.core.ids import Id
from kith.base.web.limits import client_address, counted_as
from kith.base.web.routing import Handler, Route, path_id
from kith.base.work import Work
from kith.people.face import draw_banner, draw_face, draw_house
from kith.people.web.painting import Painter

# A drawing is the same for ever in one version of Kith. A week, so that a later version's hand is seen in time.
KEPT = "public, max-age=604800, immutable"
MANNERS = ("she", "he", "they", "house")
DRAWN_MAX = 4096  # of each kind are remembered; some kilobytes each
FACE_PX, BANNER_PX = 256, 750  # how wide an app is given them: most cannot read a drawing
SVG, PNG = "image/svg+xml", "image/png"
Draw = Callable[[Id, str], tuple[bytes, str]]

_painter = Painter()


@lru_cache(maxsize=DRAWN_MAX)
def _face(account_id: Id, manner: str) -> tuple[bytes, str]:
    return _marked((draw_house(account_id) if manner == "house" else draw_face(account_id, manner)).encode())


@lru_cache(maxsize=DRAWN_MAX)
def _banner(account_id: Id, _manner: str) -> tuple[bytes, str]:
    return _marked(draw_banner(account_id).encode())


def _marked(content: bytes) -> tuple[bytes, str]:
    return content, f'"{sha256(content).hexdigest()[:16]}"'


def _serving(draw: Draw, *, width_px: int = 0) -> Handler:
    """Draw for any id, whether or not there is such a person: so nobody learns from it who is here. With a width it is
    painted, and known by the mark of its drawing.
    """

    async def handler(work: Work, request: Request) -> Response:
        manner = request.query_params.get("as", "")
        content, mark = draw(path_id(request), manner if manner in MANNERS else "")
        if width_px:
            mark = f'"{mark[1:-1]}-{width_px}"'
        headers = {"cache-control": KEPT, "etag": mark, "access-control-allow-origin": "*"}
        if mark in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        if width_px:
            content = _painter.known(mark, width_px) or await _paint(work, request, mark, content, width_px)
        return Response(content, headers=headers, media_type=PNG if width_px else SVG)

    return handler


async def _paint(work: Work, request: Request, mark: str, drawing: bytes, width_px: int) -> bytes:
    await work.db.release(commit=True)  # who waits for a picture keeps nobody from the database
    asker = str(work.hand) if work.hand is not None else counted_as(client_address(request))
    return await _painter.paint(asker, mark, drawing, width_px)


FACE_ROUTES = (
    Route(method="GET", path="/faces/{id}.svg", handler=_serving(_face), access="anyone"),
    Route(method="GET", path="/faces/{id}/banner.svg", handler=_serving(_banner), access="anyone"),
    Route(method="GET", path="/faces/{id}.png", handler=_serving(_face, width_px=FACE_PX), access="anyone"),
    Route(method="GET", path="/faces/{id}/banner.png", handler=_serving(_banner, width_px=BANNER_PX), access="anyone"),
)

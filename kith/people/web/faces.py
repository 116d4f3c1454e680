"""Drawn faces and banners, for everybody who has not chosen a picture: drawings for pages, pictures for apps."""

from collections.abc import Callable
from functools import lru_cache
from hashlib import sha256

from resvg_py import svg_to_bytes
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
PAINTED_MAX = 512  # of each kind, too; ten kilobytes each
# How wide an app is given them: most cannot read a drawing. A face takes 6 ms to paint, a banner 25.
FACE_PX, BANNER_PX = 256, 750
SVG, PNG = "image/svg+xml", "image/png"
Draw = Callable[[Id, str], tuple[bytes, str]]


@lru_cache(maxsize=DRAWN_MAX)
def _face(account_id: Id, manner: str) -> tuple[bytes, str]:
    return _marked((draw_house(account_id) if manner == "house" else draw_face(account_id, manner)).encode())


@lru_cache(maxsize=DRAWN_MAX)
def _banner(account_id: Id, _manner: str) -> tuple[bytes, str]:
    return _marked(draw_banner(account_id).encode())


@lru_cache(maxsize=PAINTED_MAX)
def _painted_face(account_id: Id, manner: str) -> tuple[bytes, str]:
    return _painted(_face(account_id, manner)[0], FACE_PX)


@lru_cache(maxsize=PAINTED_MAX)
def _painted_banner(account_id: Id, manner: str) -> tuple[bytes, str]:
    return _painted(_banner(account_id, manner)[0], BANNER_PX)


def _painted(drawing: bytes, width_px: int) -> tuple[bytes, str]:
    return _marked(svg_to_bytes(svg_string=drawing.decode(), width=width_px, skip_system_fonts=True))


def _marked(content: bytes) -> tuple[bytes, str]:
    return content, f'"{sha256(content).hexdigest()[:16]}"'


def _serving(draw: Draw, kind: str) -> Handler:
    """Draw for any id, whether or not there is such a person: so nobody learns from it who is here."""

    async def handler(_work: Work, request: Request) -> Response:
        manner = request.query_params.get("as", "")
        content, mark = draw(path_id(request), manner if manner in MANNERS else "")
        headers = {"cache-control": KEPT, "etag": mark, "access-control-allow-origin": "*"}
        if mark in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        return Response(content, headers=headers, media_type=kind)

    return handler


FACE_ROUTES = (
    Route(method="GET", path="/faces/{id}.svg", handler=_serving(_face, SVG), access="anyone"),
    Route(method="GET", path="/faces/{id}/banner.svg", handler=_serving(_banner, SVG), access="anyone"),
    Route(method="GET", path="/faces/{id}.png", handler=_serving(_painted_face, PNG), access="anyone"),
    Route(method="GET", path="/faces/{id}/banner.png", handler=_serving(_painted_banner, PNG), access="anyone"),
)

"""Serve what every page loads, from memory: style, scripts, icons, typefaces, manifest, service worker."""

import hashlib
from typing import Any

import msgspec
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from kith.base.core.errors import NotFound
from kith.base.web.bundle import HERE, KITH, Asset, icon_markup, make_assets
from kith.base.web.page import page
from kith.base.web.routing import Route
from kith.base.work import Work

FOR_EVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"
_OFFLINE_NEEDS = ("kith.css", "icons.svg", "atkinson.woff2", "newsreader.woff2")


class Assets:
    """All assets of this process, by name."""

    def __init__(self, assets: dict[str, Asset]) -> None:
        self._assets = assets
        self._sprite = assets["icons.svg"].url
        self._worker = _worker(assets)

    @classmethod
    def load(cls) -> "Assets":
        """Make them from the files. Raises `NotSetUp` when the set-up has not run."""
        return cls(make_assets())

    def url(self, name: str) -> str:
        """Give the address of an asset: `/assets/<hash>/kith.css`."""
        return self._assets[name].url

    def icon(self, name: str, label: str | None = None) -> Markup:
        """Draw an icon from the sprite."""
        return icon_markup(self._sprite, name, label)

    def routes(self) -> tuple[Route, ...]:
        """List what is served."""
        return (
            Route(method="GET", path="/assets/{hash}/{name}", handler=self._serve, access="anyone"),
            Route(method="GET", path="/favicon.ico", handler=self._favicon, access="anyone"),
            Route(method="GET", path="/manifest.webmanifest", handler=self._manifest, access="anyone"),
            Route(method="GET", path="/sw.js", handler=self._serve_worker, access="anyone"),
            Route(method="GET", path="/offline", handler=_offline, access="anyone"),
        )

    async def _serve(self, _work: Work, request: Request) -> Response:
        asset = self._assets.get(request.path_params["name"])
        if asset is None:
            raise NotFound
        # An old page may ask with an old hash while a new version starts: it gets what there is, but not for ever.
        keep = FOR_EVER if request.path_params["hash"] == asset.hash else ASK_AGAIN
        return _answer(request, asset, keep)

    async def _favicon(self, _work: Work, request: Request) -> Response:
        return _answer(request, self._assets["icon-32.png"], ASK_AGAIN)

    async def _serve_worker(self, _work: Work, _request: Request) -> Response:
        return Response(self._worker, headers={"cache-control": ASK_AGAIN}, media_type="text/javascript")

    async def _manifest(self, work: Work, _request: Request) -> Response:
        content = msgspec.json.encode(self._installed_as(work.house.settings.name))
        return Response(content, headers={"cache-control": ASK_AGAIN}, media_type="application/manifest+json")

    def _installed_as(self, name: str) -> dict[str, Any]:
        """Describe Kith to a phone that puts it among its apps."""
        sizes = [("icon-192.png", "192x192", "any"), ("icon-512.png", "512x512", "any")]
        sizes.append(("icon-maskable.png", "512x512", "maskable"))
        return {
            "id": "/",
            "name": name,
            "short_name": name[:12],
            "start_url": "/",
            "scope": "/",
            "display": "standalone",
            "background_color": "#fbf6ee",
            "theme_color": "#fbf6ee",
            "icons": [
                {"src": self.url(file), "sizes": size, "type": "image/png", "purpose": purpose}
                for file, size, purpose in sizes
            ],
        }


def _answer(request: Request, asset: Asset, keep: str) -> Response:
    headers = {"cache-control": keep, "vary": "Accept-Encoding"}
    if asset.packed is not None and "gzip" in request.headers.get("accept-encoding", ""):
        headers["content-encoding"] = "gzip"
        return Response(asset.packed, headers=headers, media_type=asset.kind)
    return Response(asset.content, headers=headers, media_type=asset.kind)


def _worker(assets: dict[str, Asset]) -> str:
    """Join the service worker's parts, and write into it what the offline page needs and a version that changes."""
    needs = ["/offline", *(assets[name].url for name in _OFFLINE_NEEDS)]
    parts = [HERE / "scripts" / "worker.js", *sorted(KITH.glob("*/worker.js"))]
    script = "\n".join(path.read_text(encoding="utf-8") for path in parts)
    icon = assets["icon-192.png"].url
    version = hashlib.sha256("".join([script, icon, *needs]).encode()).hexdigest()[:12]
    known = {"VERSION": version, "NEEDS": needs, "ICON": icon}
    return "".join(f"const {name} = {msgspec.json.encode(known[name]).decode()};\n" for name in known) + script


async def _offline(work: Work, request: Request) -> Response:
    """Show what a page says when there is no network. It is kept by the browser, so it holds nobody's name."""
    return await page(work, request, "components/offline.html", None)

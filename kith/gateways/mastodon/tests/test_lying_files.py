"""Uploads that lie about what they are, through both doors: refused in words, with nothing left of them."""

import io
import struct
import zipfile
import zlib
from pathlib import Path

import pytest
from PIL import Image

from kith.base.storage.statement import Statement
from kith.gateways.mastodon.tests.test_media import App, app

__all__ = ["app"]
_COUNT = Statement("SELECT count(*) FROM media")
HTML = b"<!doctype html><script>alert(document.domain)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
DOORS = ("/api/v2/media", "/api/v1/media")


def _picture(kind: str) -> bytes:
    out = io.BytesIO()
    Image.effect_mandelbrot((120, 90), (-2, -1, 1, 1), 20).convert("RGB").save(out, kind)
    return out.getvalue()


def _zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("index.html", HTML)
    return out.getvalue()


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def _huge_png() -> bytes:
    head = struct.pack(">IIBBBBB", 2**31 - 1, 2**31 - 1, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", head)
        + _chunk(b"IDAT", zlib.compress(b"\0" * 999))
        + _chunk(b"IEND", b"")
    )


def _huge_gif() -> bytes:
    return b"GIF89a" + struct.pack("<HHBBB", 65_535, 65_535, 0x80, 0, 0) + b"\0" * 6 + b"\x3b"


LIES: dict[str, tuple[str, bytes, str]] = {
    "a page called a picture": ("wall.png", HTML, "image/png"),
    "a page behind the first bytes of a picture": ("wall.png", b"\x89PNG\r\n\x1a\n" + HTML, "image/png"),
    "a page behind the first bytes of a GIF": ("wall.gif", b"GIF89a/*" + HTML, "image/gif"),
    "a drawing that runs": ("wall.svg", SVG, "image/svg+xml"),
    "a drawing called a picture": ("wall.png", SVG, "image/png"),
    "a drawing with a declaration": ("wall.png", b'<?xml version="1.0"?>' + SVG, "image/png"),
    "an archive called a video": ("film.mp4", _zip(), "video/mp4"),
    "an archive behind the first bytes of a video": (
        "film.mp4",
        b"\0\0\0\x18ftypmp42" + b"\0" * 12 + _zip(),
        "video/mp4",
    ),
    "a page called a recording": ("song.mp3", b"ID3\x04\0\0\0\0\0\0" + HTML, "audio/mpeg"),
    "a picture that breaks off": ("wall.jpg", _picture("JPEG")[:-400], "image/jpeg"),
    "a picture that is all head": ("wall.jpg", _picture("JPEG")[:160], "image/jpeg"),
    "a picture as large as a country": ("wall.png", _huge_png(), "image/png"),
    "a moving picture as large as a country": ("wall.gif", _huge_gif(), "image/gif"),
    "nothing": ("wall.png", b"", "image/png"),
    "a program": ("wall.png", b"\x7fELF" + b"\0" * 400, "image/png"),
    "a letter": ("wall.png", b"%PDF-1.7\n" + b"\0" * 400, "image/png"),
    "words for PostScript": ("wall.eps", b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "image/x-eps"),
}


async def _left(app: App) -> tuple[int, set[Path]]:
    async with app.house.reading() as work:
        rows = int(await work.db.value(_COUNT))
    return rows, {path for path in app.house.blobs.incoming().parent.rglob("*") if path.is_file()}


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("lie", LIES, ids=lambda lie: lie.replace(" ", "-"))
async def test_a_lie_is_refused_and_leaves_nothing(app: App, lie: str, door: str) -> None:
    """What it is decides, never its name, nor what the app calls it."""
    before = await _left(app)
    sent = await app.ask("POST", door, files={"file": LIES[lie]})
    assert sent.status_code == 422, sent.text
    assert len(sent.json()["error"]) > 20
    assert await _left(app) == before


FORM = "multipart/form-data; boundary=x"


def _part(disposition: str, end: str = "\r\n--x--\r\n") -> bytes:
    return f"--x\r\n{disposition}\r\n\r\nwall{end}".encode()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # the parser lets go of what broke off
@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", FORM),
        (b"--x\r\n", "multipart/form-data"),
        (b"--x\r\n", "multipart/form-data; boundary="),
        (b"--y\r\n\r\n--y--\r\n", FORM),
        (_part('content-disposition: form-data; name="file"'), FORM),
        (_part('content-disposition: form-data; name="file"; filename="a"', end=""), FORM),
        (_part('content-disposition: form-data; name="other"; filename="a"'), FORM),
        (_part("nothing: here"), FORM),
        (b"file=wall", "application/x-www-form-urlencoded"),
        (b'{"file": "wall"}', "application/json"),
        (_picture("PNG"), "image/png"),
    ],
    ids=range(11),
)
async def test_what_is_no_form_with_a_file_is_refused(app: App, body: bytes, kind: str) -> None:
    """Broken off, without its bound, under another name, or no form at all."""
    before = await _left(app)
    for door in DOORS:
        headers = {"authorization": f"Bearer {app.token}", "content-type": kind}
        sent = await app.client.post(door, content=body, headers=headers)
        assert sent.status_code == 422, sent.text
        assert sent.json()["error"]
    assert await _left(app) == before


async def test_what_says_it_is_larger_than_any_is_not_read(app: App) -> None:
    """By its own word, before a byte of it is taken."""
    before = await _left(app)
    headers = {
        "authorization": f"Bearer {app.token}",
        "content-type": "multipart/form-data; boundary=x",
        "content-length": str(10**12),
    }
    for door in DOORS:
        sent = await app.client.post(door, content=b"--x\r\n", headers=headers)
        assert sent.status_code == 413
        assert sent.json()["error"]
    assert await _left(app) == before


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP"])
async def test_a_picture_with_a_page_inside_is_only_a_picture(app: App, kind: str) -> None:
    """Called a page by name and type, it is made anew: nothing of the page is left, and no browser takes it for one."""
    sent = await app.ask("POST", "/api/v2/media", files={"file": ("index.html", _picture(kind) + HTML, "text/html")})
    assert sent.status_code == 200, sent.text
    for url in (sent.json()["url"], sent.json()["preview_url"]):
        file = await app.client.get(url, headers={"accept": "text/html"})
        assert b"<script" not in file.content
        assert file.headers["content-type"].startswith(("image/", "video/"))
        assert file.headers["x-content-type-options"] == "nosniff"
        assert "sandbox" in file.headers["content-security-policy"]
        name = url.rpartition(".")[0]
        for ending in ("html", "svg", "js", "xml"):
            assert (await app.client.get(f"{name}.{ending}")).status_code == 404

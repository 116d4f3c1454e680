"""The village's own emoji, drawn: a quince, a loaf, a note."""

import io
from collections.abc import Callable

from PIL import Image, ImageDraw

SIDE = 128
LEAF, CRUST, CRUMB, INK = (92, 128, 70, 255), (150, 90, 44, 255), (214, 160, 98, 255), (168, 72, 44, 255)


def village_emoji() -> dict[str, bytes]:
    """Give their shortcodes and pictures, as PNG with a clear ground."""
    return {"quince": _png(_quince), "loaf": _png(_loaf), "note": _png(_note)}


def _quince(draw: ImageDraw.ImageDraw) -> None:
    draw.ellipse((22, 40, 106, 122), fill=(232, 186, 60, 255))
    draw.ellipse((44, 26, 84, 70), fill=(232, 186, 60, 255))
    draw.ellipse((36, 56, 58, 92), fill=(246, 214, 112, 255))
    draw.line((64, 30, 70, 10), fill=CRUST, width=7)
    draw.ellipse((70, 6, 110, 28), fill=LEAF)


def _loaf(draw: ImageDraw.ImageDraw) -> None:
    draw.rounded_rectangle((10, 40, 118, 108), radius=34, fill=CRUST)
    draw.rounded_rectangle((18, 46, 110, 98), radius=28, fill=CRUMB)
    for x in (40, 64, 88):
        draw.line((x - 10, 86, x + 8, 56), fill=CRUST, width=7)


def _note(draw: ImageDraw.ImageDraw) -> None:
    draw.ellipse((22, 84, 62, 116), fill=INK)
    draw.ellipse((76, 72, 116, 104), fill=INK)
    draw.line((57, 100, 57, 24), fill=INK, width=9)
    draw.line((111, 88, 111, 12), fill=INK, width=9)
    draw.line((57, 28, 111, 16), fill=INK, width=16)


def _png(drawing: Callable[[ImageDraw.ImageDraw], None]) -> bytes:
    image = Image.new("RGBA", (SIDE, SIDE), (0, 0, 0, 0))
    drawing(ImageDraw.Draw(image))
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()

"""The image workshop: a program of its own that takes one upload and gives back clean pictures.

Decoders of image formats are where hostile files do harm, so they run here: in a process that ends after one picture,
with bounds on memory and time, without a network, the database or anything of Kith's in reach.

Standard input: one line of JSON (the order), then the upload. Standard output: one line of JSON (the result), then the
bytes of the pictures, one after the other. It imports nothing of Kith, because it is started by its path.
"""

import io
import json
import resource
import sys
import warnings
from typing import Any

import blurhash
from PIL import Image, ImageCms, ImageFile, ImageOps, UnidentifiedImageError

FORMATS = ["JPEG", "PNG", "GIF", "WEBP", "AVIF", "BMP", "TIFF", "HEIF"]
PIXELS_MAX = 60_000_000  # what a phone's largest camera mode gives; 240 MB once decoded
SIDE_MAX = 20_000
FRAMES_MAX = 200
MOVING_PIXELS_MAX = 80_000_000  # of all frames together, as they are kept
MEMORY_MAX_BYTES = 1_500_000_000
SECONDS_MAX = 20
QUALITY = 85


class Unusable(Exception):
    """What came is no picture that can be used; the word says why."""


def main() -> None:
    """Take one order from standard input and answer it."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_MAX_BYTES, MEMORY_MAX_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS_MAX, SECONDS_MAX))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    order = json.loads(sys.stdin.buffer.readline())
    try:
        made, pictures = make(sys.stdin.buffer.read(), order["sizes"], crop=order["crop"], moving=order["moving"])
    except Unusable as error:
        made, pictures = {"problem": str(error)}, []
    except (MemoryError, OSError, ValueError, SyntaxError, EOFError, OverflowError, IndexError, KeyError):
        made, pictures = {"problem": "broken"}, []
    made["lengths"] = [len(picture) for picture in pictures]
    sys.stdout.buffer.write(json.dumps(made).encode() + b"\n" + b"".join(pictures))


def make(content: bytes, sizes: list[list[int]], *, crop: bool, moving: bool) -> tuple[dict[str, Any], list[bytes]]:
    """Make a picture of each size, the largest first. Raises `Unusable`, and whatever decoders raise."""
    image = _open(content)
    frames = _frames(image, sizes[0]) if moving and getattr(image, "is_animated", False) else None
    still = _still(image)
    results, pictures = [], []
    for number, (width, height) in enumerate(sizes):
        small = ImageOps.fit(still, (width, height)) if crop else _within(still, width, height)
        if frames and number == 0:
            pictures.append(_moving(frames, image))
            extension = "webp"
        else:
            extension, body = _written(small)
            pictures.append(body)
        results.append({"width": small.width, "height": small.height, "extension": extension})
    tiny = still.convert("RGB")
    tiny.thumbnail((32, 32))
    pixels = [[tiny.getpixel((x, y)) for x in range(tiny.width)] for y in range(tiny.height)]
    wide = tiny.width >= tiny.height
    hashed = blurhash.encode(pixels, components_x=4 if wide else 3, components_y=3 if wide else 4)
    return {"sizes": results, "blurhash": hashed, "moving": bool(frames)}, pictures


def _open(content: bytes) -> Image.Image:
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    Image.MAX_IMAGE_PIXELS = PIXELS_MAX
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        image = Image.open(io.BytesIO(content), formats=FORMATS)
    except UnidentifiedImageError as error:
        raise Unusable("unknown") from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Unusable("large") from error
    if image.width * image.height > PIXELS_MAX or max(image.size) > SIDE_MAX:
        raise Unusable("large")
    if min(image.size) < 1:
        raise Unusable("broken")
    return image


def _still(image: Image.Image) -> Image.Image:
    """Give the first frame, upright, in sRGB, and nothing but its pixels."""
    if image.format == "JPEG":
        image.draft("RGB", (4096, 4096))  # decodes a huge photograph at half or a quarter of its size
    upright = ImageOps.exif_transpose(image)
    alpha = upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info
    flat = _in_srgb(upright, "RGBA" if alpha else "RGB")
    bare = Image.new(flat.mode, flat.size)
    bare.paste(flat)
    return bare


def _in_srgb(image: Image.Image, mode: str) -> Image.Image:
    profile = image.info.get("icc_profile")
    if profile and image.mode in ("RGB", "CMYK", "L"):
        try:
            there = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            image = ImageCms.profileToProfile(image, there, ImageCms.createProfile("sRGB"), outputMode="RGB") or image
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass  # a broken profile: its colours are a guess either way
    return image.convert(mode)


def _within(image: Image.Image, width: int, height: int) -> Image.Image:
    small = image.copy()
    small.thumbnail((width, height), Image.Resampling.LANCZOS)
    return small


def _written(image: Image.Image) -> tuple[str, bytes]:
    """Write a photograph as JPEG, which every app shows; what is see-through as WebP."""
    out = io.BytesIO()
    if image.mode == "RGBA" and image.getchannel("A").histogram()[255] < image.width * image.height:
        image.save(out, "WEBP", quality=QUALITY, method=4)
        return "webp", out.getvalue()
    image.convert("RGB").save(out, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return "jpg", out.getvalue()


def _frames(image: Image.Image, size: list[int]) -> list[Image.Image] | None:
    """Give the frames of a moving picture; `None` where there are too many, and the first must do."""
    count = getattr(image, "n_frames", 1)
    scale = min(1.0, size[0] / image.width, size[1] / image.height)
    if count < 2 or count > FRAMES_MAX or count * image.width * image.height * scale * scale > MOVING_PIXELS_MAX:
        return None
    frames = []
    for number in range(count):
        image.seek(number)
        frames.append(_within(image.convert("RGBA"), size[0], size[1]))
    durations = image.info.get("duration", 100)
    image.seek(0)
    image.info["duration"] = durations
    return frames


def _moving(frames: list[Image.Image], image: Image.Image) -> bytes:
    out = io.BytesIO()
    duration = image.info.get("duration", 100) or 100
    frames[0].save(
        out, "WEBP", save_all=True, append_images=frames[1:], duration=max(20, int(duration)), loop=0, quality=75
    )
    return out.getvalue()


if __name__ == "__main__":
    try:
        import pillow_heif

        pillow_heif.register_heif_opener()
    except ImportError:
        FORMATS.remove("HEIF")
    main()

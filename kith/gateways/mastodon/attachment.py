"""The entity `MediaAttachment`: a picture, a video or a recording, in a post or still waiting for one."""

from fractions import Fraction
from typing import Any

import msgspec

from kith.base.web.shown import media_url
from kith.media.model import Medium
from kith.posts.model import Attachment

TYPES = {"image": "image", "moving": "image", "gifv": "gifv", "video": "video", "audio": "audio", "file": "unknown"}


class MediaEntity(msgspec.Struct, frozen=True, kw_only=True):
    """A picture, video or recording. `url` is null while it is made ready; a recording may have no preview."""

    id: str
    type: str
    url: str | None
    preview_url: str | None
    remote_url: str | None
    meta: dict[str, Any]
    description: str | None
    blurhash: str | None


def present_media(one: Attachment, url: str) -> MediaEntity:
    """Give the entity of what belongs to a post."""
    return _entity(one, one.key, url)


def present_medium(medium: Medium, url: str) -> MediaEntity:
    """Give the entity of an upload."""
    return _entity(medium, medium.file_key, url)


def _entity(one: Attachment | Medium, key: str, url: str) -> MediaEntity:
    return MediaEntity(
        id=str(one.id),
        type=TYPES[one.kind],
        url=url + media_url(key) if key else None,
        preview_url=url + media_url(one.small_key) if one.small_key else None,
        remote_url=None,
        meta=_meta(one),
        description=one.alt or None,
        blurhash=one.blurhash or None,
    )


def _meta(one: Attachment | Medium) -> dict[str, Any]:
    original: dict[str, Any] = _size(one.width, one.height)
    meta: dict[str, Any] = {"original": original}
    if one.small_key:
        meta["small"] = _size(one.small_width, one.small_height)
        meta["focus"] = {"x": one.focus_x, "y": one.focus_y}
    if one.kind in ("gifv", "video", "audio"):
        original |= {"duration": one.seconds, "bitrate": one.bit_rate}
        # Some apps look for these where the first versions of Mastodon had them.
        meta |= {"length": _clock(one.seconds), "duration": one.seconds}
    if one.kind in ("gifv", "video"):
        rate = Fraction(one.frame_rate).limit_denominator(1001)
        original["frame_rate"] = f"{rate.numerator}/{rate.denominator}"
        meta |= {"fps": round(one.frame_rate, 3)} | original
        del meta["frame_rate"], meta["bitrate"]
    return meta


def _size(width: int, height: int) -> dict[str, Any]:
    if not (width and height):
        return {}
    return {"width": width, "height": height, "size": f"{width}x{height}", "aspect": round(width / height, 4)}


def _clock(seconds: float) -> str:
    """Write a length as Mastodon does: `0:01:28.65`."""
    whole = int(seconds)
    return f"{whole // 3600}:{whole // 60 % 60:02}:{seconds % 60:05.2f}"

"""What a video or a recording is, as ffprobe saw it, and whether it can be taken. Nothing it says is believed twice."""

import math
from typing import Literal

import msgspec

from kith.media.model import (
    FRAMES_A_SECOND_MAX,
    SOUND_SECONDS_MAX,
    VIDEO_PIXELS_MAX,
    VIDEO_SECONDS_MAX,
    VIDEO_SIDE_MAX,
    VIDEO_SIDE_MIN,
)
from kith.media.rules.saying import unusable

KEPT_SIDE_MAX = 1280
FRAME_RATE_KEPT_MAX = 60
FRAME_RATE_UNKNOWN = 30
WHOLE_SHARE_MIN = 0.8  # of the length a video says it has; with less of it, the rest was cut off
SHAPE_MAX = 12  # a side may be so many times the other; beyond it no eye finds anything
HERTZ_MIN, HERTZ_MAX = 4_000, 384_000
CHANNELS_MAX = 16
HDR = ("smpte2084", "arib-std-b67")


class _SideData(msgspec.Struct, frozen=True, kw_only=True):
    rotation: float = 0


class _Stream(msgspec.Struct, frozen=True, kw_only=True):
    codec_type: str = ""
    codec_name: str = ""
    width: int = 0
    height: int = 0
    avg_frame_rate: str = ""
    sample_aspect_ratio: str = ""
    color_transfer: str = ""
    sample_rate: str = ""
    channels: int = 0
    disposition: dict[str, int] = {}
    side_data_list: tuple[_SideData, ...] = ()


class _Format(msgspec.Struct, frozen=True, kw_only=True):
    duration: str = ""
    bit_rate: str = ""


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """What ffprobe says of a file."""

    streams: tuple[_Stream, ...] = ()
    format: _Format = _Format()

    def first(self, kind: str) -> _Stream | None:
        """Give the first stream of a kind. A cover is no video."""
        fitting = (one for one in self.streams if one.codec_type == kind and one.codec_name)
        return next((one for one in fitting if not one.disposition.get("attached_pic")), None)

    @property
    def has_cover(self) -> bool:
        """Whether a picture belongs to the sound."""
        return any(one.disposition.get("attached_pic") for one in self.streams)

    @property
    def seconds(self) -> float:
        """How long it says it is; 0 where it does not say."""
        return _number(self.format.duration)


class Film(msgspec.Struct, frozen=True, kw_only=True):
    """What will be made of a file: its size as it is shown, upright, and how many frames a second."""

    kind: Literal["gifv", "video", "audio"]
    seconds: float
    width: int = 0
    height: int = 0
    frame_rate: float = 0.0
    hdr: bool = False
    sounds: bool = False
    has_cover: bool = False


def read_seen(answer: bytes) -> Seen:
    """Read what ffprobe wrote. Raises `Invalid` where that is nothing."""
    try:
        return msgspec.json.decode(answer, type=Seen)
    except msgspec.DecodeError as error:
        raise unusable("torn") from error


def check_film(seen: Seen, *, gif: bool) -> None:
    """Raise `Invalid` for what is too long, too large, too small, too quick, or holds nothing that is known."""
    video, sound = seen.first("video"), seen.first("audio")
    if video is None and sound is None:
        raise unusable("torn")
    if sound is not None:
        _check_sound(sound)
    if video is None:
        if seen.seconds > SOUND_SECONDS_MAX:
            raise unusable("sound long")
        return
    if seen.seconds > VIDEO_SECONDS_MAX:
        raise unusable("video long")
    _check_frame(video)
    if not gif and _share(video.avg_frame_rate) > FRAMES_A_SECOND_MAX:
        raise unusable("frames")


def film_of(seen: Seen, *, gif: bool) -> Film:
    """Decide what is made of a file that was checked."""
    video, sound = seen.first("video"), seen.first("audio")
    if video is None:
        return Film(kind="audio", seconds=seen.seconds, sounds=True, has_cover=seen.has_cover)
    width, height = _shown_size(video)
    return Film(
        kind="gifv" if gif else "video",
        seconds=seen.seconds,
        width=width,
        height=height,
        frame_rate=min(_share(video.avg_frame_rate), FRAME_RATE_KEPT_MAX) or FRAME_RATE_UNKNOWN,
        hdr=video.color_transfer in HDR,
        sounds=sound is not None and not gif,
    )


def check_result(made: Seen, film: Film) -> None:
    """Raise `Invalid` for what turned out longer than it may be, or far shorter than it said: then it is torn."""
    longest, problem = (SOUND_SECONDS_MAX, "sound long") if film.kind == "audio" else (VIDEO_SECONDS_MAX, "video long")
    if made.seconds > longest + 0.5:
        raise unusable(problem)
    # How long MP3 is, is a guess from its beginning; of video the file itself says it.
    if made.seconds <= 0 or (film.kind == "video" and made.seconds < film.seconds * WHOLE_SHARE_MIN - 1):
        raise unusable("torn")


def _check_sound(sound: _Stream) -> None:
    if not (HERTZ_MIN <= _number(sound.sample_rate) <= HERTZ_MAX and 1 <= sound.channels <= CHANNELS_MAX):
        raise unusable("torn")


def _check_frame(video: _Stream) -> None:
    if video.width * video.height > VIDEO_PIXELS_MAX or max(video.width, video.height) > VIDEO_SIDE_MAX:
        raise unusable("pixels")
    if min(video.width, video.height) < VIDEO_SIDE_MIN:
        raise unusable("tiny")


def _shown_size(video: _Stream) -> tuple[int, int]:
    """Give the size as it is shown: with square pixels, turned as it was held, small enough, even as H.264 needs it."""
    wide = video.width * (_share(video.sample_aspect_ratio.replace(":", "/")) or 1)
    wide = min(max(wide, video.height / SHAPE_MAX), video.height * SHAPE_MAX)
    high: float = video.height
    turned = next((abs(round(one.rotation)) % 180 for one in video.side_data_list if one.rotation), 0)
    if turned == 90:
        wide, high = high, wide
    scale = min(1.0, KEPT_SIDE_MAX / max(wide, high))
    return max(2, round(wide * scale / 2) * 2), max(2, round(high * scale / 2) * 2)


def _share(text: str) -> float:
    """Read `30000/1001`; what is no number, or endless, is 0."""
    above, _slash, below = text.partition("/")
    divisor = _number(below) if below else 1.0
    return _number(above) / divisor if divisor else 0.0


def _number(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        return 0.0
    return number if math.isfinite(number) and number > 0 else 0.0

"""Records, facts and limits of media."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec

from kith.base.core.fact import Fact
from kith.base.core.ids import Id
from kith.base.core.record import Length, Record

ALT_MAX = 1500
ATTACHED_MAX = 4
UNUSED_HOURS = 24
PEAKS = 64  # strokes of a recording's waveform: as many as a phone shows apart
NAME_MAX = 120
WAITING_MAX = 40  # uploads that belong to nothing yet
PREPARING_MAX = 4  # of one person at a time: the files of one post

# Bounds of video and sound. A quarter of an hour is made ready in about five minutes on one core.
VIDEO_SECONDS_MAX = 15 * 60
SOUND_SECONDS_MAX = 3 * 3600
VIDEO_PIXELS_MAX = 3840 * 2160  # of one frame
VIDEO_SIDE_MAX, VIDEO_SIDE_MIN = 8192, 16
FRAMES_A_SECOND_MAX = 120

Purpose = Literal["post", "avatar", "header", "emoji", "link"]
# A "moving" picture is one file of several frames; a "gifv" is a GIF that was made into a short silent video. A "file"
# is anything else: kept as it came, and given out to be saved, never to be shown.
Kind = Literal["image", "moving", "gifv", "video", "audio", "file"]
State = Literal["ready", "waiting", "failed"]

# Width and height of what is kept: the picture itself, then the small one for lists.
SIZES: dict[Purpose, tuple[tuple[int, int], tuple[int, int]]] = {
    "post": ((2048, 2048), (640, 640)),
    "avatar": ((400, 400), (120, 120)),
    "header": ((1500, 500), (600, 200)),
    "emoji": ((128, 128), (48, 48)),
    "link": ((960, 960), (360, 360)),
}
POSTER_SIZE = (960, 960)  # what stands in a video's place until it plays


class Medium(
    Record,
    frozen=True,
    kw_only=True,
    table="media",
    key=("owner_id", "id"),
    indexes=("(created_at) WHERE used_for IS NULL", "(file_key)", "(small_key)"),
):
    """A picture, video or recording that somebody uploaded: made anew, without what devices write into files.

    What is `waiting` has no `file_key` yet, and its upload lies in the incoming folder; `progress` is in percent. What
    `failed` says by which `problem`. Sound has no size, and a `small_key` only where a picture belongs to it; its
    `peaks` say how loud it is from beginning to end, a digit or letter (0–9, a–z) each. A file has a `name`.
    """

    owner_id: Id
    id: Id
    purpose: Purpose
    kind: Kind = "image"
    state: State = "ready"
    progress: int = 0
    problem: str = ""
    file_key: str
    small_key: str
    width: int
    height: int
    small_width: int
    small_height: int
    size_bytes: int
    seconds: float = 0.0
    frame_rate: float = 0.0
    bit_rate: int = 0
    blurhash: Annotated[str, Length(100)]
    alt: Annotated[str, Length(ALT_MAX)] = ""
    focus_x: float = 0.0  # -1 left, 1 right
    focus_y: float = 0.0  # -1 bottom, 1 top
    peaks: Annotated[str, Length(PEAKS)] = ""
    name: Annotated[str, Length(NAME_MAX)] = ""
    used_for: Id | None = None  # the post or account it belongs to
    created_at: datetime


class Poster(msgspec.Struct, frozen=True, kw_only=True):
    """The picture that stands for a video or a recording."""

    small_key: str
    small_width: int
    small_height: int
    blurhash: str


class MediumCame(Fact, frozen=True, kw_only=True):
    """A video or a recording lies in the incoming folder, to be made ready."""

    owner_id: Id
    medium_id: Id

"""Records and limits of media."""

from datetime import datetime
from typing import Annotated, Literal

from kith.base.core.ids import Id
from kith.base.core.record import Length, Record

ALT_MAX = 1500
ATTACHED_MAX = 4
UNUSED_HOURS = 24
WAITING_MAX = 40  # uploads that belong to nothing yet

Purpose = Literal["post", "avatar", "header", "emoji"]

# Width and height of what is kept: the picture itself, then the small one for lists.
SIZES: dict[Purpose, tuple[tuple[int, int], tuple[int, int]]] = {
    "post": ((2048, 2048), (640, 640)),
    "avatar": ((400, 400), (120, 120)),
    "header": ((1500, 500), (600, 200)),
    "emoji": ((128, 128), (48, 48)),
}


class Medium(
    Record,
    frozen=True,
    kw_only=True,
    table="media",
    key=("owner_id", "id"),
    indexes=("(created_at) WHERE used_for IS NULL", "(picture_key)", "(small_key)"),
):
    """A picture that somebody uploaded: re-encoded, without what cameras write into files."""

    owner_id: Id
    id: Id
    purpose: Purpose
    picture_key: str
    small_key: str
    width: int
    height: int
    small_width: int
    small_height: int
    size_bytes: int
    moving: bool = False
    blurhash: Annotated[str, Length(100)]
    alt: Annotated[str, Length(ALT_MAX)] = ""
    focus_x: float = 0.0  # -1 left, 1 right
    focus_y: float = 0.0  # -1 bottom, 1 top
    used_for: Id | None = None  # the post or account it belongs to
    created_at: datetime

"""Records and limits of emoji."""

from datetime import datetime
from typing import Annotated

from kith.base.core.ids import Id
from kith.base.core.record import Length, Record

SHORTCODE_MIN, SHORTCODE_MAX = 2, 30
EMOJI_MAX = 500
USED_MAX = 50  # different ones in one post


class ServerEmoji(Record, frozen=True, kw_only=True, table="emoji", key=("shortcode",), indexes=("(owner_id)",)):
    """A picture of this server's own. It belongs to the owner who added it: who leaves takes their pictures along."""

    shortcode: Annotated[str, Length(SHORTCODE_MAX)]  # lower case
    id: Id
    owner_id: Id
    medium_id: Id
    picture_key: str
    created_at: datetime

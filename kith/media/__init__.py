"""Media: the pictures people show each other.

Words: a *medium* is one picture, kept in two sizes. Its *alt* text says what it shows to those who do not see it; its
*focus* is the point that stays in view when it is cropped. It *belongs* to a post or a profile, or waits for a day.
"""

from kith.media.actions import change_details, claim, discard, let_go, own_media, upload, wear
from kith.media.web import UPLOAD_MAX_BYTES

__all__ = ["UPLOAD_MAX_BYTES", "change_details", "claim", "discard", "let_go", "own_media", "upload", "wear"]

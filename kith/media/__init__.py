"""Media: the pictures, videos and recordings people show each other.

Words: a *medium* is one picture, kept in two sizes, or one video or recording (a *film*, in here), kept as one file
with a *poster*, the picture that stands for it. A film is *made ready* by a job, with ffmpeg where that is installed.
A *file* is anything else that people give each other: kept as it came, and given out to be saved. *Alt* text says what
a medium shows to those who do not see it, or what a recording says to those who do not hear it; its *focus* is the
point that stays in view when it is cropped. It *belongs* to a post or a profile, or waits for a day.
"""

from kith.media.actions import (
    attached_key,
    change_details,
    claim,
    copy_media,
    discard,
    drop_attached,
    forget_pictures_of,
    keep_attached,
    keep_file,
    keep_picture_of_page,
    let_go,
    make_poster,
    own_media,
    take_in,
    take_in_all,
    upload,
    wait_until_ready,
    wear,
    wear_poster,
)
from kith.media.rules import VIDEO_TYPES, unusable
from kith.media.tools import in_cell, tools_of, version_of
from kith.media.web import UPLOAD_MAX_BYTES, give_file

__all__ = [
    "UPLOAD_MAX_BYTES",
    "VIDEO_TYPES",
    "attached_key",
    "change_details",
    "claim",
    "copy_media",
    "discard",
    "drop_attached",
    "forget_pictures_of",
    "give_file",
    "in_cell",
    "keep_attached",
    "keep_file",
    "keep_picture_of_page",
    "let_go",
    "make_poster",
    "own_media",
    "take_in",
    "take_in_all",
    "tools_of",
    "unusable",
    "upload",
    "version_of",
    "wait_until_ready",
    "wear",
    "wear_poster",
]

"""What people do with pictures, video and sound, one function an intention."""

from kith.media.actions.attaching import attached_key, drop_attached, keep_attached
from kith.media.actions.files import keep_file
from kith.media.actions.films import take_in, wear_poster
from kith.media.actions.pictures import keep_picture_of_page, make_poster, upload, wear
from kith.media.actions.preparing import clear_incoming, prepare, wait_until_ready
from kith.media.actions.using import (
    change_details,
    claim,
    copy_media,
    discard,
    forget_pictures_of,
    keep_what_is_worn,
    let_go,
    own_media,
)
from kith.media.actions.with_form import take_in_all

__all__ = [
    "attached_key",
    "change_details",
    "claim",
    "clear_incoming",
    "copy_media",
    "discard",
    "drop_attached",
    "forget_pictures_of",
    "keep_attached",
    "keep_file",
    "keep_picture_of_page",
    "keep_what_is_worn",
    "let_go",
    "make_poster",
    "own_media",
    "prepare",
    "take_in",
    "take_in_all",
    "upload",
    "wait_until_ready",
    "wear",
    "wear_poster",
]

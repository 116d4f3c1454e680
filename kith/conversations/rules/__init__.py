"""Decisions about conversations: pure."""

from kith.conversations.rules.files import addressed, key_of, picture_key_of, pictured, sign, sign_picture, written
from kith.conversations.rules.naming import may_be_said, without_names
from kith.conversations.rules.pinning import check_pinning, with_pin, without_pins
from kith.conversations.rules.searching import Piece, excerpt_of, pieces_of, words_query
from kith.conversations.rules.sight import is_silent, may_see, reminds, sees_presence, shows_marks, vanishes_at
from kith.conversations.rules.taking_in import pushed, read_up_to, room_for
from kith.conversations.rules.talking import call, gone_on, is_call, letters
from kith.conversations.rules.writing import (
    check_days,
    check_emoji,
    check_forwarding,
    check_founder,
    check_group,
    check_key,
    check_name,
    check_own,
    check_request,
    check_room,
    check_said,
    check_time_to_delete,
    first_state,
    tidied,
)

__all__ = [
    "Piece",
    "addressed",
    "call",
    "check_days",
    "check_emoji",
    "check_forwarding",
    "check_founder",
    "check_group",
    "check_key",
    "check_name",
    "check_own",
    "check_pinning",
    "check_request",
    "check_room",
    "check_said",
    "check_time_to_delete",
    "excerpt_of",
    "first_state",
    "gone_on",
    "is_call",
    "is_silent",
    "key_of",
    "letters",
    "may_be_said",
    "may_see",
    "picture_key_of",
    "pictured",
    "pieces_of",
    "pushed",
    "read_up_to",
    "reminds",
    "room_for",
    "sees_presence",
    "shows_marks",
    "sign",
    "sign_picture",
    "tidied",
    "vanishes_at",
    "with_pin",
    "without_names",
    "without_pins",
    "words_query",
    "written",
]

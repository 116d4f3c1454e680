"""What people do to find each other."""

from kith.finding.actions.inviting import invitations, invite_absent
from kith.finding.actions.pasts import (
    change_past,
    delete_past,
    in_common,
    pasts_of,
    shared_with,
    state_past,
    those_there,
)
from kith.finding.actions.running import begin, clear, discard_file, end, find_outcome, find_run, forget, read_file
from kith.finding.actions.wishes import own_wishes, set_wishes

__all__ = [
    "begin",
    "change_past",
    "clear",
    "delete_past",
    "discard_file",
    "end",
    "find_outcome",
    "find_run",
    "forget",
    "in_common",
    "invitations",
    "invite_absent",
    "own_wishes",
    "pasts_of",
    "read_file",
    "set_wishes",
    "shared_with",
    "state_past",
    "those_there",
]

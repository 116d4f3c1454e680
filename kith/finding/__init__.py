"""Finding: the people one knows already, out of an address book, an archive of another network, or a shared past.

Words: a *run* reads one file and compares the people it *names* with those who live here. Somebody is *here* for
certain, *perhaps* here, or *absent*. A *past* is where somebody says they were: a school, a work, a place, in which
years, and who may see it; others who state the same are found by it. *Wishes* are by what somebody lets themselves be
found. What a run knows of people lies in Valkey's memory, for an hour at most, and in no table; nobody is told that
they were looked for.
"""

from kith.finding.actions import (
    begin,
    change_past,
    delete_past,
    end,
    find_outcome,
    find_run,
    in_common,
    invitations,
    invite_absent,
    own_wishes,
    pasts_of,
    set_wishes,
    state_past,
    those_there,
)
from kith.finding.reading import look_into
from kith.finding.store import candidates, own_past, own_pasts
from kith.finding.web import FILE_MAX_BYTES, SeenOutcome, absent_of, problem_text, seen_outcome, with_pasts

__all__ = [
    "FILE_MAX_BYTES",
    "SeenOutcome",
    "absent_of",
    "begin",
    "candidates",
    "change_past",
    "delete_past",
    "end",
    "find_outcome",
    "find_run",
    "in_common",
    "invitations",
    "invite_absent",
    "look_into",
    "own_past",
    "own_pasts",
    "own_wishes",
    "pasts_of",
    "problem_text",
    "seen_outcome",
    "set_wishes",
    "state_past",
    "those_there",
    "with_pasts",
]

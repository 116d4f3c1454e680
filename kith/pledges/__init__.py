"""Pledges: at most so many posts about something, a week or in rolling days, until a day. A promise to oneself.

Words: a *pledge* has a topic, a number and *periods*; what went out about its topic is an *entry* in its *ledger* and
takes a *place*, or is *over*, or is *unsorted* until its author says whether it is about it: their answer is final.
A post that has no place is never blocked: its author is asked what shall happen to it, and may post it anyway,
recorded. A place can be *reserved* for a post that goes out later. The *record* says honestly what became of each
period. *Witnesses* are people before whom the promise is made; one of them may ask once a post, privately, and that is
a *doubt*. Likes, comments and answers never count.
"""

from kith.pledges.actions.later import anyway, conversations_about, schedule_next, was_warned
from kith.pledges.actions.making import change_pledge, delete_pledge, end_pledge, make_pledge, pause_pledge
from kith.pledges.actions.passing_on import PassOnAnyway
from kith.pledges.actions.seeing import (
    OwnView,
    PledgeView,
    load_own,
    load_pledge,
    pieces_for,
    pledges_by_ids,
    pledges_for,
    running_pieces,
    witnessed,
)
from kith.pledges.actions.sorting import sort_post
from kith.pledges.actions.witnessing import answer_as_witness, ask_witness, let_witness_go, raise_doubt
from kith.pledges.rules.deciding import Piece, Question
from kith.pledges.rules.record import Judged, Summary
from kith.pledges.rules.sentences import promise
from kith.pledges.rules.sorting import OVER_KEY, answer_key

__all__ = [
    "OVER_KEY",
    "Judged",
    "OwnView",
    "PassOnAnyway",
    "Piece",
    "PledgeView",
    "Question",
    "Summary",
    "answer_as_witness",
    "answer_key",
    "anyway",
    "ask_witness",
    "change_pledge",
    "conversations_about",
    "delete_pledge",
    "end_pledge",
    "let_witness_go",
    "load_own",
    "load_pledge",
    "make_pledge",
    "pause_pledge",
    "pieces_for",
    "pledges_by_ids",
    "pledges_for",
    "promise",
    "raise_doubt",
    "running_pieces",
    "schedule_next",
    "sort_post",
    "was_warned",
    "witnessed",
]

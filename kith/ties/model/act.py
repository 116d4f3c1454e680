"""Acts: what one person does towards another."""

from datetime import datetime
from typing import Literal, get_args

import msgspec

from kith.base.core.fact import Fact
from kith.base.core.ids import Id
from kith.base.core.record import Record

ActKind = Literal["call", "letter", "reply", "comment", "mention", "together", "reaction"]
ACT_KINDS: tuple[ActKind, ...] = get_args(ActKind)


class Act(msgspec.Struct, frozen=True, kw_only=True):
    """One act of one person towards one other, and by what it was done: a post, a thread, a call.

    The same kind of act towards the same person by the same thing counts once, however often it is repeated. `among`
    is the number of people whom the giver reached by it; what they give is shared among so many.
    """

    giver_id: Id
    getter_id: Id
    kind: ActKind
    subject_id: Id
    among: int = 1


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """A post with words, as far as ties ask about it. `thread` are the people who wrote in it so far."""

    author_id: Id
    post_id: Id
    root_id: Id
    private: bool  # for the people named alone
    named_ids: tuple[Id, ...] = ()
    answered_id: Id | None = None  # whose words it answers
    quoted_id: Id | None = None  # whose words stand in it
    thread: tuple[Id, ...] = ()


class ActRecord(
    Record,
    frozen=True,
    kw_only=True,
    table="tie_acts",
    key=("low_id", "high_id", "number"),
    uniques=(("low_id", "high_id", "subject_id", "kind", "from_low"),),
    indexes=("(high_id)",),
    checks=("low_id < high_id",),
):
    """What happened between two people, in the order in which it was counted: from this every tie can be made anew.

    Both own it; it stands under the lower id alone, beside the row that is locked while it is written. It holds no
    words. `number` may have gaps. Below 0 it says nothing but that the act was counted afterwards: such acts lie before
    all others, in the order of their time.
    """

    low_id: Id
    high_id: Id
    number: int
    from_low: bool
    kind: ActKind
    among: int
    subject_id: Id
    at: datetime
    gone: bool = False  # its words can be read by nobody any more; that they were said still counts


class WordsGone(Fact, frozen=True, kw_only=True):
    """What somebody said for these people can be read by nobody any more."""

    giver_id: Id
    getter_ids: tuple[Id, ...]

"""How many cases lie in each view, from the counts that are kept."""

from collections.abc import Sequence

from kith.base.core.ids import Id
from kith.desk.model import NOBODY, CaseCount, View

WAITING = ("new", "ours")
OPEN = (*WAITING, "theirs", "snoozed")


def view_counts(rows: Sequence[CaseCount], *, me: Id, only_own: bool, overdue: int) -> dict[View, int]:
    """Count for each view what somebody sees of it: everything, or only what was given to them."""
    seen = [one for one in rows if not only_own or one.assignee_id == me]

    def count(states: tuple[str, ...], whose: Id | None = None) -> int:
        return sum(one.count for one in seen if one.state in states and whose in (None, one.assignee_id))

    counts: dict[View, int] = {
        "mine": count((*OPEN, "named"), me),
        "unassigned": count(OPEN, NOBODY),
        "ours": count(WAITING),
        "theirs": count(("theirs",)),
        "overdue": overdue,
        "snoozed": count(("snoozed",)),
        "named": count(("named",)),
        "settled": count(("settled",)),
        "all": count((*OPEN, "named", "settled")),
    }
    if only_own:
        del counts["unassigned"]
    return counts

"""What decides on Home. Pure."""

from kith.feed.rules.capped import over_caps
from kith.feed.rules.newest import newest_first, stands_at_home, tags_that_bring
from kith.feed.rules.order import fair_share, lot
from kith.feed.rules.sitting import fold_of, may_show, seat_of, whom_it_knows, without_done

__all__ = [
    "fair_share",
    "fold_of",
    "lot",
    "may_show",
    "newest_first",
    "over_caps",
    "seat_of",
    "stands_at_home",
    "tags_that_bring",
    "whom_it_knows",
    "without_done",
]

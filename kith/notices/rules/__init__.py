"""Who is told what, in how many sentences, and when somebody may be interrupted."""

from kith.notices.rules.digest import mailed_groups, split
from kith.notices.rules.reach import (
    check_reach,
    clock_text,
    is_mailed,
    is_of_use,
    is_pushed,
    is_quiet,
    is_shown,
    loud_at,
    may_interrupt,
    minute_of,
    next_digest_at,
    reaches_apps,
)
from kith.notices.rules.telling import (
    GROUPED,
    accepts_all,
    addressed_by,
    concerns_somebody,
    group_key_of,
    grouped,
    in_groups,
    is_news_to_followers,
    treatment_of,
)

__all__ = [
    "GROUPED",
    "accepts_all",
    "addressed_by",
    "check_reach",
    "clock_text",
    "concerns_somebody",
    "group_key_of",
    "grouped",
    "in_groups",
    "is_mailed",
    "is_news_to_followers",
    "is_of_use",
    "is_pushed",
    "is_quiet",
    "is_shown",
    "loud_at",
    "mailed_groups",
    "may_interrupt",
    "minute_of",
    "next_digest_at",
    "reaches_apps",
    "split",
    "treatment_of",
]

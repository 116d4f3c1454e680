"""What is decided about posts: pure, without the time and without I/O."""

from kith.posts.rules.drafts import (
    SCHEDULE_DAYS_MAX,
    check_draft,
    check_publish_at,
    check_room_for_draft,
)
from kith.posts.rules.polls import (
    asks_the_same,
    check_choices,
    counted,
    is_over,
    may_see_results,
)
from kith.posts.rules.quotes import audience_of_quote, check_quoting, may_quote
from kith.posts.rules.sight import (
    is_asked_for,
    may_come,
    may_see,
)
from kith.posts.rules.threads import (
    Branch,
    branches,
)
from kith.posts.rules.words import (
    check_mentions,
    check_passing_on,
    check_version,
    check_words,
    narrower,
)

__all__ = [
    "SCHEDULE_DAYS_MAX",
    "Branch",
    "asks_the_same",
    "audience_of_quote",
    "branches",
    "check_choices",
    "check_draft",
    "check_mentions",
    "check_passing_on",
    "check_publish_at",
    "check_quoting",
    "check_room_for_draft",
    "check_version",
    "check_words",
    "counted",
    "is_asked_for",
    "is_over",
    "may_come",
    "may_quote",
    "may_see",
    "may_see_results",
    "narrower",
]

"""Notices: what somebody is told because it was meant for them.

Words: a *notice* says who did something (`from_id`) and, where it is about one, with which post; its *owner* is who is
told. A *group* is several of one kind about one thing, in one sentence. The *mark* is up to where the owner has read.

Nothing is told of oneself, of a thread one has muted, of somebody blocked or muted, or of a post one may not see:
that is asked when a notice is written, and again whenever it is read.
"""

from kith.notices.actions.reaching import (
    change_policy,
    clock_of,
    has_mail,
    hear_again,
    is_silenced,
    set_policy,
    set_reach,
    silence,
    silenced_people,
    zone_of,
)
from kith.notices.actions.reading import (
    clear,
    count_unread,
    count_unread_groups,
    dismiss,
    dismiss_group,
    load_group,
    load_groups,
    load_notice,
    load_notices,
    mark_read,
    newest_id,
)
from kith.notices.actions.requests import (
    accept_requests,
    dismiss_requests,
    load_request,
    load_requests,
    policy_summary,
)
from kith.notices.rules import (
    GROUPED,
    clock_text,
    is_pushed,
    is_quiet,
    is_shown,
    loud_at,
    may_interrupt,
    minute_of,
    reaches_apps,
)
from kith.notices.store import policy_of, read_up_to
from kith.notices.web.reach import show_reach
from kith.notices.words import body_of, names_of, place_of, shortened, title_of, title_of_group

__all__ = [
    "GROUPED",
    "accept_requests",
    "body_of",
    "change_policy",
    "clear",
    "clock_of",
    "clock_text",
    "count_unread",
    "count_unread_groups",
    "dismiss",
    "dismiss_group",
    "dismiss_requests",
    "has_mail",
    "hear_again",
    "is_pushed",
    "is_quiet",
    "is_shown",
    "is_silenced",
    "load_group",
    "load_groups",
    "load_notice",
    "load_notices",
    "load_request",
    "load_requests",
    "loud_at",
    "mark_read",
    "may_interrupt",
    "minute_of",
    "names_of",
    "newest_id",
    "place_of",
    "policy_of",
    "policy_summary",
    "reaches_apps",
    "read_up_to",
    "set_policy",
    "set_reach",
    "shortened",
    "show_reach",
    "silence",
    "silenced_people",
    "title_of",
    "title_of_group",
    "zone_of",
]

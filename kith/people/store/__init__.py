"""Every SQL statement over the tables of people."""

from kith.people.store.blocks import (
    add_block,
    remove_block,
)
from kith.people.store.follows import (
    accept_all,
    accept_follow,
    add_follow,
    change_follow,
    count_follows,
    count_requests,
    find_follow,
    remove_follow,
    tie_counts,
    waiting,
    wishing_to_hear,
)
from kith.people.store.lists import (
    ASKED,
    BLOCKED,
    FOLLOWERS,
    FOLLOWING,
    MUTED,
    REQUESTS,
    ListOf,
    named_in,
    people_in,
    people_to_find,
    present_accounts,
)
from kith.people.store.mutes import (
    put_mute,
    remove_ended_mutes,
    remove_mute,
    silenced_by,
    unwilling_to_hear,
)
from kith.people.store.pairs import (
    are_apart,
    lock_pair,
    relation,
    relations,
)
from kith.people.store.parting import (
    delete_own_notes,
    part_from_some,
)
from kith.people.store.remarks import (
    put_remark,
    remove_remark,
)
from kith.people.store.viewer import (
    load_viewer,
    viewer_of,
)

__all__ = [
    "ASKED",
    "BLOCKED",
    "FOLLOWERS",
    "FOLLOWING",
    "MUTED",
    "REQUESTS",
    "ListOf",
    "accept_all",
    "accept_follow",
    "add_block",
    "add_follow",
    "are_apart",
    "change_follow",
    "count_follows",
    "count_requests",
    "delete_own_notes",
    "find_follow",
    "load_viewer",
    "lock_pair",
    "named_in",
    "part_from_some",
    "people_in",
    "people_to_find",
    "present_accounts",
    "put_mute",
    "put_remark",
    "relation",
    "relations",
    "remove_block",
    "remove_ended_mutes",
    "remove_follow",
    "remove_mute",
    "remove_remark",
    "silenced_by",
    "tie_counts",
    "unwilling_to_hear",
    "viewer_of",
    "waiting",
    "wishing_to_hear",
]

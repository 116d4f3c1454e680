"""Every statement of offers."""

from kith.offers.store.corrections import (
    add_correction,
    count_corrections_since,
    find_correction,
    forget_corrections,
    remove_correction,
    said_before,
    said_of,
)
from kith.offers.store.crossings import (
    appeals,
    change_crossing,
    count_appeals,
    crossings_of,
    find_open,
    forget_crossings,
    lock_crossing,
)
from kith.offers.store.kinds import (
    began_as_conversation,
    find_kind,
    forget_kind,
    forget_kinds,
    forget_old_kinds,
    last_paces,
    still_conversation,
    write_kind,
)

__all__ = [
    "add_correction",
    "appeals",
    "began_as_conversation",
    "change_crossing",
    "count_appeals",
    "count_corrections_since",
    "crossings_of",
    "find_correction",
    "find_kind",
    "find_open",
    "forget_corrections",
    "forget_crossings",
    "forget_kind",
    "forget_kinds",
    "forget_old_kinds",
    "last_paces",
    "lock_crossing",
    "remove_correction",
    "said_before",
    "said_of",
    "still_conversation",
    "write_kind",
]

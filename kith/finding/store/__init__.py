"""Statements over wishes and pasts, and who lives here and may be found."""

from kith.finding.store.pasts import (
    add_past,
    count_pasts,
    delete_past,
    forget_pasts,
    lock_pasts,
    mutuals,
    own_past,
    own_pasts,
    put_past,
    shown_pasts,
    those_there,
)
from kith.finding.store.wishes import candidates, find_wishes, forget_wishes, put_wishes

__all__ = [
    "add_past",
    "candidates",
    "count_pasts",
    "delete_past",
    "find_wishes",
    "forget_pasts",
    "forget_wishes",
    "lock_pasts",
    "mutuals",
    "own_past",
    "own_pasts",
    "put_past",
    "put_wishes",
    "shown_pasts",
    "those_there",
]

"""Filters: words, and single posts, that a reader would rather not see; for a time, or until further notice.

Words: a *filter* has a title, *keywords*, single *posts*, and *contexts* in which it works; its *action* is to `warn`
(the post is folded), to `blur` (its pictures are), or to `hide` (it is left out, and the list says how many were). The
*sieve* is all of a reader's filters, ready to look at texts. Nobody else ever learns of them.
"""

from kith.filters.actions import (
    add_keyword,
    add_post,
    change_filter,
    change_keyword,
    delete_filter,
    delete_keyword,
    delete_post,
    make_filter,
    sieve_of,
)
from kith.filters.model import (
    Context,
    Filter,
    FilterAction,
    FilterKeyword,
    FilterPost,
    FilterWish,
    Found,
    FullFilter,
    KeywordWish,
)
from kith.filters.rules import Sieve
from kith.filters.store import filters_of, find_filter, find_keyword, find_post

__all__ = [
    "Context",
    "Filter",
    "FilterAction",
    "FilterKeyword",
    "FilterPost",
    "FilterWish",
    "Found",
    "FullFilter",
    "KeywordWish",
    "Sieve",
    "add_keyword",
    "add_post",
    "change_filter",
    "change_keyword",
    "delete_filter",
    "delete_keyword",
    "delete_post",
    "filters_of",
    "find_filter",
    "find_keyword",
    "find_post",
    "make_filter",
    "sieve_of",
]

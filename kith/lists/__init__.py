"""Lists: a reader's own choice among the people they follow, read on its own.

Words: a *list* belongs to its owner and is seen by nobody else. Whoever stands in it is somebody its owner follows. An
*exclusive* list keeps its people out of Home. A *virtual* list fills itself: a feature brings it (`Feature.lists`), for
every reader, and nobody changes it.
"""

from kith.lists.actions import (
    add_people,
    change_list,
    delete_list,
    find_virtual,
    make_list,
    remove_people,
    virtual_lists,
)
from kith.lists.model import PersonList, RepliesPolicy
from kith.lists.store import find_list, lists_of, lists_with, members_of, people_on

__all__ = [
    "PersonList",
    "RepliesPolicy",
    "add_people",
    "change_list",
    "delete_list",
    "find_list",
    "find_virtual",
    "lists_of",
    "lists_with",
    "make_list",
    "members_of",
    "people_on",
    "remove_people",
    "virtual_lists",
]

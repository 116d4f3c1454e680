"""Lists: a reader's own choice among the people they follow, read on its own.

Words: a *list* belongs to its owner and is seen by nobody else. Whoever stands in it is somebody its owner follows. An
*exclusive* list keeps its people out of Home.
"""

from kith.lists.actions import add_people, change_list, delete_list, make_list, remove_people
from kith.lists.model import PersonList, RepliesPolicy
from kith.lists.store import find_list, lists_of, lists_with, members_of, people_on

__all__ = [
    "PersonList",
    "RepliesPolicy",
    "add_people",
    "change_list",
    "delete_list",
    "find_list",
    "lists_of",
    "lists_with",
    "make_list",
    "members_of",
    "people_on",
    "remove_people",
]

"""Conversations: what is said between two people, or among a few, in the order in which it was said.

Words: a *conversation* has *members*: it is of a *pair*, one for any two people, or of a *group* with a name. A
*message* is something said in it, or a line about what happened; its number, `seq`, is the same for everybody. A *seat*
is what one member has of it: whether it is new to them, silent, on top, a draft. What comes from a stranger is a
*request* until it is accepted. What is *pinned* stands above what was said, for everybody in it. A *change* is anything
that became new or different in a conversation; whoever was away asks for the changes after the last they know.
"""

from kith.conversations.actions.bookmarking import bookmark, bookmarks_of, hearts_of, kept_among, unbookmark
from kith.conversations.actions.brightening import brighten_answer, brighten_message, brightened, good_moments
from kith.conversations.actions.changing import delete_for_all, delete_for_me, edit, forward, react, reword
from kith.conversations.actions.earlier import earlier_words
from kith.conversations.actions.fresh import said_now
from kith.conversations.actions.keeping import (
    accept,
    clear,
    decline,
    leave_out,
    my_settings,
    pin,
    save_draft,
    set_settings,
    silence,
    silent_among,
)
from kith.conversations.actions.listening import exchange_of, take_private
from kith.conversations.actions.memories import first_words, memories_of, set_memories
from kith.conversations.actions.news import newest_from
from kith.conversations.actions.opening import find_pair, found_group, open_pair
from kith.conversations.actions.people import add, leave, remove, rename, set_history, set_picture
from kith.conversations.actions.pinning import pin_message, pinned_messages, unpin_message
from kith.conversations.actions.presence import be_here, note_typing, presence_of, who_is_typing
from kith.conversations.actions.reading import (
    Found,
    changes_after,
    conversations_by_ids,
    conversations_of,
    count_requests,
    count_unread,
    find_conversation,
    find_message,
    first_message_since,
    found_by_ids,
    messages_by_ids,
    messages_of,
    pinned_conversations,
    read,
    receive,
    recent_messages,
)
from kith.conversations.actions.room import Room
from kith.conversations.actions.searching import messages_saying
from kith.conversations.actions.sending import send
from kith.conversations.actions.taking_in import hold_for_letters, take_letters
from kith.conversations.actions.vanishing import keep_for, refuse_keeping
from kith.conversations.present import Presence
from kith.conversations.rules import addressed
from kith.conversations.web.exporting import give_export
from kith.conversations.web.saying import title_of

__all__ = [
    "Found",
    "Presence",
    "Room",
    "accept",
    "add",
    "addressed",
    "be_here",
    "bookmark",
    "bookmarks_of",
    "brighten_answer",
    "brighten_message",
    "brightened",
    "changes_after",
    "clear",
    "conversations_by_ids",
    "conversations_of",
    "count_requests",
    "count_unread",
    "decline",
    "delete_for_all",
    "delete_for_me",
    "earlier_words",
    "edit",
    "exchange_of",
    "find_conversation",
    "find_message",
    "find_pair",
    "first_message_since",
    "first_words",
    "forward",
    "found_by_ids",
    "found_group",
    "give_export",
    "good_moments",
    "hearts_of",
    "hold_for_letters",
    "keep_for",
    "kept_among",
    "leave",
    "leave_out",
    "memories_of",
    "messages_by_ids",
    "messages_of",
    "messages_saying",
    "my_settings",
    "newest_from",
    "note_typing",
    "open_pair",
    "pin",
    "pin_message",
    "pinned_conversations",
    "pinned_messages",
    "presence_of",
    "react",
    "read",
    "receive",
    "recent_messages",
    "refuse_keeping",
    "remove",
    "rename",
    "reword",
    "said_now",
    "save_draft",
    "send",
    "set_history",
    "set_memories",
    "set_picture",
    "set_settings",
    "silence",
    "silent_among",
    "take_letters",
    "take_private",
    "title_of",
    "unbookmark",
    "unpin_message",
    "who_is_typing",
]

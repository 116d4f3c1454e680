"""The desk: one inbox of everything that is said to an organisation, shared by its team.

Words: what a person says to an organisation, or about it, is a *case*: one a person and thread, in a *talk* (their
conversation) or in a public *thread*. A case is new, waits for us (*ours*) or for them (*theirs*), is put aside until
an instant (*snoozed*), or *settled*. It is *given* to somebody of the team, or to nobody. A *view* is a part of the
desk: mine, unassigned, waiting, overdue. A *note* is for the team alone; a *saved reply* has blanks that somebody
fills. Many new cases that come at once and are alike stand as one *bundle*. The *aim* is in what time somebody is to be
answered, counted only while the desk is open.

A person is on a *way* of their own (a course, a recovery, a training) and told the organisation of it, and nobody else.
A *word* is what the team says to somebody who asked nothing at the moment: in its own words, as often as they like to
hear one. *Good news* is what a person said in their case, and somebody of the team found it to be that.
Who names the organisation without its handle makes a *named* case, which waits for nobody.
"""

from kith.desk.actions.answering import AnswerWish, answer, take_private, try_again
from kith.desk.actions.audit import audit
from kith.desk.actions.desk import Desk, desk_of, on_behalf, opening_hours
from kith.desk.actions.encouraging import (
    Encouraging,
    Someone,
    WordToSay,
    load_encouraging,
    mark_news,
    say_word,
)
from kith.desk.actions.glancing import cases_by_ids, glance_at, sees_case
from kith.desk.actions.going_on import labels_in_use
from kith.desk.actions.liking import like_words
from kith.desk.actions.mails import signed_way
from kith.desk.actions.moving import give, label, reopen, settle, settle_bundle, snooze, take
from kith.desk.actions.names import NameView, add_name, load_names, naming_of, remove_name, set_naming
from kith.desk.actions.notes import delete_reply, note, save_reply, saved_replies, set_aim
from kith.desk.actions.presence import note_writing
from kith.desk.actions.reading import (
    CaseRow,
    CaseView,
    DeskList,
    load_bundle,
    load_case,
    load_list,
    rows_of,
    search,
)
from kith.desk.actions.thanking import say_how_it_was, settled_for_me, usually_answers_in
from kith.desk.actions.ways import Between, WayWish, between_us, end_way, erase, tell_way, wish_words
from kith.desk.rules.hours import is_open
from kith.desk.rules.replies import blanks_in
from kith.desk.store import find_case
from kith.desk.web.listing import organisation_id_of

__all__ = [
    "AnswerWish",
    "Between",
    "CaseRow",
    "CaseView",
    "Desk",
    "DeskList",
    "Encouraging",
    "NameView",
    "Someone",
    "WayWish",
    "WordToSay",
    "add_name",
    "answer",
    "audit",
    "between_us",
    "blanks_in",
    "cases_by_ids",
    "delete_reply",
    "desk_of",
    "end_way",
    "erase",
    "find_case",
    "give",
    "glance_at",
    "is_open",
    "label",
    "labels_in_use",
    "like_words",
    "load_bundle",
    "load_case",
    "load_encouraging",
    "load_list",
    "load_names",
    "mark_news",
    "naming_of",
    "note",
    "note_writing",
    "on_behalf",
    "opening_hours",
    "organisation_id_of",
    "remove_name",
    "reopen",
    "rows_of",
    "save_reply",
    "saved_replies",
    "say_how_it_was",
    "say_word",
    "search",
    "sees_case",
    "set_aim",
    "set_naming",
    "settle",
    "settle_bundle",
    "settled_for_me",
    "signed_way",
    "snooze",
    "take",
    "take_private",
    "tell_way",
    "try_again",
    "usually_answers_in",
    "wish_words",
]

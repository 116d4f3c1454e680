"""Organisations: accounts that a team holds, each of them from their own sign-in.

Words: an *organisation* is an account that nobody signs in to; it has no password. A person has a *seat* on its team
and acts *as* it: `Work.actor` is then the organisation, `Work.hand` the person. A seat has a *role*, and `MAY` says
what each role may do. A seat is *offered*, and *taken* by whom it was offered to. An *act* is what the team can look
up later: what was done, by whose hand, never what was in it. Organisations hold no ties; they have *relations*: people
they talked with. A *program* is let in to the desk with a key of its own, and is a hand that is nobody's.
"""

from kith.organisations.actions.acting import act_as, be_oneself
from kith.organisations.actions.asking import ask_to_write, ask_to_write_no_more, erase_relation, themself
from kith.organisations.actions.founding import adopt, close, found
from kith.organisations.actions.knowing import Acting, acting_now, identify_with_seats
from kith.organisations.actions.openings import close_openings, has_spoken, let_answer, may_answer
from kith.organisations.actions.own_seat import change_own_seat
from kith.organisations.actions.programs import end_program, let_program_in, names_of_programs, programs_let_in
from kith.organisations.actions.recording import record
from kith.organisations.actions.second_step import TeamSecondStep, require_second_step, second_step_of_team
from kith.organisations.actions.showing import Front, front_of
from kith.organisations.actions.speaking import note_talk
from kith.organisations.actions.team import (
    change_seat,
    decline_seat,
    end_seat,
    hold_seat,
    is_asked,
    members_of,
    my_seat,
    offer_seat,
    resting_seats,
    seat_of,
    seats_of_person,
    take_seat,
    withdraw_offer,
)
from kith.organisations.actions.telling import About, add_answer, answers_today, tell_about
from kith.organisations.rules import DEEDS, MAY, Deed, check_may, may
from kith.organisations.rules.opening import is_open, write_day
from kith.organisations.store import SEAT_HOLDS, acts_of, find_organisation, lock_organisation, organisations_by_ids
from kith.organisations.store.relations import find_relation, long_relations

__all__ = [
    "DEEDS",
    "MAY",
    "SEAT_HOLDS",
    "About",
    "Acting",
    "Deed",
    "Front",
    "TeamSecondStep",
    "act_as",
    "acting_now",
    "acts_of",
    "add_answer",
    "adopt",
    "answers_today",
    "ask_to_write",
    "ask_to_write_no_more",
    "be_oneself",
    "change_own_seat",
    "change_seat",
    "check_may",
    "close",
    "close_openings",
    "decline_seat",
    "end_program",
    "end_seat",
    "erase_relation",
    "find_organisation",
    "find_relation",
    "found",
    "front_of",
    "has_spoken",
    "hold_seat",
    "identify_with_seats",
    "is_asked",
    "is_open",
    "let_answer",
    "let_program_in",
    "lock_organisation",
    "long_relations",
    "may",
    "may_answer",
    "members_of",
    "my_seat",
    "names_of_programs",
    "note_talk",
    "offer_seat",
    "organisations_by_ids",
    "programs_let_in",
    "record",
    "require_second_step",
    "resting_seats",
    "seat_of",
    "seats_of_person",
    "second_step_of_team",
    "take_seat",
    "tell_about",
    "themself",
    "withdraw_offer",
    "write_day",
]

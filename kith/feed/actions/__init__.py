"""What is done on Home, one function an intention."""

from kith.feed.actions.calling import calls
from kith.feed.actions.fair import current_home, fair_home, sitting_for
from kith.feed.actions.folds import EarlierFold, EarlierPart, OpenFold, earlier_folds, open_fold
from kith.feed.actions.newest import HomePiece, home_of
from kith.feed.actions.over import AskedOver, OpenOver, OverFold, done_with_over, open_over, over_folds
from kith.feed.actions.pieces import Cursor, FairPiece, FairSeat
from kith.feed.actions.reading import cards_given, choose, done_with, give_cards, home_order_of, look_anew, mark_seen

__all__ = [
    "AskedOver",
    "Cursor",
    "EarlierFold",
    "EarlierPart",
    "FairPiece",
    "FairSeat",
    "HomePiece",
    "OpenFold",
    "OpenOver",
    "OverFold",
    "calls",
    "cards_given",
    "choose",
    "current_home",
    "done_with",
    "done_with_over",
    "earlier_folds",
    "fair_home",
    "give_cards",
    "home_of",
    "home_order_of",
    "look_anew",
    "mark_seen",
    "open_fold",
    "open_over",
    "over_folds",
    "sitting_for",
]

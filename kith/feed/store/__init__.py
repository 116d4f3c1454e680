"""Every statement of the feed: the skeletons of Home, and how far somebody has read."""

from kith.feed.store.fair import Fold, Stretch, fold_posts, stretch_posts, tagged_lanes, unread_lanes
from kith.feed.store.marks import (
    choose_order,
    forget,
    keep_all_done,
    keep_cards,
    keep_done,
    keep_shown,
    load_choice,
    load_marks,
    load_strangers,
)
from kith.feed.store.newest import Lane, home_posts, lane_posts, newest_posts

__all__ = [
    "Fold",
    "Lane",
    "Stretch",
    "choose_order",
    "fold_posts",
    "forget",
    "home_posts",
    "keep_all_done",
    "keep_cards",
    "keep_done",
    "keep_shown",
    "lane_posts",
    "load_choice",
    "load_marks",
    "load_strangers",
    "newest_posts",
    "stretch_posts",
    "tagged_lanes",
    "unread_lanes",
]

"""Conversation or offer: what was said of a post, when a machine asks, and how far an offer goes."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Literal

from kith.base.core.errors import Invalid
from kith.base.core.ids import Id
from kith.base.core.text import find_hashtags, find_mentions
from kith.base.core.words import _
from kith.people.model import OfferPace
from kith.posts.model import Post, Words

ANSWER_KEY = "offers"  # under which what kind of post it is comes along with the words
OFFER_TAG = "offer"  # for apps that know nothing of this: who writes it into the words says the same
WEEK_DAYS = 7
MONTH_DAYS = 30

# Both machines have to think so. Alone, the one that knows announcing asks about a birthday that a shop remembers
# (0.71) and about flu shots (0.88), and the one that knows selling misses "two loaves for the price of one" (0.33). In
# four words neither finds enough to go by. It only asks, so it may ask once too often.
ANNOUNCING_FROM = 0.6
SELLING_FROM = 0.2
SELLING_ALONE_FROM = 0.45
WORDS_MIN = 5

# `sure`: it was asked, and it is conversation.
Ask = Literal["offer", "conversation", "sure"]
_ASKS: Mapping[str, Ask] = {"offer": "offer", "conversation": "conversation", "sure": "sure"}


def ask_of(words: Words) -> Ask | None:
    """Give what was said of these words, by the composer or an app, or by the hashtag; `None` where nothing was."""
    said = _ASKS.get(words.answers.get(ANSWER_KEY, ""))
    if said is None and OFFER_TAG in find_hashtags(words.text):
        return "offer"
    return said


def looks_like_promotion(*, words: int, announcing: float, selling: float) -> bool:
    """Tell whether a team is asked about its post of so many words."""
    if words < WORDS_MIN:
        return False
    return selling >= SELLING_ALONE_FROM or (announcing >= ANNOUNCING_FROM and selling >= SELLING_FROM)


def is_said_to_others(words: Words, parent: Post | None, author_id: Id) -> bool:
    """Tell whether a post answers somebody else, or is for the people named alone: that is always conversation."""
    if words.audience == "mentioned":
        return True
    if parent is None:
        return False
    return not (
        author_id == parent.author_id == parent.root_author_id and parent.reply_to_author_id in (None, author_id)
    )


def check_offer(words: Words, *, answers: bool) -> None:
    """Raise `Invalid` unless these words can be an offer: it stands by itself, names nobody and quotes nobody.

    Whoever is named or quoted is told of it, and they did not ask for it.
    """
    if answers:
        raise Invalid(_("An offer stands by itself. Post it on its own, and answer in conversation."), field="status")
    if find_mentions(words.text):
        raise Invalid(_("An offer names nobody: it reaches those who asked for it."), field="status")
    if words.quote_of_id is not None:
        raise Invalid(_("An offer quotes nobody: it reaches those who asked for it."), field="quoted_status_id")


def next_pace(*, week_at: datetime | None, month_at: datetime | None, now: datetime) -> OfferPace:
    """Tell how far a new offer goes: also to those who want one a week, or even to those who want one a month.

    `week_at` is when the last one went out that went at least to the former, `month_at` to the latter. So nobody is
    sent more than they asked for, and those who want least are sent the same as everybody, the first that is due.
    """
    if week_at is not None and now - week_at < timedelta(days=WEEK_DAYS):
        return "each"
    if month_at is not None and now - month_at < timedelta(days=MONTH_DAYS):
        return "week"
    return "month"

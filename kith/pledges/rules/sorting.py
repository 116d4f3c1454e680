"""Is this about the topic? A machine may ask; the author's answer is the record."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from difflib import SequenceMatcher

from kith.base.core.ids import Id

LIKELY = 0.85  # from here on "yes" is preset
UNLIKELY = 0.15  # up to here nothing is asked
CHAIN_MINUTES = 30  # what goes on so soon after its beginning was said in one go
UNDO_MINUTES = 5
MINOR_SHARE = 0.2  # of the characters: a smaller edit that leaves the topic as it was is a correction
LETTER_PEOPLE_MAX = 12  # what is said to so few by name is a letter

OVER_KEY = "pledges"  # under which "post it anyway" comes along with the words


def answer_key(pledge_id: Id) -> str:
    """Under which the answer for this pledge comes along with the words: `yes`, `no`, or `later`."""
    return f"pledge-{pledge_id}"


def said_of(answers: Mapping[str, str], pledge_id: Id) -> str | None:
    """Give the author's answer for a pledge, if there is one; what is no answer is none."""
    said = answers.get(answer_key(pledge_id))
    return said if said in ("yes", "no", "later") else None


def is_asked(likelihood: float) -> bool:
    """Tell whether the author is asked at all."""
    return likelihood > UNLIKELY


def preset(likelihood: float) -> str:
    """Give the answer that stands there already; empty for none."""
    return "yes" if likelihood >= LIKELY else ""


def is_minor(before: str, after: str) -> bool:
    """Tell whether an edit changes less than a fifth of the characters."""
    longest = max(len(before), len(after))
    if before == after or not longest:
        return True
    same = sum(block.size for block in SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks())
    return longest - same < MINOR_SHARE * longest


def belongs_to_chain(began_at: datetime, now: datetime) -> bool:
    """Tell whether a continuation was said in one go with what is in the ledger already."""
    return abs(now - began_at) <= timedelta(minutes=CHAIN_MINUTES)


def chain_around(began_at: datetime, at: datetime) -> tuple[datetime, datetime]:
    """Give between when a chain was said of which something went out at `began_at` and counts since `at`."""
    reach = timedelta(minutes=CHAIN_MINUTES)
    return began_at - reach, at + reach


def may_return(at: datetime, now: datetime, *, delivered: bool, goes_on: bool) -> bool:
    """Tell whether a post that is taken away gives its place back: not while what was said in one go with it stands."""
    return not delivered and not goes_on and now - at <= timedelta(minutes=UNDO_MINUTES)

"""When a page is read again."""

from datetime import datetime, timedelta

from kith.cards.model import ASKED_IN_VAIN_HOURS, READ_AGAIN_DAYS, TRY_AGAIN_HOURS, LinkCard


def is_due(card: LinkCard, *, now: datetime) -> bool:
    """Answer whether a page should be read now that somebody links to it: long known, long silent, or asked in vain."""
    passed = now - card.asked_at
    if card.failures:
        return passed >= timedelta(hours=TRY_AGAIN_HOURS[min(card.failures, len(TRY_AGAIN_HOURS)) - 1])
    if card.state == "known":
        return passed >= timedelta(days=READ_AGAIN_DAYS)
    return passed >= timedelta(hours=ASKED_IN_VAIN_HOURS)

"""Short ways for the tests of pledges: a pledge and its ledger without a database."""

from datetime import UTC, date, datetime, timedelta

import msgspec

from kith.base.core.ids import Id
from kith.pledges.model import Entry, Pledge, PledgePeriod
from kith.pledges.rules.clocks import next_period, week_begins_after
from kith.pledges.rules.slots import Ledger, free_slot

MONDAY = datetime(2026, 3, 2, tzinfo=UTC)


def a_pledge(**otherwise: object) -> Pledge:
    """Give a pledge that began on a Monday in Greenwich: one a week, until the end of the year."""
    usual = Pledge(
        author_id=Id(11),
        id=Id(100),
        topic="partisan",
        label="Politics",
        posts_max=1,
        timezone="UTC",
        starts_at=MONDAY,
        until_on=date(2026, 12, 31),
        created_at=MONDAY - timedelta(days=2),
    )
    return msgspec.structs.replace(usual, **otherwise)


def rolling(days: int, **otherwise: object) -> Pledge:
    """Give one that holds in every so many days."""
    return a_pledge(period="rolling", days=days, **otherwise)


def begun(pledge: Pledge, now: datetime) -> PledgePeriod | None:
    """Give the last period that has begun."""
    last, coming = None, next_period(pledge, None)
    while coming is not None and coming.starts_at <= now:
        last, coming = coming, next_period(pledge, coming)
    return last


class Book:
    """A ledger that grows as posts are tried, one after another, as the one writer of a pledge does it."""

    def __init__(self, pledge: Pledge) -> None:
        self.pledge = pledge
        self.entries: list[Entry] = []

    def ledger(self, now: datetime) -> Ledger:
        """Give what is needed to decide now."""
        return Ledger(pledge=self.pledge, period=begun(self.pledge, now), entries=self.entries)

    def post(self, at: datetime, *, over_too: bool = False) -> bool:
        """Try to post; tell whether it took a place. With `over_too` it goes out all the same."""
        ledger = self.ledger(at)
        slot = free_slot(ledger, at)
        if ledger.period is not None and (slot is not None or over_too):
            number = Id(len(self.entries) + 1)
            self.entries.append(
                Entry(
                    author_id=self.pledge.author_id,
                    pledge_id=self.pledge.id,
                    post_id=number,
                    root_id=number,
                    at=at,
                    period=ledger.period.number,
                    slot=slot,
                    over=slot is None,
                    source="author",
                )
            )
        return slot is not None


def next_monday(instant: datetime, timezone: str = "UTC") -> datetime:
    """Give the next beginning of a week."""
    return week_begins_after(instant, timezone, 0)

"""The entities `Pledge`, `PledgeRecord` and `PledgeEntry`, as whoever asks may see them."""

import msgspec

from kith.base.work import Work
from kith.gateways.mastodon.account import AccountEntity
from kith.gateways.mastodon.dates import date_text
from kith.gateways.mastodon.people import present_accounts_of
from kith.pledges import Judged, OwnView, Piece, PledgeView, promise
from kith.pledges.model import Entry, PledgeChange


class PeriodEntity(msgspec.Struct, frozen=True, kw_only=True):
    """A period and what became of it: `running`, `kept`, `over`, `unsorted`, `paused`, `partial`, `void`."""

    starts_at: str
    ends_at: str
    posts_max: int
    verdict: str
    out: int
    over: int
    unsorted: int
    reposts: int


class RecordEntity(msgspec.Struct, frozen=True, kw_only=True):
    """The honest record: what was kept of what counted, the run at its end, the last twelve periods."""

    kept: int
    counted: int
    run: int
    unsorted: int
    reposts: int
    periods: tuple[PeriodEntity, ...]


class PledgeEntity(msgspec.Struct, frozen=True, kw_only=True):
    """A pledge. What stands below `record` is given to its author alone; `witness` is what whoever asks is to it."""

    id: str
    account: AccountEntity
    label: str
    promise: str
    posts_max: int
    period: str
    days: int
    starts_at: str
    until: str
    status: str
    ended_at: str | None
    counts_reposts: bool
    witness: str | None
    record: RecordEntity
    timezone: str | None = None
    topic: str | None = None
    if_then: str | None = None
    visibility: str | None = None
    circle: int | None = None


class PledgeStandingEntity(msgspec.Struct, frozen=True, kw_only=True):
    """Where its author stands now; `likelihood` is that of the words that were asked about."""

    pledge_id: str
    label: str
    used: int
    posts_max: int
    is_full: bool
    next_free_at: str | None
    likelihood: float


class PledgeEntryEntity(msgspec.Struct, frozen=True, kw_only=True):
    """A post in the ledger, for its author."""

    status_id: str
    kind: str
    at: str
    slot: int | None
    over: bool
    source: str
    deleted_at: str | None
    returned_at: str | None
    asked_by: tuple[AccountEntity, ...]


class PledgeChangeEntity(msgspec.Struct, frozen=True, kw_only=True):
    """What was changed, and from when on it holds."""

    kind: str
    posts_max: int
    until: str
    counts_reposts: bool
    timezone: str
    changed_at: str
    holds_from: str


class PledgeWitnessEntity(msgspec.Struct, frozen=True, kw_only=True):
    """A witness: `asked`, `accepted` or `declined`."""

    account: AccountEntity
    state: str


class PledgeScheduledEntity(msgspec.Struct, frozen=True, kw_only=True):
    """What goes out by itself in a place that is held for it."""

    scheduled_status_id: str
    scheduled_at: str | None


class OwnPledgeEntity(msgspec.Struct, frozen=True, kw_only=True):
    """All of a pledge, for its author."""

    pledge: PledgeEntity
    standing: PledgeStandingEntity
    scheduled: tuple[PledgeScheduledEntity, ...]
    entries: tuple[PledgeEntryEntity, ...]
    witnesses: tuple[PledgeWitnessEntity, ...]
    changes: tuple[PledgeChangeEntity, ...]


async def present_pledges(work: Work, views: list[PledgeView]) -> list[PledgeEntity]:
    """Give the entities of some."""
    accounts = await present_accounts_of(work, [one.author for one in views])
    return [_pledge(view, account) for view, account in zip(views, accounts, strict=True)]


async def present_own(work: Work, own: OwnView) -> OwnPledgeEntity:
    """Give all of one's own."""
    [pledge] = await present_pledges(work, [own.view])
    people = await present_accounts_of(work, [person for _one, person in own.witnesses])
    known = {one.id: one for one in people}
    return OwnPledgeEntity(
        pledge=pledge,
        standing=present_standing(own.standing),
        scheduled=tuple(
            PledgeScheduledEntity(
                scheduled_status_id=str(one.id), scheduled_at=date_text(one.publish_at) if one.publish_at else None
            )
            for one in own.scheduled
        ),
        entries=tuple(
            _entry(one, tuple(known[str(who.id)] for who in own.doubts.get(one.post_id, ()) if str(who.id) in known))
            for one in own.entries
        ),
        witnesses=tuple(
            PledgeWitnessEntity(account=account, state=one.state)
            for (one, _person), account in zip(own.witnesses, people, strict=True)
        ),
        changes=tuple(_change(one) for one in own.changes),
    )


def present_standing(piece: Piece) -> PledgeStandingEntity:
    """Say where somebody stands."""
    return PledgeStandingEntity(
        pledge_id=str(piece.pledge.id),
        label=piece.pledge.about,
        used=piece.used,
        posts_max=piece.posts_max,
        is_full=piece.is_full,
        next_free_at=date_text(piece.next_free_at) if piece.next_free_at else None,
        likelihood=round(piece.likelihood, 2),
    )


def _pledge(view: PledgeView, account: AccountEntity) -> PledgeEntity:
    pledge, record = view.pledge, view.record
    own = view.is_mine
    return PledgeEntity(
        id=str(pledge.id),
        account=account,
        label=pledge.about,
        promise=promise(pledge),
        posts_max=pledge.posts_max,
        period=pledge.period,
        days=pledge.days,
        starts_at=date_text(pledge.starts_at),
        until=pledge.until_on.isoformat(),
        status=view.status,
        ended_at=date_text(pledge.ended_at) if pledge.ended_at else None,
        counts_reposts=pledge.counts_reposts,
        witness=view.mine,
        record=RecordEntity(
            kept=record.kept,
            counted=record.counted,
            run=record.run,
            unsorted=record.unsorted,
            reposts=record.reposts,
            periods=tuple(_period(one) for one in record.dots),
        ),
        timezone=pledge.timezone if own else None,  # where somebody is, and that they travel
        topic=pledge.topic if own else None,
        if_then=pledge.if_then if own else None,
        visibility=pledge.visibility if own else None,
        circle=pledge.circle if own else None,
    )


def _period(one: Judged) -> PeriodEntity:
    return PeriodEntity(
        starts_at=date_text(one.period.starts_at),
        ends_at=date_text(one.period.ends_at),
        posts_max=one.period.posts_max,
        verdict=one.verdict,
        out=one.out,
        over=one.over,
        unsorted=one.unsorted,
        reposts=one.reposts,
    )


def _entry(one: Entry, asked_by: tuple[AccountEntity, ...]) -> PledgeEntryEntity:
    return PledgeEntryEntity(
        status_id=str(one.post_id),
        kind=one.kind,
        at=date_text(one.at),
        slot=one.slot,
        over=one.over,
        source=one.source,
        deleted_at=date_text(one.deleted_at) if one.deleted_at else None,
        returned_at=date_text(one.returned_at) if one.returned_at else None,
        asked_by=asked_by,
    )


def _change(one: PledgeChange) -> PledgeChangeEntity:
    return PledgeChangeEntity(
        kind=one.kind,
        posts_max=one.posts_max,
        until=one.until_on.isoformat(),
        counts_reposts=one.counts_reposts,
        timezone=one.timezone,
        changed_at=date_text(one.changed_at),
        holds_from=date_text(one.holds_from),
    )

"""Reading a desk: its views with their counts, a case with all that was said, and who it is with."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kith.base.core.errors import NotFound
from kith.base.core.ids import Id, first_id_at
from kith.base.core.paging import Paging
from kith.base.web.shown import first_name
from kith.base.work import Work
from kith.conversations import messages_of
from kith.conversations.model import MessageView
from kith.desk import store, writing
from kith.desk.actions.counting import counts_for
from kith.desk.actions.desk import Desk, desk_of, on_behalf
from kith.desk.actions.naming import Whom, can_be_answered, whom, whom_of
from kith.desk.actions.reach import Reach, reach_of
from kith.desk.actions.wording import last_words
from kith.desk.model import (
    WORDS_SOUGHT_MAX,
    Bundle,
    Case,
    CaseEvent,
    SavedReply,
    View,
)
from kith.desk.model.way import Way
from kith.mailbox import mails_of
from kith.mailbox.model import Mail
from kith.organisations import members_of, names_of_programs
from kith.organisations.model import TeamSeat
from kith.people import present_accounts, viewer_of
from kith.people.model import Account
from kith.posts import hydrate, posts_by_ids
from kith.posts.model import Card

PAGE_SIZE = 30
BUNDLES_SHOWN_MAX = 10
EVENTS_SHOWN_MAX = 200
MESSAGES_SHOWN = 60
BEFORE_SHOWN_MAX = 20  # earlier cases of the same person


@dataclass(frozen=True, kw_only=True)
class CaseRow:
    """A case in a list: who, their last words (nothing, where they are gone), whose it is."""

    case: Case
    whom: Whom
    words: str
    assignee: Account | None

    @property
    def person(self) -> Account | None:
        """Give their account, where they have one here."""
        return self.whom.account


@dataclass(frozen=True, kw_only=True)
class BundleRow:
    """A flood in a list, with the words of one of it."""

    bundle: Bundle
    words: str


@dataclass(frozen=True, kw_only=True)
class DeskList:
    """A part of a view, with how many cases lie in each."""

    desk: Desk
    view: View
    rows: Sequence[CaseRow]
    bundles: Sequence[BundleRow]
    older_than: Id | None
    counts: dict[View, int]
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class Colleague:
    """Somebody on the team."""

    seat: TeamSeat
    account: Account


@dataclass(frozen=True, kw_only=True)
class CaseView:
    """A case as it lies before somebody of the team.

    What was said are messages of the conversation, cards of the thread's posts, or mails; `hands` tells by whose hand
    the organisation's own were written. `before` is what there was with this person earlier, as far as one may see it.
    `reachable` says whether they can be reached at all, `reach` how they can be answered.
    """

    desk: Desk
    case: Case
    whom: Whom
    messages: Sequence[MessageView]
    cards: Sequence[Card]
    mails: Sequence[Mail]
    events: Sequence[CaseEvent]
    hands: dict[Id, Id]
    team: Sequence[Colleague]
    before: Sequence[CaseRow]
    replies: Sequence[SavedReply]
    reachable: bool
    reach: Reach
    programs: Mapping[Id, str]  # what programs are called that did something here
    ways: Sequence[Way]
    news: set[Id]  # what the person said in it that tells good news
    writing: Sequence[Id]  # which colleagues write at this moment

    @property
    def person(self) -> Account | None:
        """Give their account, where they have one here."""
        return self.whom.account

    def name_of(self, person_id: Id | None) -> Account | None:
        """Find a colleague; nobody, where they are on the team no longer."""
        return next((one.account for one in self.team if one.account.id == person_id), None)

    def called(self, hand_id: Id | None) -> str:
        """Say whose hand it was: a colleague's, or a program's; empty, where they are on the team no longer."""
        colleague = self.name_of(hand_id)
        return first_name(colleague) if colleague else self.programs.get(hand_id or Id(0), "")


async def load_list(work: Work, organisation_id: Id, view: View, paging: Paging) -> DeskList:
    """Read a part of a view. Raises `NotFound` for who has no seat there."""
    desk = await desk_of(work, organisation_id)
    part = await store.cases_in(work.db, desk.id, view, paging, me=desk.me, only_own=not desk.sees_all, now=work.now)
    shows_bundles = desk.sees_all and paging.max_id is None and view in ("unassigned", "ours", "named")
    return DeskList(
        desk=desk,
        view=view,
        rows=await rows_of(work, desk, part.items),
        bundles=await _bundles(work, desk, quiet=view == "named") if shows_bundles else (),
        older_than=part.older_than,
        counts=await counts_for(work, desk),
    )


async def load_bundle(work: Work, organisation_id: Id, bundle_id: Id, paging: Paging) -> DeskList:
    """Read a part of a flood. Raises `NotFound` where there is none."""
    desk = await desk_of(work, organisation_id)
    bundle = await store.find_bundle(work.db, desk.id, bundle_id)
    if bundle is None or not desk.sees_all:
        raise NotFound
    part = await store.bundled_cases(work.db, desk.id, bundle_id, paging)
    return DeskList(
        desk=desk,
        view="unassigned",
        rows=await rows_of(work, desk, part.items),
        bundles=[BundleRow(bundle=bundle, words="")],
        older_than=part.older_than,
        counts=await counts_for(work, desk),
    )


async def search(work: Work, organisation_id: Id, words: str) -> DeskList:
    """Find cases by what was said in them, who they are with, notes and labels; what moved last comes first."""
    desk = await desk_of(work, organisation_id)
    words = words.strip()[:WORDS_SOUGHT_MAX]
    ids = await store.cases_saying(work.db, desk.id, words, me=desk.me, only_own=not desk.sees_all) if words else []
    found = await store.some_cases(work.db, desk.id, ids)
    return DeskList(
        desk=desk,
        view="all",
        rows=await rows_of(work, desk, found),
        bundles=(),
        older_than=None,
        counts=await counts_for(work, desk),
        words=words,
    )


async def load_case(work: Work, organisation_id: Id, case_id: Id, *, given_away: bool = False) -> CaseView:
    """Read a case with all that belongs to it; one that a guest has just `given_away`, too. Raises `NotFound`."""
    desk = await desk_of(work, organisation_id)
    case = await store.find_case(work.db, desk.id, case_id)
    if case is None:
        raise NotFound
    if not given_away:
        desk.check_sees(case)
    other = await whom(work, case)
    own = on_behalf(work, desk)
    events = await store.events_of(work.db, desk.id, case.id, limit=EVENTS_SHOWN_MAX)
    messages, reachable = await _messages(own, case) if case.channel == "talk" else ((), True)
    if not desk.sees_all:  # what was said before belongs to cases that were not given to them
        messages = [one for one in messages if one.message.id >= first_id_at(case.opened_at)]
    cards = await _cards(own, case, events) if case.channel == "thread" else ()
    mails = await _mails(work, desk, case)
    own_mails = [one.id for one in mails if one.kind == "sent"]
    said = [one.message.id for one in messages if one.mine] + [one.post.id for one in cards] + own_mails
    team = await team_of(work, desk)
    hands = await store.hands_of(work.db, desk.id, case.person_id, said) if said else {}
    reachable = reachable and await can_be_answered(work, case, other, (await viewer_of(own)).hidden)
    return CaseView(
        desk=desk,
        case=case,
        whom=other,
        messages=messages,
        cards=cards,
        mails=mails,
        events=events,
        hands=hands,
        team=team,
        before=await _before(work, desk, case),
        replies=await store.replies_of(work.db, desk.id),
        reachable=reachable,
        reach=await reach_of(work, desk, case, events, reachable=reachable),
        programs=await programs_among(work, desk, team, {*hands.values(), *(one.by_id for one in events)}),
        ways=await store.ways_of(work.db, desk.id, case.person_id, work.now.date()) if desk.sees_all else (),
        news=await store.news_in(work.db, desk.id, case.id),
        writing=await writing.who_writes(work.house.live.valkey, case.id, _others(desk, team)),
    )


def _others(desk: Desk, team: Sequence[Colleague]) -> list[Id]:
    return [one.account.id for one in team if one.account.id != desk.me]


async def programs_among(work: Work, desk: Desk, team: Sequence[Colleague], hands: set[Id | None]) -> dict[Id, str]:
    """Name those hands that are no colleague's; nothing is asked where all are."""
    others = hands - {one.account.id for one in team} - {None}
    return await names_of_programs(work, desk.id, [one for one in others if one is not None])


async def rows_of(work: Work, desk: Desk, cases: Sequence[Case]) -> list[CaseRow]:
    """Give cases as they stand in a list."""
    ids = {one.assignee_id for one in cases if one.assignee_id is not None}
    people = {one.id: one for one in await present_accounts(work.db, ids)} if ids else {}
    others = await whom_of(work, cases)
    words = await last_words(on_behalf(work, desk), cases)
    return [
        CaseRow(
            case=one,
            whom=others[one.id],
            words=words.get(one.last_id, ""),
            assignee=people.get(one.assignee_id) if one.assignee_id else None,
        )
        for one in cases
    ]


async def team_of(work: Work, desk: Desk) -> list[Colleague]:
    """List who can be given a case, owners first."""
    seats = await members_of(work, desk.id)
    people = {one.id: one for one in await present_accounts(work.db, [one.person_id for one in seats])}
    return [Colleague(seat=one, account=people[one.person_id]) for one in seats if one.person_id in people]


async def _mails(work: Work, desk: Desk, case: Case) -> Sequence[Mail]:
    if case.channel != "mail":
        return ()
    mails = await mails_of(work, desk.id, case.thread_id, limit=MESSAGES_SHOWN)
    return mails if desk.sees_all else [one for one in mails if one.id >= first_id_at(case.opened_at)]


async def _messages(own: Work, case: Case) -> tuple[Sequence[MessageView], bool]:
    try:
        return await messages_of(own, case.thread_id, limit=MESSAGES_SHOWN), True
    except NotFound:  # a block stands between them, or the conversation is gone
        return (), False


async def _cards(own: Work, case: Case, events: Iterable[CaseEvent]) -> list[Card]:
    """Read what the two said in a thread, below the post that it began with."""
    ids = {case.thread_id} | {one.subject_id for one in events if one.subject_id is not None}
    viewer = await viewer_of(own)
    posts = await posts_by_ids(own.db, viewer, sorted(ids))
    return await hydrate(own.db, viewer, sorted(posts, key=lambda one: one.id))


async def _before(work: Work, desk: Desk, case: Case) -> list[CaseRow]:
    found = await store.cases_with(work.db, desk.id, case.person_id, limit=BEFORE_SHOWN_MAX + 1)
    seen = [one for one in found if one.id != case.id and (desk.sees_all or one.assignee_id == desk.me)]
    return await rows_of(work, desk, seen[:BEFORE_SHOWN_MAX])


async def _bundles(work: Work, desk: Desk, *, quiet: bool) -> list[BundleRow]:
    found = await store.bundles_of(work.db, desk.id, quiet=quiet, limit=BUNDLES_SHOWN_MAX)
    samples = {one.id: one for one in await store.some_cases(work.db, desk.id, [one.sample_id for one in found])}
    words = await last_words(on_behalf(work, desk), list(samples.values()))
    return [
        BundleRow(bundle=one, words=words.get(samples[one.sample_id].last_id, "") if one.sample_id in samples else "")
        for one in found
    ]

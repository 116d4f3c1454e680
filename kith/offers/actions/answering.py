"""An organisation answers for what readers called offers, or appeals; and its conversation is conversation again."""

from collections.abc import Sequence
from datetime import timedelta

import msgspec

from kith.base.core.errors import Invalid, NotFound, Refused
from kith.base.core.ids import Id, first_id_at
from kith.base.core.paging import Paging, Slice
from kith.base.core.text import clean
from kith.base.core.words import _
from kith.base.work import Work
from kith.offers import store
from kith.offers.model import WORDS_MAX, AppealView, Decision, LineAppealed, LineCrossing, LineDecided, LineDue
from kith.offers.rules import WINDOW_DAYS, corrected_posts, ends_at
from kith.organisations import lock_organisation, my_seat, record, seat_of
from kith.people import present_accounts, viewer_of
from kith.posts import mark_as_offers, posts_by_pairs
from kith.posts.model import Post


async def answer(work: Work, organisation_id: Id, text: str) -> LineCrossing:
    """Answer for it in public, as an owner or manager. It is over then, or at the time the rule says.

    Raises `NotFound` where there is nothing to answer for, `Refused` where it was answered, `Invalid` without words.
    """
    words = _words(text, "answer")
    crossing = await _held(work, organisation_id)
    if crossing.answered_at is not None:
        raise Refused(_("It is answered already."))
    earlier = [one.crossed_at for one in await store.crossings_of(work.db, organisation_id) if one.id != crossing.id]
    over_at = ends_at(crossed_at=crossing.crossed_at, answered_at=work.now, earlier=earlier)
    answered = msgspec.structs.replace(
        crossing, answer=words, answered_at=work.now, answered_by=work.hand, ends_at=over_at
    )
    await store.change_crossing(work.db, answered)
    await record(work, organisation_id, "offers.answered")
    if over_at <= work.now:
        return await _end(work, answered)
    work.tell(LineDue(organisation_id=organisation_id, crossing_id=crossing.id), at=over_at)
    return answered


async def appeal(work: Work, organisation_id: Id, text: str) -> LineCrossing:
    """Bring it before whoever runs the server, once. Raises as `answer` does."""
    words = _words(text, "appeal")
    crossing = await _held(work, organisation_id)
    if crossing.appealed_at is not None:
        raise Refused(_("You have appealed already."))
    appealed = msgspec.structs.replace(crossing, appeal=words, appealed_at=work.now)
    await store.change_crossing(work.db, appealed)
    await record(work, organisation_id, "offers.appealed")
    work.tell(LineAppealed(organisation_id=organisation_id, crossing_id=crossing.id))
    return appealed


async def decide(work: Work, organisation_id: Id, crossing_id: Id, decision: Decision, reason: str) -> None:
    """Decide an appeal, as an owner of the server: lift it at once, or keep it, with the reason. It stands.

    Raises `NotFound` where none was made, `Refused` where it was decided, or by somebody of the team itself.
    """
    words = _words(reason, "reason")
    await lock_organisation(work.db, organisation_id)
    crossing = await store.lock_crossing(work.db, organisation_id, crossing_id)
    if crossing.appealed_at is None:
        raise NotFound
    if crossing.decided_at is not None:
        raise Refused(_("It is decided already."))
    assert work.hand is not None
    if await seat_of(work, organisation_id, work.hand) is not None:
        raise Refused(_("You are on its team. Another owner has to decide."))
    decided = msgspec.structs.replace(
        crossing, decision=decision, reason=words, decided_at=work.now, decided_by=work.hand
    )
    await store.change_crossing(work.db, decided)
    if decision == "lifted" and decided.ended_at is None:
        await _end(work, decided)
    work.tell(LineDecided(organisation_id=organisation_id, crossing_id=crossing_id))


async def end_when_due(work: Work, due: LineDue) -> None:
    """End it where its time is up; safe to repeat."""
    try:
        await lock_organisation(work.db, due.organisation_id)
        crossing = await store.lock_crossing(work.db, due.organisation_id, due.crossing_id)
    except NotFound:
        return
    if crossing.ended_at is not None or crossing.ends_at is None:
        return
    if crossing.ends_at > work.now:
        work.tell(due, at=crossing.ends_at)
        return
    await _end(work, crossing)


async def load_appeals(work: Work, paging: Paging, *, undecided: bool) -> Slice[AppealView]:
    """Read appeals, for owners of the server, with the posts that they are about."""
    found = await store.appeals(work.db, paging, undecided=undecided)
    accounts = {one.id: one for one in await present_accounts(work.db, [one.organisation_id for one in found.items])}
    posts = await _corrected(work, found.items)
    views = [
        AppealView(crossing=one, account=accounts.get(one.organisation_id), posts=posts.get(one.id, ()))
        for one in found.items
    ]
    return Slice(items=views, older_than=found.older_than)


async def _corrected(work: Work, crossings: Sequence[LineCrossing]) -> dict[Id, tuple[Post, ...]]:
    """Read what readers called offers before each of these, the newest first, as far as whoever acts may see it."""
    said = await store.said_before(work.db, crossings, window=timedelta(days=WINDOW_DAYS))
    wanted = {one.id: sorted(corrected_posts(said[one.id]), reverse=True) for one in crossings}
    pairs = [(one.organisation_id, post_id) for one in crossings for post_id in wanted[one.id]]
    there = {one.id: one for one in await posts_by_pairs(work.db, await viewer_of(work), pairs)}
    return {id_: tuple(there[one] for one in wanted[id_] if one in there) for id_ in wanted}


async def _held(work: Work, organisation_id: Id) -> LineCrossing:
    await my_seat(work, organisation_id, "page")
    await lock_organisation(work.db, organisation_id)
    await my_seat(work, organisation_id, "page")
    crossing = await store.find_open(work.db, organisation_id)
    if crossing is None:
        raise NotFound(_("There is nothing to answer for."))
    return crossing


async def _end(work: Work, crossing: LineCrossing) -> LineCrossing:
    """Let conversation be conversation again: what counted as offers, and is called none."""
    ended = msgspec.structs.replace(crossing, ended_at=work.now)
    await store.change_crossing(work.db, ended)
    since_id = first_id_at(crossing.crossed_at - timedelta(days=WINDOW_DAYS))
    told = await store.still_conversation(work.db, crossing.organisation_id, since_id=since_id)
    await mark_as_offers(work, crossing.organisation_id, told, None)
    return ended


def _words(text: str, field: str) -> str:
    words = clean(text, length_max=WORDS_MAX, field=field)
    if not words:
        raise Invalid(_("Say it in a few words."), field=field)
    return words

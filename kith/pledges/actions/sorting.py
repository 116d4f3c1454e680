"""What an author says of a post afterwards, and what its going away means for the ledger."""

from contextlib import suppress

import msgspec

from kith.base.core.errors import NotFound, Refused, Undecided
from kith.base.core.ids import Id, first_id_at, instant_of
from kith.base.core.words import _
from kith.base.work import Work
from kith.people import viewer_of
from kith.pledges import store
from kith.pledges.actions.keeping import acting, kept_ledger
from kith.pledges.actions.weighing import AnsweredNow, may_count
from kith.pledges.model import Entry, Pledge, PledgePeriod
from kith.pledges.rules.sentences import more_than_promised
from kith.pledges.rules.slots import Ledger, counts, free_slot
from kith.pledges.rules.sorting import belongs_to_chain, chain_around, may_return
from kith.posts import find_post
from kith.posts.model import Delete, Deleted, Post, Words
from kith.topics import declare
from kith.topics.model import Sort, TopicSorted


async def sort_post(work: Work, pledge_id: Id, post_id: Id, *, about: bool) -> None:
    """Say of one's own post whether it is about a pledge's topic. `Refused` where a day-old "yes" stands."""
    author_id = acting(work)
    pledge = await store.find_pledge(work.db, pledge_id)
    if pledge is None or pledge.author_id != author_id:
        raise NotFound
    entry = await store.find_entry(work.db, pledge, post_id)
    if entry is None or entry.kind == "post":
        # On the pledge's own page its author sees how it stands: there is nothing to ask.
        await declare(work, post_id, pledge.topic, about=about, asked=entry is not None, anyway=True)
        await work.write_jobs()  # the ledger follows at once, for whoever reads it in this very work
    pledge = await store.lock_pledge(work.db, author_id, pledge_id)
    await store.answer_doubts(work.db, pledge, post_id, work.now)
    passed_on = await store.find_entry(work.db, pledge, post_id)
    if passed_on is not None and passed_on.kind == "repost":
        await _mark(work, pledge, passed_on, about=about)


async def declare_answers(work: Work, post_id: Id) -> None:
    """Declare what the author answered while posting, now that the post is there."""
    answers: AnsweredNow = work.memo.pop(AnsweredNow, AnsweredNow())
    for one in {answer.topic: answer for answer in answers}.values():
        # A topic of their own that they deleted: the ledger has their word. Or they have said it in this very work.
        with suppress(NotFound, Refused):
            await declare(work, post_id, one.topic, about=one.about, asked=one.asked, anyway=True)


async def enter_sorted(work: Work, fact: TopicSorted) -> None:
    """Bring the ledgers in line with what an author has said of a post, wherever they said it."""
    if fact.about is None and fact.source == "unsorted":
        return
    for pledge_id in await store.pledges_about(work.db, fact.author_id, fact.topic):
        pledge = await store.lock_pledge(work.db, fact.author_id, pledge_id)
        entry = await store.find_entry(work.db, pledge, fact.post_id)
        if fact.about is None:
            await _open_again(work, entry)
        elif entry is not None:
            await _mark(work, pledge, entry, about=fact.about)
        elif fact.about and (late := await _late_entry(work, pledge, fact.post_id)) is not None:
            await work.db.insert_new(late)


async def hold_about(work: Work, intent: Sort) -> None:
    """Hold the pledges about a topic before what is said of a post is written, as publishing and editing do.

    Raises `Undecided` where the post would be more than its author promised, unless they say it anyway.
    """
    pledges = await store.lock_about(work.db, intent.author_id, [intent.topic])
    if not intent.about or intent.anyway:
        return
    for pledge in pledges:
        entry = await store.find_entry(work.db, pledge, intent.post_id)
        if entry is None:
            counted = await _late_entry(work, pledge, intent.post_id)
        else:
            counted = await _sorted(work, pledge, entry)
        if counted is not None and counted.over and not (entry is not None and counts(entry) and entry.over):
            raise Undecided(more_than_promised(pledge), choices={"over": _("Say it anyway, recorded")})


async def hold_ledgers(work: Work, intent: Delete) -> None:
    """Hold the pledges in whose ledgers a post is, as publishing does before it counts anything else."""
    post = intent.post
    for entry in await store.entries_of_post(work.db, post.author_id, post.id):
        await store.lock_pledge(work.db, post.author_id, entry.pledge_id)


async def note_deleted(work: Work, fact: Deleted) -> None:
    """Mark what was taken away. It gives its place back only at once, all of it, and if nobody had been given it."""
    entries = await store.entries_of_post(work.db, fact.author_id, fact.post_id)
    if not entries:
        return
    delivered = bool(fact.mentioned_ids) or await store.is_followed(work.db, fact.author_id)
    for entry in entries:
        pledge = await store.lock_pledge(work.db, fact.author_id, entry.pledge_id)
        known = await store.find_entry(work.db, pledge, fact.post_id) or entry
        gives_back = may_return(known.at, work.now, delivered=delivered, goes_on=await _goes_on(work, known))
        returned = work.now if gives_back else known.returned_at
        await store.mark_entry(work.db, msgspec.structs.replace(known, deleted_at=work.now, returned_at=returned))


async def _goes_on(work: Work, entry: Entry) -> bool:
    """Whether a chain of which the counted post is gone stands still: it is one with it, and so holds its place."""
    since, until = chain_around(instant_of(entry.post_id), entry.at)
    return await store.stands(work.db, entry, since=first_id_at(since), until=first_id_at(until))


async def _mark(work: Work, pledge: Pledge, entry: Entry, *, about: bool) -> None:
    """Mark an entry by its author's word. What takes a place late takes one of the period in which it went out."""
    if not about:
        if entry.returned_at is None:
            await store.mark_entry(work.db, msgspec.structs.replace(entry, returned_at=work.now, source=_said(entry)))
        return
    if (sorted_ := await _sorted(work, pledge, entry)) is not None:
        await store.mark_entry(work.db, sorted_)


async def _open_again(work: Work, entry: Entry | None) -> None:
    """Let it be as before its author answered: unsorted, where they had been asked, and otherwise not in it."""
    if entry is None or entry.returned_at is not None:
        return
    if entry.source == "author":
        await store.mark_entry(work.db, msgspec.structs.replace(entry, returned_at=work.now))
    else:
        await store.mark_entry(work.db, msgspec.structs.replace(entry, source="unsorted"))


async def _sorted(work: Work, pledge: Pledge, entry: Entry) -> Entry | None:
    """Give an entry as it is once its author says yes; `None` where that changes nothing."""
    if entry.returned_at is None and entry.source != "unsorted":
        return None
    sorted_ = msgspec.structs.replace(entry, source=_said(entry), returned_at=None)
    if entry.kind == "repost" and not pledge.counts_reposts:
        return sorted_
    if entry.returned_at is not None or (entry.slot is None and not entry.over):
        slot = await _free_then(work, pledge, entry)
        sorted_ = msgspec.structs.replace(sorted_, slot=slot, over=slot is None)
    return sorted_


async def _late_entry(work: Work, pledge: Pledge, post_id: Id) -> Entry | None:
    """Give what a post is entered as that its author now says is about it: in the period in which it went out."""
    post = await find_post(work.db, await viewer_of(work), post_id)
    if post is None or post.repost_of_id is not None:
        return None
    if not await may_count(work, post, Words(text=post.text, audience=post.audience)):
        return None
    same = [one for one in await store.entries_of(work.db, pledge, since=store.reaches_back(post.published_at))
            if one.root_id == post.root_id and one.returned_at is None]  # fmt: skip
    if any(belongs_to_chain(instant_of(one.post_id), post.published_at) for one in same):
        return None
    period = await _period_of(work, pledge, post)
    if period is None or period.paused:
        return None
    entry = Entry(
        author_id=post.author_id,
        pledge_id=pledge.id,
        post_id=post.id,
        root_id=post.root_id,
        at=post.published_at,
        period=period.number,
        source="author",
    )
    slot = await _free_then(work, pledge, entry)
    return msgspec.structs.replace(entry, slot=slot, over=slot is None)


async def _period_of(work: Work, pledge: Pledge, post: Post) -> PledgePeriod | None:
    await kept_ledger(work, pledge)
    at = post.published_at
    return next((one for one in await store.periods_of(work.db, pledge) if one.starts_at <= at < one.ends_at), None)


async def _free_then(work: Work, pledge: Pledge, entry: Entry) -> int | None:
    """Find a place in the period of an entry, as if it went out now for the first time."""
    period = next((one for one in await store.periods_of(work.db, pledge) if one.number == entry.period), None)
    if period is None:
        raise NotFound
    others = await store.entries_of(work.db, pledge, since=store.reaches_back(entry.at, period))
    others = [one for one in others if one.post_id != entry.post_id]
    held = await store.reservations_of(work.db, pledge)
    return free_slot(Ledger(pledge=pledge, period=period, entries=others, reservations=held), entry.at)


def _said(entry: Entry) -> str:
    return "classifier+author" if entry.source == "unsorted" else entry.source

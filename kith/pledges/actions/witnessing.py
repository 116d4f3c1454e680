"""Witnesses: asking them, what they answer, and what they may ask."""

import msgspec

from kith.base.bus.limits import Limit
from kith.base.core.errors import NotFound, Refused, TooMany
from kith.base.core.ids import Id
from kith.base.core.words import _
from kith.base.work import Work
from kith.people import get_account, present_accounts, viewer_of
from kith.pledges import store
from kith.pledges.actions.keeping import acting
from kith.pledges.actions.making import is_minor
from kith.pledges.model import WITNESSES_MAX, Doubt, DoubtRaised, Pledge, Witness, WitnessAsked, WitnessState
from kith.posts import find_post

ASKED = Limit("witness-requests", 20, 86_400)  # that somebody asks: each comes to people as a notice, with their words


async def ask_witness(work: Work, pledge_id: Id, person_id: Id) -> Witness:
    """Ask somebody to be a witness; asked twice it is the same. Raises `NotFound`, `Refused`, `TooMany`."""
    author_id = acting(work)
    pledge = await store.lock_pledge(work.db, author_id, pledge_id)
    found = await present_accounts(work.db, [person_id])
    if not found or person_id in (await viewer_of(work)).hidden:
        raise NotFound
    if person_id == author_id:
        raise Refused(_("You are there anyway. A witness is somebody else."))
    known = await store.find_witness(work.db, pledge, person_id)
    if known is not None:
        if known.state == "declined":
            raise Refused(_("They would rather not be a witness of this one."))
        await _open_to_witnesses(work, pledge)
        return known
    asked = [one for one in await store.witnesses_of(work.db, pledge) if one.state != "declined"]
    if len(asked) >= WITNESSES_MAX:
        raise Refused(_("A pledge has up to {most} witnesses.").format(most=WITNESSES_MAX))
    account = await get_account(work.db, author_id)
    if is_minor(account.born_on, work.now.date()) and not await store.is_family(work.db, author_id, person_id):
        raise Refused(_("Until you are of age, witnesses are of your family: say so to each other first."))
    await _count(work, author_id)
    await _open_to_witnesses(work, pledge)
    made = Witness(author_id=author_id, pledge_id=pledge.id, witness_id=person_id, asked_at=work.now)
    await work.db.insert(made)
    work.tell(WitnessAsked(author_id=author_id, pledge_id=pledge.id, witness_id=person_id))
    return made


async def let_witness_go(work: Work, pledge_id: Id, person_id: Id) -> None:
    """Let somebody be a witness no more; they are not told."""
    pledge = await store.lock_pledge(work.db, acting(work), pledge_id)
    if not await store.remove_witness(work.db, pledge, person_id):
        raise NotFound


async def answer_as_witness(work: Work, pledge_id: Id, *, yes: bool) -> None:
    """Say whether one wants to be a witness; a "no" can come at any time, and stays.

    Raises `NotFound` to whoever is not asked, has said no, or was let go in the same moment.
    """
    _pledge, known = await _asked(work, pledge_id)
    state: WitnessState = "accepted" if yes else "declined"
    answered = msgspec.structs.replace(known, state=state, answered_at=work.now)
    if not await store.answer_as_witness(work.db, answered):
        raise NotFound


async def part_witnesses(work: Work, one_id: Id, other_id: Id) -> None:
    """Let two who no longer see each other be no witnesses of each other; what they asked goes with it."""
    await store.part_witnesses(work.db, one_id, other_id)
    await store.part_witnesses(work.db, other_id, one_id)


async def raise_doubt(work: Work, pledge_id: Id, post_id: Id) -> None:
    """Ask the author, for their ears alone and once a post: is that not about it?"""
    pledge, known = await _asked(work, pledge_id)
    if known.state != "accepted":
        raise NotFound
    post = await find_post(work.db, await viewer_of(work), post_id)
    if post is None or post.author_id != pledge.author_id or post.reply_to_id is not None:
        raise NotFound
    if post.published_at < pledge.starts_at:
        raise NotFound  # said before anything was promised
    doubt = Doubt(
        author_id=pledge.author_id,
        pledge_id=pledge.id,
        post_id=post_id,
        witness_id=known.witness_id,
        asked_at=work.now,
    )
    if await work.db.insert_new(doubt):
        work.tell(
            DoubtRaised(
                author_id=doubt.author_id, pledge_id=doubt.pledge_id, post_id=post_id, witness_id=doubt.witness_id
            )
        )


async def doubted_already(work: Work, pledge: Pledge) -> set[Id]:
    """Tell about which posts whoever acts asked, as its witness."""
    return await store.doubted_by(work.db, pledge, acting(work))


async def _open_to_witnesses(work: Work, pledge: Pledge) -> None:
    if pledge.visibility == "me":
        await store.change_pledge(work.db, msgspec.structs.replace(pledge, visibility="witnesses"))


async def _count(work: Work, author_id: Id) -> None:
    taken = await work.house.limits.take(ASKED, str(author_id))
    if not taken.allowed:
        words = _("You asked many people today. Wait for some of them to answer.")
        raise TooMany(words, retry_after_s=taken.retry_after_s)


async def _asked(work: Work, pledge_id: Id) -> tuple[Pledge, Witness]:
    """Find what one is asked to witness, or does. To all others there is no such pledge, nor to whoever said no."""
    me = acting(work)
    pledge = await store.find_pledge(work.db, pledge_id)
    if pledge is None or pledge.visibility == "me" or pledge.author_id in (await viewer_of(work)).hidden:
        raise NotFound
    known = await store.find_witness(work.db, pledge, me)
    if known is None or known.state == "declined":
        raise NotFound
    return pledge, known

"""A reader says that a post is an offer, or takes that back; and what it comes to."""

from datetime import timedelta

from kith.base.core.errors import NotFound, Refused, TooMany
from kith.base.core.ids import Id, first_id_at
from kith.base.core.words import _
from kith.base.work import Work
from kith.offers import store
from kith.offers.actions.declaring import is_answer, is_organisation
from kith.offers.model import CORRECTIONS_A_DAY_MAX, LineCrossed, LineCrossing, OfferCorrection, OwnStanding, Standing
from kith.offers.rules import WINDOW_DAYS, is_beyond, may_count, standing_of
from kith.organisations import find_relation, lock_organisation, seat_of, themself
from kith.people import find_follow, get_account, viewer_of
from kith.posts import get_post, hydrate_one, mark_as_offers
from kith.posts.model import Card, Post

_DAY_S = 86_400


async def call_offer(work: Work, post_id: Id) -> OfferCorrection:
    """Say as a reader that an organisation's post is an offer; said twice it is said once.

    Nobody learns who said so. Raises `NotFound` for what one may not see, and `Refused` where there is nothing to
    say: of posts of people, of answers, and of what is called an offer already.
    """
    reader_id = themself(work)
    post = await _original(work, post_id)
    if not await is_organisation(work, post.author_id):
        raise Refused(_("Only what an organisation says can be called an offer."))
    if is_answer(post):
        raise Refused(_("What answers somebody is conversation."))
    known = await store.find_correction(work.db, reader_id, post.id)
    if known is not None:
        return known
    if post.offer is not None:
        raise Refused(_("It counts as an offer already."))
    since = work.now - timedelta(days=1)
    if await store.count_corrections_since(work.db, reader_id, since) >= CORRECTIONS_A_DAY_MAX:
        raise TooMany(_("That is a lot for a day. Go on tomorrow."), retry_after_s=_DAY_S)
    made = OfferCorrection(
        reader_id=reader_id,
        post_id=post.id,
        organisation_id=post.author_id,
        counts=await _counts(work, reader_id, post),
        corrected_at=work.now,
    )
    await lock_organisation(work.db, post.author_id)  # of two at once, the second sees the first
    if await store.add_correction(work.db, made) and made.counts:
        await _weigh(work, post.author_id)
    return made


async def take_back(work: Work, post_id: Id) -> None:
    """Say no more that a post is an offer. Nothing said is no trouble."""
    reader_id = themself(work)
    await store.remove_correction(work.db, reader_id, (await _original(work, post_id)).id)


async def is_called_offer(work: Work, post_id: Id) -> bool:
    """Tell whether one said so of a post."""
    return await store.find_correction(work.db, themself(work), post_id) is not None


async def called_card(work: Work, post_id: Id) -> Card:
    """Give the card of an organisation's post that one may call an offer. Raises `NotFound` for all else."""
    themself(work)
    post = await _original(work, post_id)
    card = await hydrate_one(work.db, await viewer_of(work), post)
    if card is None or is_answer(post) or not await is_organisation(work, post.author_id):
        raise NotFound
    return card


async def own_standing(work: Work, organisation_id: Id) -> OwnStanding:
    """Read how an organisation stands before the line, and when it was beyond it."""
    crossings = tuple(await store.crossings_of(work.db, organisation_id))
    standing = await _standing(work, organisation_id, crossings)
    return OwnStanding(standing=standing, crossings=crossings)


async def _weigh(work: Work, organisation_id: Id) -> None:
    """Let an organisation's conversation count as offers where that is beyond the line. Its row is locked."""
    crossings = await store.crossings_of(work.db, organisation_id)
    if any(one.ended_at is None for one in crossings):
        return
    standing = await _standing(work, organisation_id, crossings)
    if not is_beyond(standing):
        return
    crossing = LineCrossing(
        organisation_id=organisation_id,
        id=work.new_id(),
        crossed_at=work.now,
        posts=standing.posts,
        corrected=standing.corrected,
        people=standing.people,
    )
    await store.change_crossing(work.db, crossing)
    since_id = first_id_at(work.now - timedelta(days=WINDOW_DAYS))
    told = await store.still_conversation(work.db, organisation_id, since_id=since_id)
    await mark_as_offers(work, organisation_id, told, "each")
    work.tell(LineCrossed(organisation_id=organisation_id, crossing_id=crossing.id))


async def _standing(
    work: Work, organisation_id: Id, crossings: tuple[LineCrossing, ...] | list[LineCrossing]
) -> Standing:
    """Count from four weeks ago, or from the last time it was over: what was answered for is answered for."""
    window = work.now - timedelta(days=WINDOW_DAYS)
    over = max((one.ended_at for one in crossings if one.ended_at is not None), default=window)
    posts = await store.began_as_conversation(work.db, organisation_id, since_id=first_id_at(window))
    return standing_of(posts, await store.said_of(work.db, organisation_id, max(window, over)))


async def _counts(work: Work, reader_id: Id, post: Post) -> bool:
    reader = await get_account(work.db, reader_id)
    follow = await find_follow(work.db, reader_id, post.author_id)
    relation = await find_relation(work.db, post.author_id, reader_id)
    met = [follow.created_at] if follow is not None and follow.state == "accepted" else []
    met += [relation.began_at] if relation is not None and relation.they_spoke_at is not None else []
    return may_count(
        is_person=reader.kind == "person",
        on_team=await seat_of(work, post.author_id, reader_id) is not None,
        joined_at=reader.created_at,
        met_at=min(met, default=None),
        published_at=post.published_at,
        now=work.now,
    )


async def _original(work: Work, post_id: Id) -> Post:
    viewer = await viewer_of(work)
    post = await get_post(work.db, viewer, post_id)
    return post if post.repost_of_id is None else await get_post(work.db, viewer, post.repost_of_id)

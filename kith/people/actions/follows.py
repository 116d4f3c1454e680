"""Following, and being followed."""

from collections.abc import Sequence

import msgspec

from kith.base.core.errors import NotFound, Refused
from kith.base.core.ids import Id
from kith.base.core.words import _
from kith.base.work import Work
from kith.people import store
from kith.people.actions.meeting import meet, stands_anew
from kith.people.model import Follow, FollowAsked, Followed, OfferPace, Unfollowed
from kith.people.rules.relations import check_languages, check_room_to_follow, follow_state
from kith.people.store import follows
from kith.people.store.follows import tally_follows

WAITING_BATCH = 500


async def follow(
    work: Work,
    followee_id: Id,
    *,
    reposts: bool | None = None,
    notify: bool | None = None,
    languages: Sequence[str] | None = None,
) -> Follow:
    """Follow somebody, or ask to where they are locked. Asked again, it only takes over the wishes that are given.

    Of `languages` only those are read from them; an empty list stands for every language again.
    """
    spoken = None if languages is None else check_languages(languages)
    me, followee = await meet(work, followee_id)
    known = await store.find_follow(work.db, me.id, followee.id)
    if known is not None:
        return await _wish(work, known, reposts=reposts, notify=notify, spoken=spoken)
    check_room_to_follow(await store.count_follows(work.db, me.id))
    made = Follow(
        follower_id=me.id,
        followee_id=followee.id,
        id=work.new_id(),
        state=follow_state(followee),
        reposts=reposts is not False,
        notify=bool(notify),
        languages=spoken or None,
        created_at=work.now,
    )
    await store.add_follow(work.db, made)
    told = FollowAsked if made.state == "requested" else Followed
    work.tell(told(follower_id=me.id, followee_id=followee.id))
    stands_anew(work, me.id, followee.id)
    return made


async def read_in(work: Work, followee_id: Id, languages: Sequence[str]) -> None:
    """Read somebody whom one follows in these languages only; in all of them where none is given."""
    spoken = check_languages(languages)
    me, followee = await meet(work, followee_id)
    known = await store.find_follow(work.db, me.id, followee.id)
    if known is None:
        raise Refused(_("You can choose this only for people whom you follow."))
    await _wish(work, known, reposts=None, notify=None, spoken=spoken)


async def want_offers(work: Work, organisation_id: Id, pace: OfferPace | None) -> None:
    """Ask for the offers of an organisation, so often, or for none any more; nobody but oneself learns of it.

    Who asks for them follows it, too, and who follows it no longer asks no longer. Raises `NotFound` for whoever is no
    organisation, and as `follow` does.
    """
    me, organisation = await meet(work, organisation_id)
    if organisation.kind != "organisation":
        raise NotFound
    if pace is not None:
        await follow(work, organisation.id)
    await follows.want_offers(work.db, me.id, organisation.id, pace)
    stands_anew(work, me.id)


async def unfollow(work: Work, followee_id: Id) -> None:
    """Stop following somebody, or take a request back."""
    me, followee = await meet(work, followee_id)
    if await store.remove_follow(work.db, me.id, followee.id):
        tell_end(work, me.id, followee.id)


async def accept(work: Work, follower_id: Id) -> None:
    """Let somebody follow who asked to. Done twice, the second changes nothing; never asked, there is nothing."""
    me, follower = await meet(work, follower_id)
    if await store.accept_follow(work.db, follower.id, me.id):
        tell_accepted(work, follower.id, me.id)
    elif await store.find_follow(work.db, follower.id, me.id) is None:
        raise NotFound(_("This request is not there any more; perhaps they took it back."))


async def decline(work: Work, follower_id: Id) -> None:
    """Say no to a request. They are not told."""
    me, follower = await meet(work, follower_id)
    if await store.remove_follow(work.db, follower.id, me.id, "requested"):
        tell_end(work, follower.id, me.id, by_follower=False)


async def remove_follower(work: Work, follower_id: Id) -> None:
    """Let somebody follow no longer. They are not told, and may ask or follow again."""
    me, follower = await meet(work, follower_id)
    if await store.remove_follow(work.db, follower.id, me.id):
        tell_end(work, follower.id, me.id, by_follower=False)


async def let_all_in(work: Work, followee_id: Id) -> None:
    """Accept everybody who waits: the profile is open from now on. The caller holds the lock of the account.

    Every act on one of these pairs takes that same lock, so nobody can come or go in between.
    """
    accepted: list[tuple[Id, Id]] = []
    while people := await store.waiting(work.db, followee_id, limit=WAITING_BATCH):
        await store.accept_all(work.db, people, followee_id)
        accepted += [(follower_id, followee_id) for follower_id in people]
        for follower_id in people:
            tell_accepted(work, follower_id, followee_id)
    await tally_follows(work.db, accepted, by=1)


def tell_accepted(work: Work, follower_id: Id, followee_id: Id) -> None:
    """Tell that a request holds from now on."""
    work.tell(Followed(follower_id=follower_id, followee_id=followee_id, by_request=True))
    stands_anew(work, follower_id, followee_id)


def tell_end(work: Work, follower_id: Id, followee_id: Id, *, by_follower: bool = True) -> None:
    """Tell that a follow or a request ended."""
    work.tell(Unfollowed(follower_id=follower_id, followee_id=followee_id, by_follower=by_follower))
    stands_anew(work, follower_id, followee_id)


async def _wish(
    work: Work, known: Follow, *, reposts: bool | None, notify: bool | None, spoken: tuple[str, ...] | None
) -> Follow:
    wished = msgspec.structs.replace(
        known,
        reposts=known.reposts if reposts is None else reposts,
        notify=known.notify if notify is None else notify,
        languages=known.languages if spoken is None else spoken or None,
    )
    if wished != known:
        await store.change_follow(work.db, wished)
        stands_anew(work, known.follower_id)
    return wished

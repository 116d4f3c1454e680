"""What notices listen to, and what they tidy at night."""

from datetime import time, timedelta

from kith.base.core.ids import first_id_at
from kith.base.work import Listener, Nightly, Work
from kith.collections.model import Collected, CollectionChanged, Uncollected
from kith.conversations.model import Brightened, ConversationRead, MemberGone, MessageSent, RequestAccepted
from kith.desk.model import CaseGiven, NamedInNote
from kith.notices import store
from kith.notices.actions.asked import settle_offer
from kith.notices.actions.at_desks import hear_given, hear_named, hear_paused
from kith.notices.actions.beyond import hear_appealed, hear_crossed, hear_decided
from kith.notices.actions.collected import hear_changed, settle_place
from kith.notices.actions.digesting import find_lost_digests, send_digest
from kith.notices.actions.listening import (
    hear_blocked,
    hear_deleted,
    hear_edited,
    hear_held,
    hear_joined,
    hear_liked,
    hear_poll_ended,
    hear_published,
    hear_reported,
    hear_severed,
    hear_unliked,
    hear_unreposted,
    settle_follow,
    tell_followers,
    tell_passers_on,
    tell_voters,
)
from kith.notices.actions.promised import hear_doubt, hear_witness_asked
from kith.notices.actions.signed import hear_two_step
from kith.notices.actions.talking import hear_accepted, hear_brightened, hear_gone, hear_message, hear_read
from kith.notices.actions.telling import say_new
from kith.notices.actions.trusted import hear_of_death, hear_trust_answered, hear_trusted
from kith.notices.model import NOTICES_KEPT_DAYS, DigestDue, EditTold, PollTold, PostTold
from kith.notices.rules import concerns_somebody
from kith.offers.model import LineAppealed, LineCrossed, LineDecided
from kith.organisations.model import OfferEnded, SeatOffered, SeatTaken
from kith.people.model import (
    Blocked,
    DeathTold,
    FollowAsked,
    Followed,
    Left,
    PasskeyTurned,
    RecoveryCodeUsed,
    Reported,
    Severed,
    SignedUp,
    TrusteeAnswered,
    TrusteeAsked,
    TwoStepTurned,
    Unfollowed,
)
from kith.pledges.model import DoubtRaised, WitnessAsked
from kith.posts.model import Deleted, DraftHeld, Edited, Liked, MovedAway, PollEnded, Published, Unliked
from kith.webhooks.model import WebhookPaused

TIDIED_BATCH = 5_000
BATCHES_MAX = 200  # a million a night; what is left waits a day longer


async def _published(work: Work, fact: Published) -> None:
    await hear_published(work, fact)


async def _edited(work: Work, fact: Edited) -> None:
    await hear_edited(work, fact)


async def _deleted(work: Work, fact: Deleted) -> None:
    if fact.repost_of_id is not None:
        await hear_unreposted(work, fact.author_id, fact.repost_of_id)
    else:
        await hear_deleted(work, fact.post_id)


async def _moved(work: Work, fact: MovedAway) -> None:
    """What is new of it stands in its conversation now."""
    await hear_deleted(work, fact.post_id)


def _by_another(fact: Liked | Unliked) -> bool:
    return fact.person_id != fact.author_id


def _reaches_somebody(fact: MessageSent) -> bool:
    return bool(fact.to_ids or fact.asked_ids)


async def _poll_ended(work: Work, fact: PollEnded) -> None:
    await hear_poll_ended(work, fact.author_id, fact.post_id)


async def _held(work: Work, fact: DraftHeld) -> None:
    await hear_held(work, fact.person_id)


async def _more_voters(work: Work, fact: PollTold) -> None:
    await tell_voters(work, fact)


async def _more_followers(work: Work, fact: PostTold) -> None:
    await tell_followers(work, fact)


async def _asked(work: Work, fact: FollowAsked) -> None:
    await settle_follow(work, fact.follower_id, fact.followee_id, told="request")


async def _followed(work: Work, fact: Followed) -> None:
    await settle_follow(work, fact.follower_id, fact.followee_id, told="accepted" if fact.by_request else "follow")


async def _unfollowed(work: Work, fact: Unfollowed) -> None:
    await settle_follow(work, fact.follower_id, fact.followee_id, told=None)


async def _joined(work: Work, fact: SignedUp) -> None:
    await hear_joined(work, fact.account_id)


async def _reported(work: Work, fact: Reported) -> None:
    await hear_reported(work, fact)


async def _blocked(work: Work, fact: Blocked) -> None:
    await hear_blocked(work, fact)


async def _more_passers_on(work: Work, fact: EditTold) -> None:
    await tell_passers_on(work, fact)


async def _left(work: Work, fact: Left) -> None:
    await store.forget_owner(work.db, fact.account_id)
    say_new(work, *await store.remove_newcomer(work.db, fact.account_id))
    await store.forget_requests(work.db, fact.account_id)
    await store.forget_silences(work.db, fact.account_id)
    await store.forget_severances(work.db, fact.account_id)


async def _tidy(work: Work) -> None:
    before = first_id_at(work.now - timedelta(days=NOTICES_KEPT_DAYS))
    for _batch in range(BATCHES_MAX):
        if await store.remove_old_notices(work.db, before, limit=TIDIED_BATCH) < TIDIED_BATCH:
            return


LISTENERS = (
    Listener(Published, "notices.published", _published, wants=concerns_somebody),
    Listener(Edited, "notices.edited", _edited),
    Listener(Deleted, "notices.deleted", _deleted),
    Listener(MovedAway, "notices.moved", _moved),
    Listener(Liked, "notices.liked", hear_liked, wants=_by_another, at_once=True),
    Listener(Unliked, "notices.unliked", hear_unliked, wants=_by_another),
    Listener(PollEnded, "notices.poll_ended", _poll_ended),
    Listener(DraftHeld, "notices.held", _held),
    Listener(PollTold, "notices.more_voters", _more_voters),
    Listener(PostTold, "notices.more_followers", _more_followers),
    Listener(EditTold, "notices.more_passers_on", _more_passers_on),
    Listener(Collected, "notices.collected", settle_place),
    Listener(Uncollected, "notices.uncollected", settle_place),
    Listener(CollectionChanged, "notices.recollected", hear_changed),
    Listener(FollowAsked, "notices.asked", _asked),
    Listener(Followed, "notices.followed", _followed),
    Listener(Unfollowed, "notices.unfollowed", _unfollowed),
    Listener(SignedUp, "notices.joined", _joined),
    Listener(Reported, "notices.reported", _reported),
    Listener(Blocked, "notices.blocked", _blocked),
    Listener(Severed, "notices.severed", hear_severed),
    Listener(Left, "notices.left", _left),
    Listener(DigestDue, "notices.digest", send_digest),
    Listener(MessageSent, "notices.message", hear_message, wants=_reaches_somebody),
    Listener(ConversationRead, "notices.conversation_read", hear_read, at_once=True),
    Listener(RequestAccepted, "notices.request_accepted", hear_accepted),
    Listener(MemberGone, "notices.member_gone", hear_gone),
    Listener(Brightened, "notices.brightened", hear_brightened),
    Listener(WitnessAsked, "notices.witness_asked", hear_witness_asked),
    Listener(DoubtRaised, "notices.doubt_raised", hear_doubt),
    Listener(LineCrossed, "notices.line_crossed", hear_crossed),
    Listener(LineAppealed, "notices.line_appealed", hear_appealed),
    Listener(LineDecided, "notices.line_decided", hear_decided),
    Listener(CaseGiven, "notices.case_given", hear_given),
    Listener(NamedInNote, "notices.named_in_note", hear_named),
    Listener(TwoStepTurned, "notices.two_step", hear_two_step),
    Listener(RecoveryCodeUsed, "notices.code_used", hear_two_step),
    Listener(PasskeyTurned, "notices.passkey", hear_two_step),
    Listener(TrusteeAsked, "notices.trusted", hear_trusted),
    Listener(TrusteeAnswered, "notices.trust_answered", hear_trust_answered),
    Listener(DeathTold, "notices.death", hear_of_death),
    Listener(WebhookPaused, "notices.webhook_paused", hear_paused),
    Listener(SeatOffered, "notices.seat_offered", settle_offer),
    Listener(SeatTaken, "notices.seat_taken", settle_offer),
    Listener(OfferEnded, "notices.offer_ended", settle_offer),
)
NIGHTLY = (
    Nightly(name="notices.tidy", at=time(3, 40), run=_tidy),
    Nightly(name="notices.digests", at=time(3, 50), run=find_lost_digests),
)

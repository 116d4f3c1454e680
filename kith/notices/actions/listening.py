"""What happened, and whom it concerns."""

from typing import Literal

from kith.base.core.ids import Id
from kith.base.work import Work
from kith.notices import store
from kith.notices.actions.telling import (
    bring,
    find_own_post,
    is_there,
    notice_of,
    say_new,
    take_back,
    tell,
    tell_of_post,
    willing,
)
from kith.notices.model import TOLD_AT_ONCE_MAX, EditTold, NoticeKind, NoticePolicy, PollTold, PostTold, Severance
from kith.notices.rules import addressed_by, is_news_to_followers
from kith.people import find_follow, find_member, owners, present_accounts, unwilling_to_hear, wishing_to_hear
from kith.people.model import Blocked, Reported, Severed
from kith.posts import find_my_like, find_repost, passers_on_of, quoters_of, voters_of
from kith.posts.model import Edited, Liked, Published, Unliked


async def hear_published(work: Work, fact: Published) -> None:
    """Tell whom a new post speaks to; of a repost, whose post was passed on."""
    if fact.repost_of_id is not None and fact.repost_of_author_id is not None:
        await settle_repost(work, fact.author_id, fact.repost_of_author_id, fact.repost_of_id)
        return
    post = await find_own_post(work, fact.author_id, fact.post_id)
    if post is None:
        return
    spoken_to = addressed_by(post)
    if fact.quote_of_author_id is not None and fact.quote_of_author_id != post.author_id:
        spoken_to |= {fact.quote_of_author_id: "quote"}
    await tell_of_post(work, post, spoken_to, from_id=post.author_id)
    if is_news_to_followers(post):
        work.tell(PostTold(author_id=post.author_id, post_id=post.id, after_id=Id(0)))


async def hear_edited(work: Work, fact: Edited) -> None:
    """Tell whom an edit named for the first time, and who quotes what says something else now."""
    post = await find_own_post(work, fact.author_id, fact.post_id)
    if post is not None:
        await tell_of_post(work, post, addressed_by(post, fact.newly_mentioned_ids), from_id=post.author_id)
        quoters = await quoters_of(work.db, post.id, limit=TOLD_AT_ONCE_MAX)
        await tell_of_post(work, post, dict.fromkeys(quoters, "requoted"), from_id=post.author_id)
        await tell_passers_on(work, EditTold(author_id=post.author_id, post_id=post.id, after_id=Id(0)))


async def hear_liked(work: Work, fact: Liked) -> None:
    """Tell an author of a like, in the work of the like itself: that leaves nothing to be found out by a job."""
    author_id, post_id = fact.author_id, fact.post_id
    await store.lock_owner(work.db, author_id)
    made = notice_of(work, author_id, "like", fact.person_id, post_id=post_id, author_id=author_id)
    wanted = await store.tell_wanted_like(work.db, made, work.now)
    if wanted is None:
        return
    if wanted.is_told:
        await bring(work, made, NoticePolicy(owner_id=author_id))
    elif wanted.policy is not None:
        about = {"post_id": post_id, "author_id": author_id}
        await tell(work, author_id, "like", fact.person_id, **about, private=wanted.private, policy=wanted.policy)


async def hear_unliked(work: Work, fact: Unliked) -> None:
    """Take back that somebody liked a post, unless they do so again by now."""
    await store.lock_owner(work.db, fact.author_id)
    if await find_my_like(work.db, fact.person_id, fact.post_id) is None:
        await take_back(work, fact.author_id, "like", fact.person_id, post_id=fact.post_id)


async def settle_repost(work: Work, person_id: Id, author_id: Id, post_id: Id) -> None:
    """Tell an author that somebody passed their post on; take it back where it is so no longer."""
    post = await find_own_post(work, author_id, post_id)
    if post is None:
        return
    await store.lock_owner(work.db, author_id)
    if await find_repost(work.db, person_id, post_id) is None:
        await take_back(work, author_id, "repost", person_id, post_id=post_id)
    else:
        await tell_of_post(work, post, {author_id: "repost"}, from_id=person_id)


async def hear_unreposted(work: Work, person_id: Id, post_id: Id) -> None:
    """Take back that somebody passed a post on, unless they do so again by now."""
    for author_id in await store.told_of(work.db, post_id, "repost", from_id=person_id):
        await settle_repost(work, person_id, author_id, post_id)


async def hear_poll_ended(work: Work, author_id: Id, post_id: Id) -> None:
    """Tell the asker, then the voters, that a poll has ended."""
    post = await find_own_post(work, author_id, post_id)
    if post is None or not await is_there(work, author_id, post_id):
        return
    if await present_accounts(work.db, [author_id]):
        await tell(work, author_id, "poll", author_id, post_id=post_id, author_id=author_id)
    await tell_voters(work, PollTold(author_id=author_id, post_id=post_id, after_id=Id(0)))


async def hear_held(work: Work, person_id: Id) -> None:
    """Tell somebody that a post of theirs could not go out. One notice, the latest: the drafts say which and why."""
    if await present_accounts(work.db, [person_id]):
        await store.lock_owner(work.db, person_id)
        await take_back(work, person_id, "held", person_id)
        await tell(work, person_id, "held", person_id)


async def tell_voters(work: Work, told: PollTold) -> None:
    """Tell some voters, and leave the others to the next job."""
    limit = TOLD_AT_ONCE_MAX
    voters = await voters_of(work.db, told.author_id, told.post_id, after=told.after_id, limit=limit)
    await _tell_many(work, told.author_id, told.post_id, voters, "poll")
    if len(voters) == limit:
        work.tell(PollTold(author_id=told.author_id, post_id=told.post_id, after_id=max(voters)))


async def tell_followers(work: Work, told: PostTold) -> None:
    """Tell some of those who wish to hear of each post, and leave the others to the next job."""
    people = await wishing_to_hear(work.db, told.author_id, after=told.after_id, limit=TOLD_AT_ONCE_MAX)
    await _tell_many(work, told.author_id, told.post_id, people, "post")
    if len(people) == TOLD_AT_ONCE_MAX:
        work.tell(PostTold(author_id=told.author_id, post_id=told.post_id, after_id=max(people)))


async def tell_passers_on(work: Work, told: EditTold) -> None:
    """Tell some of those who passed a changed post on, and leave the others to the next job."""
    people = await passers_on_of(work.db, told.post_id, after=told.after_id, limit=TOLD_AT_ONCE_MAX)
    await _tell_many(work, told.author_id, told.post_id, people, "edited")
    if len(people) == TOLD_AT_ONCE_MAX:
        work.tell(EditTold(author_id=told.author_id, post_id=told.post_id, after_id=max(people)))


async def _tell_many(work: Work, author_id: Id, post_id: Id, people: list[Id], kind: NoticeKind) -> None:
    """Tell many without their locks: a block that comes in between is respected at every reading all the same."""
    post = await find_own_post(work, author_id, post_id)
    if post is None or not await is_there(work, author_id, post_id):
        return
    spoken_to = addressed_by(post) if kind == "post" else {}
    for person in await willing(work, post, set(people) - {author_id, *spoken_to}, from_id=author_id):
        await tell(work, person, kind, author_id, post_id=post_id, author_id=author_id)


async def settle_follow(
    work: Work, follower_id: Id, followee_id: Id, *, told: Literal["request", "follow", "accepted"] | None
) -> None:
    """Tell of a follow or a request if it is there now, and take back what is so no longer, on both sides.

    Who was asked has a request; who is followed without having been asked is told; who asked is told of the yes.
    """
    for owner_id in sorted((follower_id, followee_id)):
        await store.lock_owner(work.db, owner_id)
    follow = await find_follow(work.db, follower_id, followee_id)
    state = follow.state if follow else None
    if told == "request" and state == "requested":
        await tell_of_person(work, followee_id, "request", follower_id)
    elif told == "follow" and state == "accepted":
        await tell_of_person(work, followee_id, "follow", follower_id)
    elif told == "accepted" and state == "accepted":
        await tell_of_person(work, follower_id, "accepted", followee_id)
    if state != "requested":
        await take_back(work, followee_id, "request", follower_id)
    if state != "accepted":
        await take_back(work, followee_id, "follow", follower_id)
        await take_back(work, follower_id, "accepted", followee_id)


async def hear_joined(work: Work, account_id: Id) -> None:
    """Tell who invited somebody that they are here, and the owners that somebody came or asks to."""
    member = await find_member(work.db, account_id)
    if member is None or member.leaves_at is not None:
        return
    if member.invited_by is not None and member.approved_at is not None:
        await tell_of_person(work, member.invited_by, "joined", account_id)
    for owner_id in await owners(work.db):
        if owner_id not in (account_id, member.invited_by):
            await store.lock_owner(work.db, owner_id)
            await tell(work, owner_id, "newcomer", account_id)


async def hear_reported(work: Work, fact: Reported) -> None:
    """Tell the owners that somebody needs them. Whoever was reported, or reports, is not told, owner or not."""
    if not await present_accounts(work.db, [fact.reporter_id]):
        return
    for owner_id in await owners(work.db):
        if owner_id not in (fact.account_id, fact.reporter_id):
            await store.lock_owner(work.db, owner_id)
            await tell(work, owner_id, "report", fact.reporter_id, about_id=fact.report_id)


async def hear_severed(work: Work, fact: Severed) -> None:
    """Tell somebody what they lost when they kept a server away."""
    if not await present_accounts(work.db, [fact.person_id]):
        return
    made = Severance(
        owner_id=fact.person_id,
        id=fact.event_id,
        domain=fact.domain,
        followers_count=fact.followers_count,
        following_count=fact.following_count,
        created_at=work.now,
    )
    await store.lock_owner(work.db, fact.person_id)
    await work.db.insert_new(made)
    await tell(work, fact.person_id, "severed", fact.person_id, about_id=made.id)


async def hear_blocked(work: Work, fact: Blocked) -> None:
    """Take back, on both sides, all that two people told each other. No later than the block is undone, if it is."""
    pair = (fact.blocker_id, fact.blocked_id)
    for owner_id in sorted(pair):
        await store.lock_owner(work.db, owner_id)
    for owner_id, from_id in (pair, pair[::-1]):
        if await store.remove_notices_from(work.db, owner_id=owner_id, from_id=from_id):
            say_new(work, owner_id)


async def hear_deleted(work: Work, post_id: Id) -> None:
    """Take back what was told of a post that is gone."""
    owners = await store.remove_notices_of_post(work.db, post_id)
    say_new(work, *owners)


async def tell_of_person(
    work: Work, owner_id: Id, kind: NoticeKind, from_id: Id, *, about_id: Id | None = None, private: bool = False
) -> None:
    """Tell somebody what another did, where they may meet and it is wanted."""
    accounts = {one.id: one for one in await present_accounts(work.db, [owner_id, from_id])}
    if len(accounts) < 2 or accounts[owner_id].domain is not None:
        return
    unwilling = await unwilling_to_hear(work.db, from_id, [owner_id], work.now)
    if not unwilling and not await store.silencers_of(work.db, from_id, [owner_id]):
        await tell(work, owner_id, kind, from_id, about_id=about_id, private=private)

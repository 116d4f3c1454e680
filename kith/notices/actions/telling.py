"""Telling: each function makes one person's notice agree with how things are, however often it runs.

Jobs run at least once and in any order. So none of them believes the fact it was woken by: under the lock of the
one who is told, it asks whether the like, the follow, the post is there now.
"""

from collections.abc import Mapping
from datetime import timedelta

from kith.base.bus.live import LiveEvent
from kith.base.core.errors import NotFound
from kith.base.core.ids import Id
from kith.base.work import Work
from kith.notices import store
from kith.notices.model import (
    NEW_DAYS,
    Notice,
    Noticed,
    NoticeKind,
    NoticePolicy,
    NoticeRequest,
    Sender,
    Treatment,
)
from kith.notices.rules import accepts_all, group_key_of, is_of_use, is_pushed, reaches_apps, treatment_of
from kith.people import load_viewer, present_accounts, relations, unwilling_to_hear
from kith.people.model import Viewer
from kith.posts import hold_post, may_come, muters_of_thread, posts_by_pairs
from kith.posts.model import Post


async def tell(
    work: Work,
    owner_id: Id,
    kind: NoticeKind,
    from_id: Id,
    *,
    post_id: Id | None = None,
    author_id: Id | None = None,
    about_id: Id | None = None,
    private: bool = False,
    policy: NoticePolicy | None = None,
) -> None:
    """Write a notice, once, and show it in the owner's open pages; what their policy holds back waits unseen.

    `policy` is the owner's, where it was read already.
    """
    policy = policy or await store.policy_of(work.db, owner_id)
    treatment = await _treatment(work, policy, kind, from_id, private=private)
    if treatment == "drop" or not is_of_use(policy, kind):
        return
    made = notice_of(
        work,
        owner_id,
        kind,
        from_id,
        post_id=post_id,
        author_id=author_id,
        about_id=about_id,
        waits=treatment == "filter",
    )
    if await store.add_notice(work.db, made):
        await bring(work, made, policy)


def notice_of(
    work: Work,
    owner_id: Id,
    kind: NoticeKind,
    from_id: Id,
    *,
    post_id: Id | None,
    author_id: Id | None,
    about_id: Id | None = None,
    waits: bool = False,
) -> Notice:
    """Make a notice, as it is written."""
    notice_id = work.new_id(exact=True)  # apps are told it as a number, in groups and pushed
    return Notice(
        owner_id=owner_id,
        id=notice_id,
        kind=kind,
        from_id=from_id,
        post_id=post_id,
        post_author_id=author_id,
        group_key=group_key_of(kind, notice_id, post_id, work.now, about_id=about_id),
        waits=waits,
        created_at=work.now,
        about_id=about_id,
    )


async def bring(work: Work, made: Notice, policy: NoticePolicy) -> None:
    """Show a new notice, or ask its owner whether those of whom it is from may come."""
    owner_id, kind = made.owner_id, made.kind
    if made.waits:
        request = NoticeRequest(
            owner_id=owner_id, from_id=made.from_id, id=work.new_id(), created_at=work.now, updated_at=work.now
        )
        await store.ask(work.db, request)
    else:
        say_new(work, owner_id)
        pushed, shown = is_pushed(policy, kind), reaches_apps(policy, kind)
        work.tell(Noticed(owner_id=owner_id, notice_id=made.id, kind=kind, pushed=pushed, shown=shown))


async def _treatment(work: Work, policy: NoticePolicy, kind: NoticeKind, from_id: Id, *, private: bool) -> Treatment:
    owner_id = policy.owner_id
    if owner_id == from_id or accepts_all(policy):
        return "accept"
    relation = (await relations(work.db, owner_id, [from_id], work.now))[from_id]
    accounts = await present_accounts(work.db, [from_id])
    sender = Sender(
        followed=relation.following,
        follows=relation.followed_by,
        is_new=bool(accounts) and work.now - accounts[0].created_at < timedelta(days=NEW_DAYS),
        is_private_mention=private,
    )
    found = treatment_of(policy, kind, sender)
    return "accept" if found != "accept" and await store.is_welcome(work.db, owner_id, from_id) else found


async def take_back(
    work: Work, owner_id: Id, kind: NoticeKind, from_id: Id, *, post_id: Id | None = None, about_id: Id | None = None
) -> None:
    """Take a notice back, where there is one."""
    if await store.remove_notice(
        work.db, owner_id=owner_id, kind=kind, from_id=from_id, post_id=post_id, about_id=about_id
    ):
        say_new(work, owner_id)


async def tell_of_post(work: Work, post: Post, kinds: Mapping[Id, NoticeKind], *, from_id: Id) -> None:
    """Tell these people of a post, each in their way: those who may see it and want to hear from whom it is.

    `from_id` is who did something with the post: its author, or for a like and a repost somebody else. The post is
    held meanwhile: it cannot be deleted between being looked at and being told of.
    """
    if not await is_there(work, post.author_id, post.id):
        return
    for owner_id in sorted(kinds):
        await store.lock_owner(work.db, owner_id)
    for owner_id in await willing(work, post, set(kinds) - {from_id}, from_id=from_id):
        private = post.audience == "mentioned"
        await tell(work, owner_id, kinds[owner_id], from_id, post_id=post.id, author_id=post.author_id, private=private)


async def willing(work: Work, post: Post, people: set[Id], *, from_id: Id) -> list[Id]:
    """Give those of these people who live here, to whom the post may come, and who want to hear of `from_id`."""
    accounts = {one.id: one for one in await present_accounts(work.db, [*people, post.author_id, from_id])}
    if from_id not in accounts or post.author_id not in accounts:
        return []
    left = {person for person in people if person in accounts and accounts[person].domain is None}
    left -= await unwilling_to_hear(work.db, from_id, left, work.now)
    left -= await store.silencers_of(work.db, from_id, left)
    left -= await muters_of_thread(work.db, post.root_id, sorted(left))
    viewers = [await load_viewer(work.db, person, work.now) for person in sorted(left)]
    return [viewer.id for viewer in viewers if may_come(post, viewer, gone=False)]


async def find_own_post(work: Work, author_id: Id, post_id: Id) -> Post | None:
    """Find a post as its author sees it: what is told of it, and to whom, is decided afterwards."""
    found = await posts_by_pairs(work.db, Viewer(id=author_id), [(author_id, post_id)])
    return found[0] if found else None


async def is_there(work: Work, author_id: Id, post_id: Id) -> bool:
    """Hold a post, and tell whether it is there to be held."""
    try:
        await hold_post(work.db, author_id, post_id)
    except NotFound:
        return False
    return True


def say_new(work: Work, *owner_ids: Id) -> None:
    """Let the owners' open pages count anew."""
    work.announce(LiveEvent(kind="notices"), owner_ids)
    work.forget(*(f"notices:{owner_id}" for owner_id in owner_ids))

"""Making talks agree with the posts: what is said to few stands in the talk of each whom it is for, and in no other.

A job believes nothing it was told (docs/decisions/0006): it holds the talks of everybody concerned, the lower owner
first, and then asks what the post is now. Whatever changes a post tells a fact, so whoever comes last writes what is
true.
"""

import msgspec

from kith.base.bus.live import LiveEvent
from kith.base.core.errors import SignInFirst
from kith.base.core.ids import Id
from kith.base.work import Work
from kith.people import accounts_by_ids, viewer_of
from kith.people.model import Viewer
from kith.posts import posts_by_pairs
from kith.posts.model import Post
from kith.talks import store
from kith.talks.model import Talk, TalkMessage


async def settle_message(work: Work, *, author_id: Id, post_id: Id, root_id: Id, new: bool = False) -> None:
    """Put a post into the talks of those it is for among few, and take it out of all others."""
    concerned = {*await store.owners_of_message(work.db, post_id), *await _meant(work, author_id, post_id)}
    owners = await store.members_among(work.db, concerned)  # who left for good has no talks
    talks = [await store.hold_talk(work.db, owner, root_id) for owner in sorted(owners)]
    meant = await _meant(work, author_id, post_id)
    for talk in talks:
        if talk.owner_id in meant:
            message = TalkMessage(owner_id=talk.owner_id, id=post_id, root_id=root_id, author_id=author_id)
            await store.put_in(work.db, message)
        else:
            await store.take_out(work.db, talk.owner_id, post_id)
        await _show_newest(work, talk)
    event = LiveEvent(kind="talk.new" if new else "talk.changed", subject_id=root_id, author_id=author_id)
    work.announce(event, [talk.owner_id for talk in talks])


async def settle_rest(work: Work, talk: Talk) -> None:
    """Make a held talk agree with what is left in it, once some of it became something else; with nothing it goes."""
    if await store.newest_messages(work.db, talk.owner_id, talk.root_id, limit=1):
        await _show_newest(work, talk)
    else:
        await store.forget_talk(work.db, talk)
    _say_changed(work, talk)


async def mark_read(work: Work, root_id: Id) -> None:
    """Note that one has read a talk up to its newest message. Raises `NotFound`."""
    viewer = await viewer_of(work)
    talk = await _held(work, viewer, root_id)
    if talk.read_id < talk.last_id:
        await store.mark_read(work.db, viewer.id, root_id, read_id=talk.last_id)
        _say_changed(work, talk)


async def leave_out(work: Work, root_id: Id) -> None:
    """Keep a talk out of one's list until somebody says something new in it. No message is lost. Raises `NotFound`."""
    viewer = await viewer_of(work)
    talk = await _held(work, viewer, root_id)
    await store.leave_out(work.db, viewer.id, root_id)
    _say_changed(work, talk)


async def _held(work: Work, viewer: Viewer, root_id: Id) -> Talk:
    if work.actor is None:
        raise SignInFirst
    await store.get_talk(work.db, viewer, root_id)
    return await store.hold_talk(work.db, viewer.id, root_id)


async def _meant(work: Work, author_id: Id, post_id: Id) -> set[Id]:
    """Tell who has a post in their talks: whom it names, and its author. Nobody, where it is gone."""
    post = await _post_of(work, author_id, author_id, post_id)
    if post is None or post.audience != "mentioned":
        return set()
    return {author_id, *post.mentioned_ids}


async def _show_newest(work: Work, talk: Talk) -> None:
    newest = await store.newest_messages(work.db, talk.owner_id, talk.root_id, limit=1)
    if not newest:
        await store.show_newest(work.db, msgspec.structs.replace(talk, last_id=Id(0), last_author_id=Id(0), people=()))
        return
    last = newest[0]
    post = await _post_of(work, talk.owner_id, last.author_id, last.id)
    named = {last.author_id, *(post.mentioned_ids if post else ())} - {talk.owner_id}
    people = [account.id for account in await accounts_by_ids(work.db, sorted(named))]  # but who left for good
    own = last.author_id == talk.owner_id  # who says something has read what was said before
    shown = msgspec.structs.replace(
        talk,
        last_id=last.id,
        last_author_id=last.author_id,
        people=tuple(people),
        read_id=max(talk.read_id, last.id) if own else talk.read_id,
    )
    await store.show_newest(work.db, shown)


async def _post_of(work: Work, reader_id: Id, author_id: Id, post_id: Id) -> Post | None:
    """Read a post as it speaks to somebody, whatever stands between the two just now."""
    posts = await posts_by_pairs(work.db, Viewer(id=reader_id), [(author_id, post_id)])
    return posts[0] if posts else None


def _say_changed(work: Work, talk: Talk) -> None:
    work.announce(LiveEvent(kind="talk.changed", subject_id=talk.root_id), {talk.owner_id})

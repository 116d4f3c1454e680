"""Listening in: two people answer each other for everybody, and either can take it private."""

from kith.base.core.errors import NotFound
from kith.base.core.ids import Id
from kith.base.work import Work
from kith.conversations import store
from kith.conversations.actions.happening import tell_happened
from kith.conversations.actions.opening import open_pair
from kith.conversations.actions.room import Room, acting, hold
from kith.conversations.actions.sending import check_accepted
from kith.conversations.model import About, PublicExchange, Say
from kith.people import present_accounts, viewer_of
from kith.posts import get_post, hydrate, thread
from kith.posts.model import Post

PUBLIC = ("everyone", "unlisted")


async def exchange_of(work: Work, post_id: Id) -> PublicExchange:
    """Read what two people answered each other around a public answer. Raises `NotFound` where it is no such one."""
    post, viewer = await public_answer(work, post_id), await viewer_of(work)
    ends = ends_of(post)
    around = await thread(work.db, viewer, post)
    posts = [one for one in (*around.above, post, *around.below) if _belongs(one, ends)]
    people = {one.id: one for one in await present_accounts(work.db, ends)}
    if len(people) < len(ends):
        raise NotFound
    cards = await hydrate(work.db, viewer, sorted(posts, key=lambda one: one.id))
    return PublicExchange(people=(people[ends[1]], people[ends[0]]), cards=tuple(cards), mine=work.actor in ends)


async def take_private(work: Work, post_id: Id) -> Room:
    """Go on in private with whom one answered, or who answered: the conversation shows where it began.

    Nobody else is told. Asked again, it is the same. Raises `NotFound` unless one is one of the two, and `Refused`
    where it would be one word more than waits with somebody who has not accepted.
    """
    post, me = await public_answer(work, post_id), acting(work)
    ends = ends_of(post)
    if me not in ends:
        raise NotFound
    other_id = ends[0] if me == ends[1] else ends[1]
    opened = await open_pair(work, other_id)
    room = await hold(work, opened.id)
    if await store.began_from(work.db, room.id, post.id):
        return room
    await check_accepted(work, room, has_media=False)
    await work.permit(Say(author_id=me, conversation_id=room.id, to_ids=tuple(room.other_ids)))
    return await tell_happened(work, room, "taken", about=About(author_id=post.author_id, post_id=post.id))


async def public_answer(work: Work, post_id: Id) -> Post:
    """Get a public post that answers somebody else, as far as whoever acts may see it and that person."""
    viewer = await viewer_of(work)
    post = await get_post(work.db, viewer, post_id)
    answered = post.reply_to_author_id
    if post.audience not in PUBLIC or answered in (None, post.author_id) or answered in viewer.hidden:
        raise NotFound
    return post


def ends_of(post: Post) -> tuple[Id, Id]:
    """Name the two people of a public answer: who answers, and whom."""
    assert post.reply_to_author_id is not None, "a public answer answers somebody"
    return post.author_id, post.reply_to_author_id


def _belongs(post: Post, ends: tuple[Id, Id]) -> bool:
    return (
        post.author_id in ends
        and post.audience in PUBLIC
        and (post.reply_to_author_id is None or post.reply_to_author_id in ends)
    )

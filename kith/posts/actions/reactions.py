"""Like, bookmark, pin; each may be done twice and counts once."""

from kith.base.core.errors import Refused
from kith.base.core.ids import Id
from kith.base.core.words import _
from kith.base.work import Work
from kith.people import viewer_of
from kith.posts import store
from kith.posts.actions.announcing import show_change
from kith.posts.actions.seeing import acting, held_post, own_post, seen_post
from kith.posts.actions.tying import count_like
from kith.posts.model import PINS_MAX, Bookmark, Like, Liked, MyLike, Pin, Post, Unliked


async def like(work: Work, post_id: Id) -> Post:
    """Like a post that one may see; gives that post, which behind a repost is the original."""
    person_id = acting(work)
    post = await held_post(work, post_id)
    row = Like(author_id=post.author_id, post_id=post.id, person_id=person_id, id=work.new_id(), created_at=work.now)
    liked = await store.add_like(work.db, row)
    if liked.is_new:
        await count_like(work, post, person_id, liked.tie)
        work.tell(Liked(author_id=post.author_id, post_id=post.id, person_id=person_id))
        show_change(work, post.author_id, post.id, person_id)
        work.forget(f"post:{post.id}", f"viewer:{person_id}")
    return post


async def unlike(work: Work, post_id: Id) -> None:
    """Take a like back. Also works where the post may no longer be seen: it is one's own like."""
    person_id = acting(work)
    row = await store.find_my_like(work.db, person_id, await _original_id(work, post_id))
    if row is None:
        return
    await take_like_back(work, row)


async def take_like_back(work: Work, row: MyLike) -> None:
    """Remove a like, once, and tell of it."""
    if await store.remove_like(work.db, row):
        work.tell(Unliked(author_id=row.author_id, post_id=row.post_id, person_id=row.person_id))
        show_change(work, row.author_id, row.post_id, row.person_id)
        work.forget(f"post:{row.post_id}", f"viewer:{row.person_id}")


async def bookmark(work: Work, post_id: Id) -> Post:
    """Keep a post for oneself; nobody is told."""
    person_id = acting(work)
    post = await seen_post(work, post_id)
    row = Bookmark(person_id=person_id, post_id=post.id, author_id=post.author_id, id=work.new_id())
    if await store.add_bookmark(work.db, row):
        work.forget(f"viewer:{person_id}")
    return post


async def unbookmark(work: Work, post_id: Id) -> None:
    """Keep it no longer, whether or not it may still be seen."""
    person_id = acting(work)
    if await store.remove_bookmark(work.db, person_id, await _original_id(work, post_id)):
        work.forget(f"viewer:{person_id}")


async def pin(work: Work, post_id: Id) -> Post:
    """Pin one's own post to the top of one's page; at most `PINS_MAX`."""
    author_id = acting(work)
    await store.lock_author(work.db, author_id)
    post = await own_post(work, post_id)
    if post.audience == "mentioned":
        raise Refused(_("This was said to a few people; it cannot stand at the top of your page."))
    if await store.add_pin(work.db, Pin(author_id=author_id, post_id=post.id, id=work.new_id())):
        if await store.count_pins(work.db, author_id) > PINS_MAX:
            raise Refused(_("{most} posts can stand on top of your page. Take one down first.").format(most=PINS_MAX))
        work.forget(f"author:{author_id}", f"viewer:{author_id}")
    return post


async def unpin(work: Work, post_id: Id) -> Post:
    """Take a pin off."""
    author_id = acting(work)
    post = await own_post(work, post_id)
    if await store.remove_pin(work.db, author_id, post.id):
        work.forget(f"author:{author_id}", f"viewer:{author_id}")
    return post


async def _original_id(work: Work, post_id: Id) -> Id:
    """Behind a repost that may be seen stands another id; anything else is taken as it is."""
    post = await store.find_post(work.db, await viewer_of(work), post_id)
    return post_id if post is None or post.repost_of_id is None else post.repost_of_id

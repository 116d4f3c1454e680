"""Who may see what: the table of rules, and the one proof that SQL and Python say the same."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kith.base.core.ids import Id
from kith.base.core.paging import Paging
from kith.base.storage.database import Db
from kith.base.storage.statement import Statement
from kith.base.work import House
from kith.people import load_viewer
from kith.people.model import PASSER_BY, Account, Block, BlockedBy, Follow, Follower, Mute, Viewer
from kith.posts.model import Audience, Bookmark, Like, MyLike, Post, TaggedPost, ThreadPost
from kith.posts.rules import may_see
from kith.posts.store import (
    bookmarked,
    find_post,
    hydrate,
    liked,
    likers_of,
    load_held,
    posts_by_ids,
    posts_by_pairs,
    posts_of,
    reposters_of,
    sight_of,
    square,
    tagged,
    thread,
)
from kith.posts.store.sight import VISIBLE
from tests.clock import BEGINNING

ANA, BEN, CLEO = Id(1), Id(2), Id(3)
ANY_ID = Id(100)
PEOPLE = (ANA, BEN, CLEO, Id(4))
AUDIENCES: tuple[Audience, ...] = ("everyone", "unlisted", "followers", "mentioned")
_SEEN = Statement(f"SELECT id FROM posts WHERE {VISIBLE} ORDER BY id")


def _post(
    *,
    author: Id = ANA,
    audience: Audience = "everyone",
    mentioned: tuple[Id, ...] = (),
    of: Post | None = None,
    id_: Id = ANY_ID,
) -> Post:
    return Post(
        author_id=author,
        id=id_,
        audience=audience,
        mentioned_ids=mentioned,
        root_id=id_,
        root_author_id=author,
        repost_of_id=of.id if of else None,
        repost_of_author_id=of.author_id if of else None,
        published_at=BEGINNING,
    )


@pytest.mark.parametrize(
    ("post", "viewer", "seen"),
    [
        (_post(), PASSER_BY, True),
        (_post(audience="unlisted"), PASSER_BY, True),
        (_post(audience="followers"), PASSER_BY, False),
        (_post(audience="mentioned"), PASSER_BY, False),
        (_post(audience="followers"), Viewer(id=BEN), False),
        (_post(audience="followers"), Viewer(id=BEN, following=(ANA,)), True),
        (_post(audience="mentioned"), Viewer(id=BEN, following=(ANA,)), False),
        (_post(audience="mentioned", mentioned=(BEN,)), Viewer(id=BEN), True),
        (_post(audience="followers", mentioned=(BEN,)), Viewer(id=BEN), True),
        (_post(audience="mentioned"), Viewer(id=ANA), True),
        (_post(), Viewer(id=BEN, hidden=(ANA,)), False),
        (_post(audience="mentioned", mentioned=(BEN,)), Viewer(id=BEN, hidden=(ANA,)), False),
        (_post(author=BEN, of=_post()), Viewer(id=CLEO, hidden=(ANA,)), False),
        (_post(), Viewer(id=BEN, muted=(ANA,)), True),
    ],
)
def test_a_post_is_seen_by_those_it_is_for(post: Post, viewer: Viewer, *, seen: bool) -> None:
    """Audience, mention, follow, block; a mute keeps people out of Home and hides nothing."""
    assert may_see(post, viewer, gone=False) is seen


def test_whoever_is_gone_is_seen_by_nobody_but_themselves() -> None:
    """Between "delete my account" and the day it happens."""
    assert not may_see(_post(), PASSER_BY, gone=True)
    assert may_see(_post(), Viewer(id=ANA), gone=True)


def _pairs() -> st.SearchStrategy[frozenset[tuple[Id, Id]]]:
    people = st.sampled_from(PEOPLE)
    return st.frozensets(st.tuples(people, people).filter(lambda pair: pair[0] != pair[1]), max_size=8)


class World:
    """Who follows, asked, blocked and muted whom, who is locked or gone, and what was said."""

    def __init__(self, draw: st.DrawFn) -> None:
        some = st.frozensets(st.sampled_from(PEOPLE), max_size=2)
        self.follows, self.asked = draw(_pairs()), draw(_pairs())
        self.blocks, self.mutes = draw(_pairs()), draw(_pairs())
        self.locked, self.gone = draw(some), draw(some)
        self.posts: list[Post] = []
        for number in range(draw(st.integers(1, 8))):
            author = draw(st.sampled_from(PEOPLE))
            originals = [post for post in self.posts if post.repost_of_id is None]
            of = draw(st.none() | st.sampled_from(originals)) if originals else None
            post = _post(
                author=author,
                id_=Id(1000 + number),
                audience=draw(st.sampled_from(AUDIENCES)),
                mentioned=tuple(draw(some)),
                of=of,
            )
            self.posts.append(post)

    async def write(self, db: Db) -> None:
        """Write all of it."""
        for person in PEOPLE:
            await db.insert(
                Account(
                    id=person,
                    handle=f"person{person}",
                    name=f"Person {person}",
                    locked=person in self.locked,
                    created_at=BEGINNING,
                    gone_at=BEGINNING if person in self.gone else None,
                )
            )
        number = 0
        for state, pairs in (("accepted", self.follows), ("requested", self.asked - self.follows)):
            for a, b in sorted(pairs):
                number += 1
                shared = {"id": Id(number), "state": state, "created_at": BEGINNING}
                await db.insert(Follow(follower_id=a, followee_id=b, **shared))  # type: ignore[arg-type]
                await db.insert(Follower(follower_id=a, followee_id=b, **shared))  # type: ignore[arg-type]
        for a, b in sorted(self.mutes):
            number += 1
            await db.insert(Mute(muter_id=a, muted_id=b, id=Id(number), created_at=BEGINNING))
        for a, b in sorted(self.blocks):
            number += 1
            await db.insert(Block(blocker_id=a, blocked_id=b, id=Id(number), created_at=BEGINNING))
            await db.insert(BlockedBy(blocked_id=b, blocker_id=a))
        for post in self.posts:
            if await db.insert_new(post):
                await self._put_everywhere(db, post)

    async def _put_everywhere(self, db: Db, post: Post) -> None:
        """Under a hashtag, in one thread, and among what everybody liked and kept: as if it had been for all once."""
        top = self.posts[0].id
        above = None if post.id == top else top
        await db.insert(ThreadPost(root_id=top, id=post.id, author_id=post.author_id, reply_to_id=above))
        await db.insert(TaggedPost(hashtag="tea", id=post.id, author_id=post.author_id))
        for person in PEOPLE:
            id_ = Id(post.id * 10 + person)
            place = {"person_id": person, "post_id": post.id, "author_id": post.author_id, "id": id_}
            await db.insert(Bookmark(**place))
            await db.insert(MyLike(**place))
            await db.insert(
                Like(
                    author_id=post.author_id,
                    post_id=post.id,
                    person_id=person,
                    id=id_,
                    created_at=BEGINNING,
                )
            )


worlds = st.composite(World)()


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(world=worlds, looks=st.sampled_from((Id(0), *PEOPLE)))
async def test_the_database_and_the_rule_agree_on_who_sees_what(house: House, world: World, looks: Id) -> None:
    """Random follows, requests, blocks, mutes, locks, audiences and goodbyes; every way of reading obeys."""
    db = Db(house.database, writes=True)
    try:
        await world.write(db)
        viewer = await load_viewer(db, looks, BEGINNING) if looks else PASSER_BY
        there = {post.id: post for post in world.posts if await _is_written(db, post)}
        wanted = {id_ for id_, post in there.items() if may_see(post, viewer, gone=post.author_id in world.gone)}
        assert set(await db.values(_SEEN, **sight_of(viewer))) == wanted
        assert {post.id for post in await posts_by_ids(db, viewer, there)} == wanted
        pairs = [(post.author_id, post.id) for post in there.values()]
        assert {post.id for post in await posts_by_pairs(db, viewer, pairs)} == wanted
        for id_, post in there.items():
            assert (await find_post(db, viewer, id_) is not None) is (id_ in wanted)
            held = await load_held(db, looks, id_, BEGINNING) if looks else None
            assert (held is not None) is (bool(looks) and id_ in wanted and post.repost_of_id is None)
            assert held is None or held == (post, viewer)
        await _check_cards(db, viewer, [there[id_] for id_ in wanted], world)
        await _check_lists(db, viewer, there, wanted)
    finally:
        await db.release(commit=False)


_THERE = Statement("SELECT TRUE FROM posts WHERE id = %(id)s")


async def _is_written(db: Db, post: Post) -> bool:
    """The same person passing the same on a second time is not written."""
    return await db.value(_THERE, id=post.id) is True


async def _check_cards(db: Db, viewer: Viewer, posts: list[Post], world: World) -> None:
    """A card never shows the words of somebody whom the viewer may not see."""
    for card in await hydrate(db, viewer, posts):
        shown = card.shown.post
        assert may_see(shown, viewer, gone=shown.author_id in world.gone)


async def _check_lists(db: Db, viewer: Viewer, there: dict[Id, Post], wanted: set[Id]) -> None:
    """No list, tree or row of names is a way around the rule; and what is one's own to see is not held back."""
    everything = Paging(limit=40)
    top = min(there)
    assert {post.id for post in (await tagged(db, viewer, "tea", everything)).items} == wanted
    assert {post.id for post in (await square(db, viewer, everything)).items} <= wanted
    below = {post.id for post in (await thread(db, viewer, there[top])).below}
    assert below == wanted - {top}
    for author in PEOPLE:
        of_author = {post.id for post in (await posts_of(db, viewer, author, everything, with_replies=True)).items}
        shown = {id_ for id_ in wanted if there[id_].author_id == author and there[id_].audience != "mentioned"}
        assert of_author == shown  # what is for few stands on no profile
    if viewer.id:
        for kept in (await bookmarked(db, viewer, everything), await liked(db, viewer, everything)):
            assert {one.post.id for one in kept.items} == wanted
    for names in (
        await likers_of(db, viewer, there[top], everything),
        await reposters_of(db, viewer, there[top], everything),
    ):
        assert not {one.account.id for one in names.items} & set(viewer.hidden)

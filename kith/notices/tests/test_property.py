"""Whatever people do, and however their jobs are run, what is told agrees with what is so."""

import asyncio
from random import Random

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kith.base.core.errors import KithError
from kith.base.core.fact import Fact
from kith.base.core.ids import Id
from kith.base.core.paging import Paging
from kith.base.storage.database import Db
from kith.base.storage.statement import Statement
from kith.base.work import House, Work
from kith.notices import count_unread, load_notices
from kith.notices.actions.listening import hear_liked, hear_unliked
from kith.notices.feature import FEATURE
from kith.notices.tests.scene import run_jobs, say, told
from kith.people import accept, block, follow, mute, unblock, unfollow, unmute, viewer_of
from kith.people.tests.cast_of_relations import ANA, BEN, CLEO, act, gather, write_cast
from kith.posts import like, publish, repost, undo_repost, unlike
from kith.posts.model import Audience, Liked, Post, Unliked, Words

PEOPLE = (ANA, BEN, CLEO)
NAMES = {ANA: "@ana", BEN: "@ben", CLEO: "@cleo"}
AUDIENCES: tuple[Audience, ...] = ("everyone", "followers", "mentioned")

_LIKES = Statement("SELECT ARRAY[author_id, person_id, post_id] FROM likes WHERE author_id <> person_id")
_FOLLOWS = Statement("SELECT ARRAY[followee_id, follower_id] FROM follows WHERE state = 'accepted'")
_ASKED = Statement("SELECT ARRAY[followee_id, follower_id] FROM follows WHERE state = 'requested'")
_TOLD = Statement("SELECT ARRAY[owner_id, from_id, post_id] FROM notices WHERE kind = %(kind)s")
_TOLD_OF_PERSON = Statement("SELECT ARRAY[owner_id, from_id] FROM notices WHERE kind = %(kind)s")
_TAKE = Statement("DELETE FROM jobs RETURNING names, payload")
_ONCE = Statement("SELECT count(*) FROM notices GROUP BY owner_id, kind, from_id, post_id HAVING count(*) > 1")

TO_POSTS = {"like": like, "unlike": unlike, "repost": repost, "unrepost": undo_repost}
TO_PEOPLE = {
    "follow": follow,
    "unfollow": unfollow,
    "accept": accept,
    "block": block,
    "unblock": unblock,
    "mute": mute,
    "unmute": unmute,
}
acts = st.lists(
    st.tuples(
        # The first ones are drawn as often as all others: what is done, told, and taken back meets often enough.
        st.sampled_from(["like", "unlike", "follow", "unfollow", "jobs", "jobs"])
        | st.sampled_from(["say", *TO_POSTS, *TO_PEOPLE]),
        st.sampled_from(PEOPLE),
        st.sampled_from(PEOPLE),
        st.integers(0, 2),
        st.sampled_from(AUDIENCES),
    ),
    min_size=8,
    max_size=40,
)


class _Job(msgspec.Struct, frozen=True, kw_only=True):
    names: tuple[str, ...]
    payload: bytes


class Play:
    """One example in one transaction: acts, and the jobs they leave, run twice and shuffled."""

    def __init__(self, house: House, db: Db, random: Random) -> None:
        self.house = house
        self.db = db
        self.random = random
        self.posts: list[Post] = []
        self.waiting: list[tuple[str, bytes]] = []
        self.listeners = {one.name: one for one in FEATURE.listeners}

    def work(self, person: Id | None = None) -> Work:
        """Open work inside the one transaction."""
        return Work(house=self.house, db=self.db, now=self.house.clock(), actor=person, hand=person)

    async def act(self, deed: str, me: Id, other: Id, number: int, audience: Audience) -> None:
        """Do one thing; a refusal is fine."""
        if deed == "jobs":
            await self.run_jobs()
            return
        work = self.work(me)
        try:
            if deed == "say":
                answered = self.posts[number % len(self.posts)].id if self.posts and number % 2 else None
                words = Words(text=f"hear, {NAMES[other]}", audience=audience, reply_to_id=answered)
                self.posts.append(await publish(work, words))
            elif deed in TO_POSTS:
                if self.posts:
                    await TO_POSTS[deed](work, self.posts[number % len(self.posts)].id)
            else:
                await TO_PEOPLE[deed](work, other)  # type: ignore[operator]
        except KithError:
            return
        await self.take_jobs(work)

    async def take_jobs(self, work: Work) -> None:
        """Take from the queue what the act left for notices to do."""
        await work.write_jobs()
        jobs = await self.db.all(_TAKE, _Job)
        self.waiting += [(name, job.payload) for job in jobs for name in job.names if name in self.listeners]

    async def run_jobs(self) -> None:
        """Run all that waits, in any order, some of it twice."""
        while self.waiting:
            batch, self.waiting = self.waiting, []
            batch += self.random.sample(batch, self.random.randint(0, len(batch)))
            self.random.shuffle(batch)
            for name, payload in batch:
                listener = self.listeners[name]
                fact: Fact = msgspec.json.decode(payload, type=listener.fact)
                work = self.work()
                await listener.run(work, fact)
                await self.take_jobs(work)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=acts, random=st.randoms(use_true_random=False))
async def test_what_is_told_is_so(house: House, acts: list[tuple[str, Id, Id, int, Audience]], random: Random) -> None:
    """Nothing twice, nothing that is not so, nothing to or from somebody hidden, nothing one may not see."""
    db = Db(house.database, writes=True)
    try:
        await write_cast(db, locked=(CLEO,))
        play = Play(house, db, random)
        await play.act("say", ANA, BEN, 0, "everyone")
        for one in acts:
            await play.act(*one)
        await play.run_jobs()
        await _check_truth(db)
        for person in PEOPLE:
            await _check_reading(play, person)
    finally:
        await db.release(commit=False)


async def _check_truth(db: Db) -> None:
    """What is told of likes, follows and requests is there. (Some may be untold: of threads or people muted then.)"""
    assert await db.values(_ONCE) == []
    assert _tuples(await db.values(_TOLD, kind="like")) <= _tuples(await db.values(_LIKES))
    assert _tuples(await db.values(_TOLD_OF_PERSON, kind="follow")) <= _tuples(await db.values(_FOLLOWS))
    assert _tuples(await db.values(_TOLD_OF_PERSON, kind="request")) <= _tuples(await db.values(_ASKED))
    accepted = {(owner, asker) for asker, owner in _tuples(await db.values(_TOLD_OF_PERSON, kind="accepted"))}
    assert accepted <= _tuples(await db.values(_FOLLOWS))


async def _check_reading(play: Play, person: Id) -> None:
    """As each of them reads: nobody hidden, nobody muted, oneself not; and the number fits the list."""
    work = play.work(person)
    found = await load_notices(work, Paging(limit=40))
    viewer = await viewer_of(work)
    apart = {*viewer.hidden, *viewer.muted, person}
    assert not apart & {view.notice.from_id for view in found.items}
    assert all(view.card is None or view.card.post.id == view.notice.post_id for view in found.items)
    assert await count_unread(work) >= len(found.items)


def _tuples(rows: list[list[int]]) -> set[tuple[int, ...]]:
    return {tuple(row) for row in rows}


async def test_acts_and_jobs_at_once_end_in_the_truth(house: House) -> None:
    """Two people like and unlike, follow and leave, while the jobs of it run; then all is told as it is."""
    await gather(house)
    post = await say(house, ANA, "Hello")

    async def busy(person: Id, number: int) -> None:
        for step in range(number):
            await act(house, person, unlike if step % 2 else like, post.id)
            await act(house, person, unfollow if step % 2 else follow, ANA)

    await asyncio.gather(busy(BEN, 7), busy(CLEO, 8), run_jobs(house), run_jobs(house))
    await asyncio.gather(run_jobs(house), run_jobs(house))
    await run_jobs(house)
    assert sorted(await told(house, ANA)) == [("follow", "ben"), ("like", "ben")]


async def test_a_like_told_while_it_is_taken_back_is_not_told(house: House) -> None:
    """Whoever tells of the like has looked already when it goes: whoever comes second puts it right."""
    await gather(house)
    post = await say(house, ANA, "Hello")

    async def tell() -> None:
        async with house.work() as work:
            await hear_liked(work, Liked(person_id=BEN, author_id=ANA, post_id=post.id))

    async def take_back() -> None:
        await act(house, BEN, unlike, post.id)
        async with house.work() as work:
            await hear_unliked(work, Unliked(person_id=BEN, author_id=ANA, post_id=post.id))

    for _round in range(25):
        await act(house, BEN, like, post.id)
        await asyncio.gather(tell(), take_back())
        assert await told(house, ANA) == []

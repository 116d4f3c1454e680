"""How long Home takes to decide: in this process, against a real PostgreSQL and Valkey, caches of the database warm."""

import asyncio
import tempfile
import time
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from kith.base.core.clock import utc_now
from kith.base.core.ids import Id, first_id_at
from kith.base.engines import embedded_engines
from kith.base.storage.migrate import migrate
from kith.base.storage.statement import Statement
from kith.base.work import House
from kith.feed import fair_home, look_anew
from kith.house import open_house
from kith.people.model import Account, Follow, Follower
from kith.posts.model import Post
from kith.settings import Settings
from kith.ties.model import TieRecord

READER = Id(1)
ROUNDS = 15
POST_EVERY = timedelta(minutes=30)
_COLUMNS = [column.name for column in Post.column_list()]
_STEP = first_id_at(utc_now() + POST_EVERY) - first_id_at(utc_now())
_NEW = {"id": f"id - number * {_STEP}::bigint + author", "author_id": "author", "root_author_id": "author"}
_MORE = Statement(f"""
    INSERT INTO posts ({", ".join(_COLUMNS)})
    SELECT {", ".join(_NEW.get(name, name) for name in _COLUMNS)}
      FROM posts
     CROSS JOIN generate_series(2, %(people)s::bigint + 1) AS author
     CROSS JOIN generate_series(1, %(each)s::bigint) AS number
     WHERE author_id = %(reader)s
""")
# The rest of the network: people whom the reader does not follow, and what they write.
_ACCOUNT_COLUMNS = [column.name for column in Account.column_list()]
_STRANGER = {"id": "number", "handle": "'s' || number"}
_STRANGERS = Statement(f"""
    INSERT INTO accounts ({", ".join(_ACCOUNT_COLUMNS)})
    SELECT {", ".join(_STRANGER.get(name, name) for name in _ACCOUNT_COLUMNS)}
      FROM accounts
     CROSS JOIN generate_series(%(first)s::bigint, %(last)s::bigint) AS number
     WHERE id = %(reader)s
""")
_THEIR_POSTS = Statement(f"""
    INSERT INTO posts ({", ".join(_COLUMNS)})
    SELECT {", ".join(_NEW.get(name, name) for name in _COLUMNS)}
      FROM posts
     CROSS JOIN generate_series(%(first)s::bigint, %(last)s::bigint) AS author
     CROSS JOIN generate_series(1, %(each)s::bigint) AS number
     WHERE author_id = %(reader)s
""")
_FIRST_STRANGER = 1_000_001
_STRANGERS_A_STEP = 5_000
_LOOK = Statement("ANALYZE")


@dataclass(frozen=True, kw_only=True)
class Served:
    """How long one Home of so many people with so many unread posts takes: decided anew, and found again.

    The quickest round counts: this is wall time, and others may use the same cores.
    """

    people: int
    unread: int
    network: int  # people of the server
    posts: int  # of all of them
    anew_ms: float
    again_ms: float


def served(people: int, each: int, *, strangers: int = 0, stranger_posts: int = 10) -> Served:
    """Fill a server with one reader, whom they follow and whom they do not, and measure."""
    with tempfile.TemporaryDirectory(prefix="kith-bench-", ignore_cleanup_errors=True) as name:
        Path(name).chmod(0o755)
        return asyncio.run(_served(name, people, each, strangers, stranger_posts))


async def _served(name: str, people: int, each: int, strangers: int, stranger_posts: int) -> Served:
    async with embedded_engines(Path(name)) as urls:
        await migrate(urls.database)
        settings = Settings.from_environment({
            "KITH_MODE": "test", "KITH_DATA": name, "KITH_DATABASE_URL": urls.database,
            "KITH_VALKEY_URL": urls.valkey, "KITH_URL": "http://localhost",
        })  # fmt: skip
        async with open_house(settings) as house:
            await _fill(house, people, each)
            await _fill_rest(house, strangers, stranger_posts)
            anew, again = [], []
            for _round in range(ROUNDS):
                async with house.reading(actor=READER) as work:
                    await look_anew(work)
                anew.append(await _home_ms(house))
                again.append(await _home_ms(house))
    return Served(
        people=people,
        unread=people * each,
        network=1 + people + strangers,
        posts=people * each + strangers * stranger_posts,
        anew_ms=min(anew),
        again_ms=min(again),
    )


async def _home_ms(house: House) -> float:
    begun = time.perf_counter()
    async with house.reading(actor=READER) as work:
        piece = await fair_home(work, None, zone="UTC")
    assert len(piece.seats) > 0
    return 1000 * (time.perf_counter() - begun)


async def _fill(house: House, people: int, each: int) -> None:
    others = [Id(number) for number in range(2, people + 2)]
    async with house.work(actor=READER) as work:
        now, day = work.now, timedelta(days=1)
        await work.db.insert_all(
            Account(id=one, handle=f"p{one}", name=f"P {one}", created_at=now) for one in (READER, *others)
        )
        since = now - 90 * day
        pairs = [
            {"follower_id": READER, "followee_id": one, "state": "accepted", "created_at": since} for one in others
        ]
        ids = [Id(first_id_at(since) + number) for number in range(people)]
        await work.db.insert_all(Follow(id=id_, **pair) for id_, pair in zip(ids, pairs, strict=True))  # type: ignore[arg-type]
        await work.db.insert_all(Follower(id=id_, **pair) for id_, pair in zip(ids, pairs, strict=True))  # type: ignore[arg-type]
        await work.db.insert_all(
            TieRecord(
                owner_id=READER, other_id=one, acts=2, given_fast=one % 7, given_at=now - day, got_fast=one % 5,
                got_at=now - day, reached=True,
            )
            for one in others
        )  # fmt: skip
        post = Post(
            author_id=READER, id=first_id_at(now), text="Words.", html="<p>Words.</p>", root_id=first_id_at(now),
            root_author_id=READER, published_at=now,
        )  # fmt: skip
        await work.db.insert(post)
        await work.db.run(_MORE, reader=READER, people=people, each=each)


async def _fill_rest(house: House, strangers: int, each: int) -> None:
    for first in range(_FIRST_STRANGER, _FIRST_STRANGER + strangers, _STRANGERS_A_STEP):
        last = min(first + _STRANGERS_A_STEP, _FIRST_STRANGER + strangers) - 1
        async with house.work() as work:
            await work.db.run(_STRANGERS, reader=READER, first=first, last=last)
            await work.db.run(_THEIR_POSTS, reader=READER, first=first, last=last, each=each)
    async with house.work() as work:
        await work.db.run(_LOOK)

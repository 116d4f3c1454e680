"""A few people for the tests of relations, and short ways to let them act."""

from collections.abc import Awaitable, Callable

import httpx

from kith.base.core.ids import Id
from kith.base.storage.database import Db
from kith.base.storage.statement import Statement
from kith.base.work import House
from kith.people import COOKIE, begin_session, load_viewer
from kith.people.model import Account, Follow, Follower, Handle, Member, Viewer
from tests.clock import BEGINNING

ANA, BEN, CLEO, DAN = Id(11), Id(12), Id(13), Id(14)
CAST = {ANA: "ana", BEN: "ben", CLEO: "cleo", DAN: "dan"}

_FOLLOWS = Statement(f"SELECT {Follow.columns()} FROM follows ORDER BY follower_id, followee_id")
_FOLLOWERS = Statement(f"SELECT {Follower.columns()} FROM followers ORDER BY follower_id, followee_id")
_MISCOUNTED = Statement("""
    SELECT count(*)
      FROM accounts
      LEFT JOIN follow_tallies ON follow_tallies.account_id = accounts.id
     WHERE COALESCE(follow_tallies.followers, 0) IS DISTINCT FROM
           (SELECT count(*) FROM followers WHERE followee_id = accounts.id AND state = 'accepted')
        OR COALESCE(follow_tallies.following, 0) IS DISTINCT FROM
           (SELECT count(*) FROM follows WHERE follower_id = accounts.id AND state = 'accepted')
""")
_BLOCKS = Statement("SELECT ARRAY[blocker_id, blocked_id] FROM blocks ORDER BY 1")
_BLOCKED_BY = Statement("SELECT ARRAY[blocker_id, blocked_id] FROM blocked_by ORDER BY 1")


async def write_cast(db: Db, *, locked: tuple[Id, ...] = ()) -> None:
    """Let Ana, Ben, Cleo and Dan live here."""
    for person, handle in CAST.items():
        await db.insert(
            Account(id=person, handle=handle, name=handle.title(), locked=person in locked, created_at=BEGINNING)
        )
        await db.insert(Handle(handle=handle, account_id=person))
        await db.insert(Member(account_id=person, password_hash="-", approved_at=BEGINNING, created_at=BEGINNING))


async def gather(house: House, *, locked: tuple[Id, ...] = ()) -> None:
    """Write the cast and commit."""
    async with house.work() as work:
        await write_cast(work.db, locked=locked)


async def act(
    house: House, person: Id, deed: Callable[..., Awaitable[object]], *args: object, **wishes: object
) -> object:
    """Let one of them do one thing, in work of its own."""
    async with house.work(actor=person) as work:
        return await deed(work, *args, **wishes)


async def viewer(house: House, person: Id) -> Viewer:
    """Load one of them as a viewer."""
    async with house.reading() as work:
        return await load_viewer(work.db, person, work.now)


async def check_twins(db: Db) -> list[Follow]:
    """Assert that both sides of every follow and of every block say the same, and tallies too; give the follows."""
    follows = await db.all(_FOLLOWS, Follow)
    followers = await db.all(_FOLLOWERS, Follower)
    assert [(f.follower_id, f.followee_id, f.id, f.state, f.notify) for f in follows] == [
        (f.follower_id, f.followee_id, f.id, f.state, f.notify) for f in followers
    ]
    assert await db.value(_MISCOUNTED) == 0
    assert await db.values(_BLOCKS) == await db.values(_BLOCKED_BY)
    return follows


async def sign_in(house: House, client: httpx.AsyncClient, person: Id) -> None:
    """Let a browser be somebody's."""
    async with house.work(actor=person) as work:
        key = await begin_session(work, person, user_agent="Mozilla/5.0 Firefox/140.0")
    client.cookies.set(COOKIE, key.written("."))

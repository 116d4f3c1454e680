"""A few people for the tests of posts, and short ways to let them act."""

import re

import httpx

from kith.base.core.ids import Id
from kith.base.storage.statement import Statement
from kith.base.work import House
from kith.people import COOKIE, begin_session
from kith.people.model import Account, Block, BlockedBy, Follow, Follower, Handle, Member, Viewer
from kith.people.store.follows import tally_follows
from kith.posts import hydrate_one
from kith.posts.actions import publish
from kith.posts.model import Audience, Card, Post, Tally, Words
from kith.posts.store import tally_of
from tests.clock import BEGINNING

ANA, BEN, CLEO, DAN = Id(11), Id(12), Id(13), Id(14)
_NAMES = {ANA: "ana", BEN: "ben", CLEO: "cleo", DAN: "dan"}
_JOBS = Statement("SELECT unnest(names) FROM jobs ORDER BY id")
_TOKEN = re.compile(r'name="csrf" value="([0-9a-f]+)"')
COUNT = Statement("SELECT count(*) FROM posts")


async def gather_cast(house: House) -> None:
    """Let Ana, Ben, Cleo and Dan live here; Ben follows Ana."""
    async with house.work() as work:
        for person, handle in _NAMES.items():
            await work.db.insert(Account(id=person, handle=handle, name=handle.title(), created_at=BEGINNING))
            await work.db.insert(Handle(handle=handle, account_id=person))
            await work.db.insert(
                Member(account_id=person, password_hash="", approved_at=BEGINNING, created_at=BEGINNING)
            )
    await follow(house, BEN, ANA)


async def follow(house: House, follower: Id, followee: Id) -> None:
    """Let one read the other."""
    async with house.work() as work:
        id_ = work.new_id()
        await work.db.insert(
            Follow(follower_id=follower, followee_id=followee, id=id_, state="accepted", created_at=work.now)
        )
        await work.db.insert(
            Follower(follower_id=follower, followee_id=followee, id=id_, state="accepted", created_at=work.now)
        )
        await tally_follows(work.db, [(follower, followee)], by=1)
        work.forget(f"viewer:{follower}")


async def block(house: House, blocker: Id, blocked: Id) -> None:
    """Hide two from each other."""
    async with house.work() as work:
        await work.db.insert(Block(blocker_id=blocker, blocked_id=blocked, id=work.new_id(), created_at=work.now))
        await work.db.insert(BlockedBy(blocked_id=blocked, blocker_id=blocker))
        work.forget(f"viewer:{blocker}", f"viewer:{blocked}")


async def say(
    house: House, person: Id, text: str, *, audience: Audience = "everyone", reply_to: Post | None = None
) -> Post:
    """Publish a post."""
    async with house.work(actor=person) as work:
        return await publish(work, Words(text=text, audience=audience, reply_to_id=reply_to.id if reply_to else None))


async def tally(house: House, post: Post) -> Tally:
    """Read what was counted."""
    async with house.reading() as work:
        return await tally_of(work.db, post)


async def card_for(house: House, viewer: Viewer, post: Post) -> Card:
    """Read a card."""
    async with house.reading() as work:
        card = await hydrate_one(work.db, viewer, post)
        assert card is not None
        return card


async def jobs(house: House) -> list[str]:
    """List the jobs that wait."""
    async with house.reading() as work:
        return await work.db.values(_JOBS)


async def sign_in(house: House, client: httpx.AsyncClient, person: Id) -> None:
    """Put this person in front of the browser."""
    async with house.work() as work:
        key = await begin_session(work, person, user_agent="")
    client.cookies.set(COOKIE, key.written("."))


async def send(client: httpx.AsyncClient, page: str, path: str, **fields: object) -> httpx.Response:
    """Open a page, take the signature from a form on it, and send the form without script."""
    opened = await client.get(page)
    token = _TOKEN.search(opened.text)
    assert token, f"{page} has no form: {opened.status_code}"
    files = fields.pop("files", None)
    return await client.post(
        path,
        data={"csrf": token[1], **fields},
        files=files,  # type: ignore[arg-type]
        headers={"referer": f"http://kith.test{page}"},
    )

"""What there is to break: a few people, with a little of everything that can be asked for."""

from dataclasses import dataclass

from kith.base.core.ids import Id
from kith.base.letters import write_letter
from kith.base.work import House
from kith.people import follow, mute, remark
from kith.people.model import Account, Handle, Invite, Member
from kith.people.tests.cast_of_relations import ANA, BEN, DAN, gather
from kith.posts import like, publish, save_draft
from kith.posts.model import PollWish, Words
from tests.clock import BEGINNING
from tests.fuzz.doors import Door

OLGA = Id(21)  # owns the server
WILL = Id(22)  # waits to be let in


@dataclass(frozen=True)
class Village:
    """The ids that stand in addresses."""

    post_id: Id
    bens_post_id: Id
    draft_id: Id

    def path(self, door: Door, **given: str) -> str:
        """Fill the holes of a path: with what is there, or with what is `given`."""
        known = {"id": self._id_for(door.route.path), "handle": "ben", "tag": "garden", "name": "garden",
                 "code": "an-invitation", "key": "0" * 64 + ".jpg"}  # fmt: skip
        path = door.route.path
        for hole in door.holes:
            path = path.replace(f"{{{hole}}}", given.get(hole, known.get(hole, "x")))
        return path

    def _id_for(self, path: str) -> str:
        if "/drafts" in path or "/scheduled" in path:
            return str(self.draft_id)
        if "/waiting/" in path:
            return str(WILL)
        if any(part in path for part in ("/accounts/", "/members/", "/faces/", "/follow_requests/")):
            return str(BEN)
        if "@{handle}" in path or "/votes" in path:
            return str(self.bens_post_id)
        return str(self.post_id)


async def settle(house: House) -> Village:
    """Let everybody live here: Ana writes, Ben answers and asks, Dan is locked, Olga owns the place, Will waits."""
    await gather(house, locked=(DAN,))
    async with house.work() as work:
        for person, handle, role in ((OLGA, "olga", "owner"), (WILL, "will", "member")):
            await work.db.insert(Account(id=person, handle=handle, name=handle.title(), created_at=BEGINNING))
            await work.db.insert(Handle(handle=handle, account_id=person))
            approved_at = BEGINNING if role == "owner" else None
            await work.db.insert(
                Member(account_id=person, password_hash="-", role=role, approved_at=approved_at, created_at=BEGINNING)  # type: ignore[arg-type]
            )
        await work.db.insert(
            Invite(
                code_hash=b"-", code="-", inviter_id=BEN, id=work.new_id(), expires_at=BEGINNING, created_at=BEGINNING
            )
        )
        await write_letter(work, to="ana@example.org", subject="Hello", text="A letter.")
    async with house.work(actor=ANA) as work:
        post = await publish(
            work, Words(text="The first of my #garden", poll=PollWish(options=("a", "b"), lasts_s=600))
        )
        draft = await save_draft(work, Words(text="Not yet."))
        await follow(work, BEN)
        await mute(work, DAN)
        await remark(work, BEN, "From the choir.")
    async with house.work(actor=BEN) as work:
        answer = await publish(
            work, Words(text="@ana #garden?", reply_to_id=post.id, poll=PollWish(options=("a", "b"), lasts_s=600))
        )
        await like(work, post.id)
        await follow(work, ANA)
    return Village(post_id=post.id, bens_post_id=answer.id, draft_id=draft.id)

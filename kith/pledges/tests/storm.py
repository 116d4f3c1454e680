"""A storm for the tests of pledges: one author whose devices do many things in the same moment."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from contextlib import suppress

import msgspec

from kith.base.core.errors import KithError
from kith.base.core.ids import Id
from kith.base.storage.statement import Statement
from kith.base.work import House
from kith.pledges import PassOnAnyway, change_pledge, pause_pledge, schedule_next, sort_post
from kith.pledges.model import Pledge, PledgeEdit
from kith.pledges.store import find_pledge, forget_pledges
from kith.pledges.tests.cast import BREAD, POLITICS, posts, promises
from kith.posts.actions import delete, edit, like, publish_due, repost, save_draft, undo_repost
from kith.posts.model import DraftDue, Post, Words
from kith.posts.tests.cast import ANA, BEN, say
from kith.topics import declare, take_declaration_back
from tests.clock import TestClock

_NUMBER = re.compile(r"\((\d+)\)$")
_DUE = Statement("SELECT id FROM drafts WHERE person_id = %(person_id)s AND publish_at <= %(now)s ORDER BY id")
_TEXTS = Statement("""
    SELECT text FROM posts WHERE author_id = %(person_id)s AND repost_of_id IS NULL
     UNION ALL
    SELECT words ->> 'text' FROM drafts WHERE person_id = %(person_id)s
""")
_CLEAR = tuple(Statement(f"DELETE FROM {table}") for table in ("posts", "drafts", "declared_topics"))


class Deed(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that somebody does on one of their devices."""

    kind: str
    number: int  # to which post, or how many
    choice: str  # where a post has no place
    zone: str


class Storm:
    """A pledge that has held for a day, and all that its author does at once. Each text ends with its number."""

    def __init__(self, house: House, clock: TestClock, pledge: Pledge, theirs: Post) -> None:
        self.house, self.clock, self.pledge, self.theirs = house, clock, pledge, theirs
        self.out: list[Post] = []
        self.kept: set[int] = set()  # numbers of what was written, unless its author took it away or left it
        self.comments: set[Id] = set()
        self.count = 0

    async def wave(self, hours: int, deeds: list[Deed]) -> None:
        """Let time go by; then all of this happens in one moment, and two workers send what was scheduled."""
        self.clock.tick(hours=hours)
        async with self.house.reading() as work:
            due = await work.db.values(_DUE, person_id=ANA, now=work.now)
        sent = [self._send(one) for one in due for _worker in range(2)]
        await asyncio.gather(*(self._do(one) for one in deeds), *sent)

    async def promised(self) -> Pledge:
        """Read the pledge as it is now."""
        async with self.house.reading() as work:
            found = await find_pledge(work.db, self.pledge.id)
        assert found is not None
        return found

    async def there(self) -> set[int]:
        """Read the numbers of what is out or kept as a draft; none may be there twice."""
        async with self.house.reading() as work:
            numbers = [_number(text) for text in await work.db.values(_TEXTS, person_id=ANA)]
        assert len(numbers) == len(set(numbers))
        return set(numbers)

    async def write(self, *, choice: str = "nothing", reply_to_id: Id | None = None) -> Post | None:
        """Write a post about it; where it has no place, one more tap decides, after which it is out or kept."""
        text = self._text()
        with suppress(KithError):  # what it goes on with was taken away in this moment
            made = await posts(self.house, ANA, text, self.pledge, "yes", reply_to_id=reply_to_id)
            if made is None and choice != "nothing":
                return await self._choose(text, choice)
            return self._note(made)
        return None

    async def _send(self, draft_id: Id) -> None:
        async with self.house.work(actor=ANA) as work:
            await publish_due(work, DraftDue(person_id=ANA, draft_id=draft_id))

    async def _do(self, deed: Deed) -> None:
        target, pledge_id, topic = self.out[deed.number % len(self.out)], self.pledge.id, self.pledge.topic
        ways: dict[str, Callable[[], Awaitable[object]]] = {
            "post": lambda: self.write(choice=deed.choice),
            "twice": lambda: self._twice(over=deed.choice == "over"),
            "app": self._by_app,
            "pass on": lambda: self._try(repost, self.theirs.id),
            "take back": lambda: self._try(undo_repost, self.theirs.id),
            "chain": lambda: self.write(choice=deed.choice, reply_to_id=target.id),
            "comment": lambda: self._comment(self._text()),
            "edit": lambda: self._edit(target, BREAD if deed.number % 2 else POLITICS),
            "delete": lambda: self._delete(target),
            "like": lambda: self._try(like, self.theirs.id),
            "sort": lambda: self._try(sort_post, pledge_id, target.id, about=deed.number % 2 == 0),
            "say": lambda: self._try(declare, target.id, topic, about=True, anyway=deed.choice == "over"),
            "unsay": lambda: self._try(take_declaration_back, target.id, topic),
            "terms": lambda: self._try(change_pledge, pledge_id, PledgeEdit(posts_max=deed.number)),
            "zone": lambda: self._try(change_pledge, pledge_id, PledgeEdit(timezone=deed.zone)),
            "rest": lambda: self._try(pause_pledge, pledge_id, periods=1),
        }
        await ways[deed.kind]()

    async def _choose(self, text: str, choice: str) -> Post | None:
        if choice == "comment":
            return await self._comment(text)
        if choice == "schedule" and await self._try(schedule_next, Words(text=text)):
            self.kept.add(_number(text))
            return None
        if choice in ("schedule", "draft"):
            assert await self._try(save_draft, Words(text=text))
            self.kept.add(_number(text))
            return None
        said = "no" if choice == "no" else "yes"
        made = self._note(await posts(self.house, ANA, text, self.pledge, said, over=choice == "over"))
        assert made is not None, "it can always go out with one more tap"
        return made

    async def _twice(self, *, over: bool) -> None:
        """Send the same with one key from three devices: it is out once, or for all of them not at all (P7)."""
        text = self._text()
        key = f"{self.pledge.id} {self.count}"
        sent = await asyncio.gather(
            *(posts(self.house, ANA, text, self.pledge, "yes", over=over, key=key) for _device in range(3))
        )
        again = await posts(self.house, ANA, text, self.pledge, "yes", over=over, key=key)
        assert len({one.id for one in (*sent, again) if one is not None}) <= 1
        assert not over or None not in sent, "it can always go out with one more tap"
        if again is not None:
            self._note(again)

    async def _by_app(self) -> None:
        """Post from an app, which is asked nothing while there is room: what it posts is unsorted."""
        self._note(await posts(self.house, ANA, self._text(), sent_by="app"))

    async def _comment(self, text: str) -> Post | None:
        made = await posts(self.house, ANA, text, reply_to_id=self.theirs.id)
        assert made is not None, "nobody is asked about an answer"
        self.kept.add(_number(text))
        self.comments.add(made.id)
        return made

    async def _edit(self, post: Post, words: str) -> None:
        text, said = f"{words} ({_number(post.text)})", "yes" if words == POLITICS else "no"
        new = Words(text=text, answers={f"pledge-{self.pledge.id}": said})
        await self._try(edit, post.id, new, sent_by="hand")

    async def _delete(self, post: Post) -> None:
        if await self._try(delete, post.id):
            self.kept.discard(_number(post.text))

    async def _try(self, deed: Callable[..., Awaitable[object]], *given: object, **named: object) -> bool:
        """Do it as Ana; tell whether it was done. What is refused leaves nothing behind."""
        try:
            async with self.house.work(actor=ANA) as work:
                if self.count % 2:
                    work.memo[PassOnAnyway] = PassOnAnyway()
                await deed(work, *given, **named)
        except KithError:
            return False
        return True

    def _note(self, made: Post | None) -> Post | None:
        if made is not None:
            self.out.append(made)
            self.kept.add(_number(made.text))
        return made

    def _text(self) -> str:
        self.count += 1
        return f"{POLITICS} ({self.count})"


async def begin(house: House, clock: TestClock, period: str, places: int, *, reposts: bool) -> Storm:
    """Let Ana promise, post once, and a day go by, after which nothing is free to be changed any more."""
    async with house.work() as work:
        await forget_pledges(work.db, ANA)
        for statement in _CLEAR:
            await work.db.run(statement)
    pledge = await promises(house, clock, ANA, period=period, posts_max=places, counts_reposts=reposts)
    storm = Storm(house, clock, pledge, await say(house, BEN, POLITICS))
    first = await posts(house, ANA, f"{POLITICS} (0)", pledge, "yes", over=True)
    assert storm._note(first) is not None
    clock.tick(hours=25)
    return storm


def _number(text: str) -> int:
    found = _NUMBER.search(text)
    assert found is not None
    return int(found[1])

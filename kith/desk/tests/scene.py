"""A clinic with a team, Ana who comes to it, and short ways to let them act."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from kith.base.core.ids import Id
from kith.base.core.paging import Paging
from kith.base.work import House
from kith.conversations import open_pair, send
from kith.conversations.model import Message, MessageWish
from kith.desk.actions.answering import AnswerWish, answer
from kith.desk.actions.reading import CaseView, DeskList, load_case, load_list
from kith.desk.model import Case, View
from kith.notices.tests.scene import run_jobs
from kith.organisations.tests.scene import a_clinic, person, seat_for
from kith.posts import publish
from kith.posts.model import Audience, Post, Words


@dataclass(frozen=True)
class Scene:
    """The clinic; Samira who owns it, Mara of its team, Gus who is a guest there; Ana and Ben of the village."""

    clinic: Id
    samira: Id
    mara: Id
    gus: Id
    ana: Id
    ben: Id


async def gather(house: House) -> Scene:
    """Let all of them be there."""
    clinic = await a_clinic(house)
    mara, gus = await person(house, "mara"), await person(house, "gus")
    await seat_for(house, clinic, mara, "member")
    await seat_for(house, clinic, gus, "guest")
    ana, ben = await person(house, "ana"), await person(house, "ben")
    await run_jobs(house)
    return Scene(clinic=clinic.id, samira=clinic.owner, mara=mara, gus=gus, ana=ana, ben=ben)


async def act(house: House, hand: Id, deed: Callable[..., Awaitable[Any]], *given: Any, **named: Any) -> Any:
    """Let somebody do something in work of its own, and whoever listens hear of it."""
    async with house.work(actor=hand) as work:
        made = await deed(work, *given, **named)
    await run_jobs(house)
    return made


async def look(house: House, hand: Id, deed: Callable[..., Awaitable[Any]], *given: Any, **named: Any) -> Any:
    """Let somebody read something."""
    async with house.reading(actor=hand) as work:
        return await deed(work, *given, **named)


async def write_to(house: House, author: Id, to: Id, text: str) -> Message:
    """Write to somebody in private."""
    room = await act(house, author, open_pair, to)
    message: Message = await act(house, author, send, room.id, MessageWish(text=text))
    return message


async def say(
    house: House, author: Id, text: str, *, reply_to: Id | None = None, audience: Audience = "everyone"
) -> Post:
    """Say something in public."""
    post: Post = await act(house, author, publish, Words(text=text, audience=audience, reply_to_id=reply_to))
    return post


async def reply(house: House, hand: Id, case: Case, text: str, **named: Any) -> Case:
    """Answer a case."""
    answered: Case = await act(house, hand, answer, case.organisation_id, case.id, AnswerWish(text=text, **named))
    return answered


async def desk(house: House, hand: Id, scene: Scene, view: View = "all") -> DeskList:
    """Read a view of the clinic's desk."""
    found: DeskList = await look(house, hand, load_list, scene.clinic, view, Paging(limit=30))
    return found


async def only_case(house: House, scene: Scene, view: View = "all") -> Case:
    """Give the one case that lies in a view."""
    [row] = (await desk(house, scene.samira, scene, view)).rows
    return row.case


async def opened(house: House, hand: Id, case: Case) -> CaseView:
    """Open a case."""
    view: CaseView = await look(house, hand, load_case, case.organisation_id, case.id)
    return view


__all__ = [
    "Scene",
    "act",
    "desk",
    "gather",
    "look",
    "only_case",
    "opened",
    "person",
    "reply",
    "run_jobs",
    "say",
    "write_to",
]

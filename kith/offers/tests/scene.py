"""A bakery, and people of the village: some who asked for its offers, and some who did not."""

from dataclasses import dataclass

from kith.base.core.ids import Id
from kith.base.core.paging import Paging
from kith.base.work import House
from kith.notices import load_notices
from kith.offers import ask_for_offers, call_offer
from kith.organisations import found
from kith.organisations.tests.scene import person
from kith.people import follow
from kith.people.model import OfferPace
from kith.posts import publish
from kith.posts.model import Post, Words
from kith.worker import run_everything_due
from tests.clock import TestClock

CAKES = "20% off all cakes this weekend! Order now at our shop."


@dataclass(frozen=True)
class Bakery:
    """An organisation, and who owns it."""

    id: Id
    owner: Id
    keeper: Id  # who owns the server


async def a_bakery(house: House) -> Bakery:
    """Give a bakery that Rosa owns. The server has an owner before her."""
    keeper, owner = await person(house, "keeper"), await person(house, "rosa")
    async with house.work(actor=owner) as work:
        made = await found(work, handle="bakery", name="Morning Bakery")
    return Bakery(id=made.organisation_id, owner=owner, keeper=keeper)


async def say(house: House, bakery: Bakery, text: str, kind: str = "sure", **more: object) -> Post:
    """Let the bakery post: an offer, or conversation of which it is sure."""
    words = Words(text=text, answers={"offers": kind}, **more)  # type: ignore[arg-type]
    async with house.work(actor=bakery.id, hand=bakery.owner) as work:
        made = await publish(work, words)
    await run_everything_due(house)
    return made


async def ask(house: House, who: Id, bakery: Bakery, pace: OfferPace = "each") -> None:
    """Let somebody ask for its offers."""
    async with house.work(actor=who) as work:
        await ask_for_offers(work, bakery.id, pace)


async def read(house: House, who: Id, whom: Id) -> None:
    """Let somebody follow somebody."""
    async with house.work(actor=who) as work:
        await follow(work, whom)


async def readers(house: House, bakery: Bakery, clock: TestClock, count: int = 8) -> list[Id]:
    """Give people who have read the bakery for a while, and are no newcomers."""
    people = [await person(house, f"reader{number}") for number in range(count)]
    for one in people:
        await read(house, one, bakery.id)
    clock.tick(days=40)
    return people


async def call(house: House, who: Id, post: Post) -> None:
    """Let somebody call a post an offer."""
    async with house.work(actor=who) as work:
        await call_offer(work, post.id)


async def cross(house: House, bakery: Bakery, people: list[Id], clock: TestClock) -> list[Post]:
    """Let readers call so much of what it says offers that it is beyond the line; gives what it said."""
    posts = [await say(house, bakery, f"Plum cake number {number}, while there is any") for number in range(3)]
    for number, post in enumerate(posts):
        for one in people if number < 2 else people[:3]:  # the third voice on the third post is one too many
            await call(house, one, post)
        clock.tick(days=7)  # a voice a week
    await run_everything_due(house)
    return posts


async def told(house: House, who: Id, *, hand: Id | None = None) -> list[str]:
    """Give the kinds of somebody's notices."""
    async with house.work(actor=who, hand=hand) as work:
        return [one.notice.kind for one in (await load_notices(work, Paging(limit=40))).items]

"""Organisations hold no ties: every place where a person could come close, and an organisation does not."""

from datetime import timedelta

import httpx

from kith.base.core.ids import Id
from kith.base.work import House
from kith.conversations import first_words, memories_of, open_pair, presence_of, send
from kith.conversations.actions.presence import be_here
from kith.conversations.model import MessageWish
from kith.friends import birthdays_soon, set_birthday
from kith.organisations.tests.scene import a_clinic, person
from kith.organisations.tests.test_acting import press, sign_in
from kith.people import follow, newcomers
from kith.posts import publish
from kith.posts.model import Words
from kith.ties import dormant_ties, long_unseen, my_ties, ties_of
from kith.worker import run_everything_due
from tests.clock import TestClock


async def talked(house: House, clinic: Id, owner: Id, person_id: Id) -> Id:
    """Let a person and an organisation talk as friends would: follows, posts, answers, messages."""
    async with house.work(actor=person_id) as work:
        await follow(work, clinic)
        room = await open_pair(work, clinic)
        await send(work, room.id, MessageWish(text="Thank you for everything"))
    await run_everything_due(house)
    async with house.work(actor=clinic, hand=owner) as work:
        await follow(work, person_id)
        await send(work, room.id, MessageWish(text="Come again"))
        await publish(work, Words(text="Hello @ben"))
    await run_everything_due(house)
    return room.id


async def test_it_has_no_tie_with_anybody(house: House) -> None:
    """However much was said, on either side."""
    clinic, ben = await a_clinic(house), await person(house, "ben")
    await talked(house, clinic.id, clinic.owner, ben)
    async with house.reading(actor=ben) as work:
        assert [one.person_id for one in await my_ties(work)] == []
        [tie] = (await ties_of(work, [clinic.id])).values()
        assert tie.closeness == 0
    async with house.reading(actor=clinic.id, hand=clinic.owner) as work:
        assert list(await my_ties(work)) == []


async def test_it_is_never_an_old_friend(house: House, clock: TestClock) -> None:
    """Years of silence remind nobody of a clinic."""
    clinic, ben = await a_clinic(house), await person(house, "ben")
    await talked(house, clinic.id, clinic.owner, ben)
    clock.tick(days=900)
    async with house.reading(actor=ben) as work:
        assert await dormant_ties(work) == []
        assert await long_unseen(work) == []


async def test_it_is_suggested_to_nobody_and_found_by_name(house: House, client: httpx.AsyncClient) -> None:
    """Neither among newcomers nor among people to find; whoever looks for it finds it."""
    clinic, ben = await a_clinic(house), await person(house, "ben")
    async with house.reading(actor=ben) as work:
        assert clinic.id not in {one.id for one in await newcomers(work, limit=40)}
    await sign_in(client, "ben")
    assert "Clinic on the Hill" not in (await client.get("/people/find")).text
    assert "Clinic on the Hill" in (await client.get("/search?q=clinic")).text


async def test_nobody_is_reminded_of_its_birthday(house: House, clock: TestClock) -> None:
    """Though one stands there from a time before a team held it."""
    clinic, ben = await a_clinic(house), await person(house, "ben")
    async with house.work(actor=ben) as work:
        await follow(work, clinic.id)
    async with house.work(actor=clinic.id, hand=clinic.owner) as work:
        await set_birthday(work, (work.now + timedelta(days=3)).date().replace(year=1992), "followers")
    async with house.reading(actor=ben) as work:
        assert await birthdays_soon(work) == []


async def test_it_is_nobodys_memory(house: House, clock: TestClock) -> None:
    """A year later neither side is reminded of what they said."""
    clinic, ben = await a_clinic(house), await person(house, "ben")
    room_id = await talked(house, clinic.id, clinic.owner, ben)
    begun = clock()
    clock.tick(days=366)
    async with house.reading(actor=ben) as work:
        day = begun.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=365)
        assert await memories_of(work, day - timedelta(days=1), day + timedelta(days=2)) == []
        assert await first_words(work, room_id) is None


async def test_it_is_never_here(house: House) -> None:
    """Somebody at the desk is not an organisation that came home."""
    clinic, ben = await a_clinic(house), await person(house, "ben")
    await talked(house, clinic.id, clinic.owner, ben)
    async with house.work(actor=clinic.id, hand=clinic.owner) as work:
        await be_here(work, "here")
    async with house.reading(actor=ben) as work:
        assert await presence_of(work, [clinic.id]) == {}


async def test_there_is_no_page_of_us_with_it(house: House, client: httpx.AsyncClient) -> None:
    """And from its side there is none with anybody."""
    clinic, _ben = await a_clinic(house), await person(house, "ben")
    await sign_in(client, "ben")
    assert (await client.get("/@clinic/us")).status_code in (403, 404)
    await press(client, "/sign-out", page="/organisations/new")
    await sign_in(client, "samira")
    await press(client, f"/organisations/{clinic.id}/act")
    assert (await client.get("/@ben/us")).status_code == 403

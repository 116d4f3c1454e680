"""What goes out by the clock is signed by whoever wrote it, where both wish it still; apps show it as pages do."""

from datetime import timedelta
from typing import Literal

import httpx
import pytest

from kith.base.core.ids import Id
from kith.base.work import House
from kith.organisations import About, change_own_seat, end_seat, tell_about
from kith.organisations.tests.scene import Clinic, a_clinic, person, seat_for
from kith.posts import save_draft
from kith.posts.actions.drafts import change_draft, reschedule
from kith.posts.model import Words
from kith.worker import run_everything_due
from tests.clock import TestClock

LATER = timedelta(hours=2)


async def a_team(house: House) -> tuple[Clinic, Id]:
    """Give a clinic that signs what it says, with Mara on its team, who agreed."""
    clinic, mara = await a_clinic(house), await person(house, "mara")
    await seat_for(house, clinic, mara, "member", shown=True)
    async with house.work(actor=clinic.owner) as work:
        await tell_about(work, clinic.id, About(signs=True))
        await change_own_seat(work, clinic.id, shown=True)
    return clinic, mara


async def said(house: House, client: httpx.AsyncClient, clinic: Clinic, clock: TestClock) -> str:
    """Let the time come, and give what apps show of the post that went out."""
    clock.tick(hours=3)
    await run_everything_due(house)
    [status] = (await client.get(f"/api/v1/accounts/{clinic.id}/statuses")).json()
    return str(status["content"])


@pytest.mark.parametrize(
    ("meanwhile", "name"), [("nothing", "— Mara"), ("moved", "— Mara"), ("reworded", "— Samira"), ("hidden", "")]
)
async def test_the_clock_signs_for_whoever_wrote_it(
    house: House,
    client: httpx.AsyncClient,
    clock: TestClock,
    meanwhile: Literal["nothing", "moved", "reworded", "hidden"],
    name: str,
) -> None:
    """Whoever only moves it has not written it; whoever hides meanwhile is not named."""
    clinic, mara = await a_team(house)
    async with house.work(actor=clinic.id, hand=mara) as work:
        draft = await save_draft(work, Words(text="Open until six"), publish_at=work.now + LATER)
    async with house.work(actor=clinic.id, hand=clinic.owner) as work:
        if meanwhile == "moved":
            await reschedule(work, draft.id, work.now + LATER + timedelta(minutes=5))
        elif meanwhile == "reworded":
            await change_draft(work, draft.id, Words(text="Open until six!"), publish_at=work.now + LATER)
    if meanwhile == "hidden":
        async with house.work(actor=mara) as work:
            await change_own_seat(work, clinic.id, shown=False)
    content = await said(house, client, clinic, clock)
    assert "Open until six" in content
    assert content.endswith(f"<p>{name}</p>" if name else "six</p>")


async def test_what_was_set_goes_out_without_a_name_when_the_seat_has_ended(
    house: House, client: httpx.AsyncClient, clock: TestClock
) -> None:
    """The words are the organisation's; it finds them among what is to come, and may take them out."""
    clinic, mara = await a_team(house)
    async with house.work(actor=clinic.id, hand=mara) as work:
        await save_draft(work, Words(text="Open until six"), publish_at=work.now + LATER)
    async with house.work(actor=clinic.owner) as work:
        await end_seat(work, clinic.id, mara)
    assert await said(house, client, clinic, clock) == "<p>Open until six</p>"

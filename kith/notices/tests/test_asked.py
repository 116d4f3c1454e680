"""Teams among the notices: whoever is asked onto one is told, as long as they have not answered."""

import httpx
import pytest

from kith.base.core.ids import Id
from kith.base.work import House
from kith.gateways.mastodon.fallback import type_of
from kith.organisations import close, decline_seat, offer_seat, take_seat, withdraw_offer
from kith.organisations.tests.scene import Clinic, a_clinic, person, token_for
from kith.organisations.tests.test_acting import sign_in
from kith.people import block
from kith.worker import run_everything_due

ASKED = "asks you onto its team."


async def _asked(house: House, *, again: bool = False) -> tuple[Clinic, Id]:
    clinic, ben = await a_clinic(house), await person(house, "ben")
    for _time in range(2 if again else 1):
        async with house.work(actor=clinic.owner) as work:
            await offer_seat(work, clinic.id, ben, role="member")
    await run_everything_due(house)
    return clinic, ben


async def test_who_is_asked_is_told_with_a_way_to_answer(house: House, client: httpx.AsyncClient) -> None:
    """Once, however often they are asked; it is from the organisation."""
    await _asked(house, again=True)
    await sign_in(client, "ben")
    shown = (await client.get("/notices")).text
    assert shown.count(ASKED) == 1
    assert "Clinic on the Hill" in shown
    assert 'class="button button--small" href="/organisations"' in shown


@pytest.mark.parametrize("way", ["taken", "declined", "withdrawn", "closed", "blocked"])
async def test_it_goes_with_the_offer(house: House, client: httpx.AsyncClient, way: str) -> None:
    """Nobody is led to a question that is answered, or no longer asked."""
    clinic, ben = await _asked(house)
    await sign_in(client, "ben")
    assert ASKED in (await client.get("/notices")).text
    by_owner = way in ("withdrawn", "closed")
    async with house.work(actor=clinic.owner if by_owner else ben) as work:
        if way == "taken":
            await take_seat(work, clinic.id)
        elif way == "declined":
            await decline_seat(work, clinic.id)
        elif way == "withdrawn":
            await withdraw_offer(work, clinic.id, ben)
        elif way == "closed":
            await close(work, clinic.id)
        else:
            await block(work, clinic.id)
    await run_everything_due(house)
    assert ASKED not in (await client.get("/notices")).text


async def test_apps_read_it_in_words(house: House, client: httpx.AsyncClient) -> None:
    """They have no type for it; where one says what it knows, it gets the sentence and the address."""
    _clinic, ben = await _asked(house)
    headers = {"authorization": f"Bearer {await token_for(house, ben, hand=ben)}"}
    answer = await client.get("/api/v1/notifications", params={"supported_types[]": "mention"}, headers=headers)
    [one] = answer.json()
    assert one["type"] == type_of("seat") == "kith.seat"
    assert one["account"]["acct"] == "clinic"
    assert one["fallback"]["title"] == "Clinic on the Hill asks you onto its team."
    assert one["fallback"]["details"] == "You can read it at http://kith.test/organisations."
    assert (await client.get("/api/v1/notifications", headers=headers)).json() == []

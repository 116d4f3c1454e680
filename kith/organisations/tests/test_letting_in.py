"""An app is let in to an organisation, by somebody on its team; and what is left of somebody who goes."""

import re
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import pytest_asyncio

from kith.base.core.ids import Id
from kith.base.storage.statement import Statement
from kith.base.work import House
from kith.organisations import change_seat, end_seat
from kith.organisations.model import Organisation, OrganisationRelation, SeatOffer, SignedPost, TeamAct, TeamSeat
from kith.organisations.tests.scene import Clinic, a_clinic, person, seat_for
from kith.organisations.tests.test_acting import sign_in
from kith.organisations.tests.test_speaking import message, post
from kith.people.actions.leaving import delete_who_left, leave
from kith.people.tests.door import PASSWORD
from kith.worker import run_everything_due
from tests.clock import TestClock

BACK = "https://app.example/back"


@pytest_asyncio.fixture
async def clinic(house: House) -> Clinic:
    """A clinic that Samira owns."""
    return await a_clinic(house)


async def register(client: httpx.AsyncClient) -> dict[str, Any]:
    """Let an app introduce itself."""
    form = {"client_name": "Lantern", "redirect_uris": BACK, "scopes": "read write"}
    app: dict[str, Any] = (await client.post("/api/v1/apps", json=form)).json()
    return app


async def let_in(client: httpx.AsyncClient, app: dict[str, Any], account_id: Id) -> httpx.Response:
    """Answer the question with an account."""
    asked = {"response_type": "code", "client_id": app["client_id"], "redirect_uri": BACK, "scope": "read write"}
    page = await client.get(f"/oauth/authorize?{urlencode(asked)}")
    signature = re.search(r'name="csrf" value="([0-9a-f]+)"', page.text)
    assert signature is not None
    form = {"csrf": signature[1], "query": urlencode(asked), "answer": "yes", "account": str(account_id)}
    return await client.post("/oauth/authorize", data=form)


async def fetch(client: httpx.AsyncClient, app: dict[str, Any], answer: httpx.Response) -> httpx.Response:
    """Fetch the token."""
    code = parse_qs(urlsplit(answer.headers["location"]).query)["code"][0]
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": BACK}
    return await client.post("/oauth/token", data=form | {name: app[name] for name in ("client_id", "client_secret")})


async def test_an_app_gets_the_account_that_was_chosen(house: House, client: httpx.AsyncClient, clinic: Clinic) -> None:
    """It posts as the organisation, by the hand that let it in."""
    await sign_in(client, "samira")
    app = await register(client)
    answer = await let_in(client, app, clinic.id)
    assert answer.status_code == 303
    token = (await fetch(client, app, answer)).json()["access_token"]
    client.cookies.clear()
    headers = {"authorization": f"Bearer {token}"}
    made = await client.post("/api/v1/statuses", headers=headers, json={"status": "Open until six"})
    assert made.status_code == 200, made.text
    assert made.json()["account"]["acct"] == "clinic"
    assert (await client.get("/api/kith/v1/apps", headers=headers)).status_code == 403


async def test_the_question_offers_ones_own_organisations_alone(
    house: House, client: httpx.AsyncClient, clinic: Clinic
) -> None:
    """A form that was changed by hand gets no further: not for a stranger, not for a guest."""
    ben = await person(house, "ben")
    await sign_in(client, "ben")
    app = await register(client)
    assert (await let_in(client, app, clinic.id)).status_code == 404
    await seat_for(house, clinic, ben, "member")
    assert (await let_in(client, app, clinic.id)).status_code == 303
    async with house.work(actor=clinic.owner) as work:
        await change_seat(work, clinic.id, ben, role="guest")
    assert (await let_in(client, app, clinic.id)).status_code == 403


async def test_a_code_is_worth_nothing_after_the_seat(house: House, client: httpx.AsyncClient, clinic: Clinic) -> None:
    """Ending the seat ends what was on its way."""
    ben = await person(house, "ben")
    await seat_for(house, clinic, ben, "member")
    await sign_in(client, "ben")
    app = await register(client)
    answer = await let_in(client, app, clinic.id)
    async with house.work(actor=clinic.owner) as work:
        await end_seat(work, clinic.id, ben)
    assert (await fetch(client, app, answer)).status_code == 400


async def rows_naming(house: House, account_id: Id) -> dict[str, int]:
    """Count the rows of each table that hold an id anywhere."""
    found = {}
    async with house.reading() as work:
        for record in (Organisation, TeamSeat, SeatOffer, TeamAct, SignedPost, OrganisationRelation):
            asked = f"SELECT count(*) FROM {record.table_name} AS row WHERE to_jsonb(row)::text LIKE %(id)s"
            found[record.table_name] = int(await work.db.value(Statement(asked), id=f"%{account_id}%"))
    return found


async def test_nothing_is_left_of_somebody_who_left(house: House, clock: TestClock, clinic: Clinic) -> None:
    """That something was done stays; by whom, or towards whom, does not."""
    ben = await person(house, "ben")
    await seat_for(house, clinic, ben, "manager", shown=True)
    await post(house, clinic.id, "Open until six", hand=ben)
    await message(house, ben, clinic.id, "A question")
    await run_everything_due(house)
    assert sum((await rows_naming(house, ben)).values()) > 3
    async with house.work(actor=ben) as work:
        await leave(work, password=PASSWORD)
    clock.tick(days=31)
    async with house.work() as work:
        await delete_who_left(work)
    await run_everything_due(house)
    assert set((await rows_naming(house, ben)).values()) == {0}

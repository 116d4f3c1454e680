"""An app is let in to an organisation, by somebody on its team; and what is left of somebody who goes."""

import re
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import pytest_asyncio

from kith.base.core.ids import Id
from kith.base.core.paging import Paging
from kith.base.storage.statement import Statement
from kith.base.work import House
from kith.organisations import acts_of, change_seat, end_seat
from kith.organisations.model import (
    Organisation,
    OrganisationRelation,
    SeatOffer,
    SignedPost,
    TeamAct,
    TeamProgram,
    TeamSeat,
)
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
        for record in (Organisation, TeamSeat, TeamProgram, SeatOffer, TeamAct, SignedPost, OrganisationRelation):
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


async def test_a_mastodon_client_signed_in_as_a_seat_uses_the_account_within_the_role(
    house: House, client: httpx.AsyncClient, clinic: Clinic
) -> None:
    """It posts, hears, answers, likes; it writes to nobody first, changes what the role changes, and ends with it."""
    ben, ana = await person(house, "ben"), await person(house, "ana")
    await seat_for(house, clinic, ben, "member")
    await sign_in(client, "ben")
    app = await register(client)
    token = (await fetch(client, app, await let_in(client, app, clinic.id))).json()["access_token"]
    client.cookies.clear()
    client.headers["authorization"] = f"Bearer {token}"
    me = (await client.get("/api/v1/accounts/verify_credentials")).json()
    assert (me["acct"], me["id"]) == ("clinic", str(clinic.id))
    assert (await client.post("/api/v1/statuses", json={"status": "Open until six"})).json()["account"][
        "acct"
    ] == "clinic"
    first = await client.post("/api/v1/statuses", json={"status": "@ana have you heard?"})
    assert first.status_code == 403
    asked = await post(house, ana, "@clinic are you open on Saturday?", hand=ana)
    await run_everything_due(house)
    [heard] = [one for one in (await client.get("/api/v1/notifications")).json() if one["type"] == "mention"]
    assert heard["account"]["acct"] == "ana"
    answer = {"status": "@ana from nine.", "in_reply_to_id": heard["status"]["id"]}
    said = (await client.post("/api/v1/statuses", json=answer)).json()
    assert (said["account"]["acct"], said["in_reply_to_id"]) == ("clinic", str(asked))
    assert (await client.post(f"/api/v1/statuses/{asked}/favourite")).json()["favourited"] is True
    assert [one["content"] for one in (await client.get("/api/v1/timelines/home")).json()]
    change = "/api/v1/accounts/update_credentials"
    assert (await client.patch(change, data={"note": "We are the clinic."})).status_code == 403
    async with house.work(actor=clinic.owner) as work:
        await change_seat(work, clinic.id, ben, role="manager")
    assert (await client.patch(change, data={"note": "We are the clinic."})).status_code == 200
    async with house.reading() as work:
        acts = await acts_of(work.db, clinic.id, Paging(limit=40))
    assert {one.hand_id for one in acts.items if one.deed == "post.published"} == {ben}
    async with house.work(actor=clinic.owner) as work:
        await end_seat(work, clinic.id, ben)
    for method, path in (("GET", "/api/v1/notifications"), ("POST", "/api/v1/statuses"), ("GET", "/api/v1/instance")):
        assert (await client.request(method, path, json={"status": "Still here"})).status_code == 401, path

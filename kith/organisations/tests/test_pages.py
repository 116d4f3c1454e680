"""The pages of organisations, as a browser without script goes through them, and the same through the API."""

import httpx
import pytest_asyncio

from kith.base.work import House
from kith.organisations.tests.scene import Clinic, a_clinic, person, seat_for, token_for
from kith.organisations.tests.test_acting import press, sign_in

ABOUT = {
    "website": "clinic.example/",
    "timezone": "Europe/Berlin",
    "days[]": ["8–12, 14:00–18", "8:00-12:30", "", "", "", "", ""],
    "place_names[]": ["Practice", ""],
    "place_addresses[]": ["Hill Road 3", ""],
    "questions[]": ["Do you take walk-ins?", ""],
    "answers[]": ["Every morning until ten.", ""],
    "signs": "true",
}


@pytest_asyncio.fixture
async def clinic(house: House) -> Clinic:
    """A clinic that Samira owns."""
    return await a_clinic(house)


async def test_an_organisation_is_founded_on_a_page(house: House, client: httpx.AsyncClient) -> None:
    """What does not fit comes back with its words, and what was typed."""
    await person(house, "keeper")
    await person(house, "mara")
    await sign_in(client, "mara")
    wrong = await press(client, "/organisations", page="/organisations/new", name="The Bakery", handle="no good")
    assert wrong.status_code == 422
    assert "The Bakery" in wrong.text
    made = await press(client, "/organisations", page="/organisations/new", name="The Bakery", handle="bakery")
    assert made.status_code == 303
    assert (await client.get(made.headers["location"])).status_code == 200
    assert "The Bakery" in (await client.get("/organisations")).text


async def test_somebody_is_asked_onto_the_team_and_says_yes(
    house: House, client: httpx.AsyncClient, clinic: Clinic
) -> None:
    """The whole way, by forms."""
    await person(house, "ben")
    team = f"/organisations/{clinic.id}/team"
    await sign_in(client, "samira")
    unknown = await press(client, team, page=team, handle="nobody_here", role="member")
    assert unknown.status_code == 422
    assert (await press(client, team, page=team, handle="@ben", role="member", title="Front desk")).status_code == 303
    assert "has not answered yet" in (await client.get(team)).text
    await press(client, "/sign-out")
    await sign_in(client, "ben")
    assert "You were asked onto a team" in (await client.get("/settings")).text
    assert "asks you onto the team" in (await client.get("/organisations")).text
    await press(client, f"/organisations/{clinic.id}/yes", shown="true")
    shown = (await client.get("/@clinic")).text
    assert "Who you talk with" in shown
    assert "Front desk" in shown
    await press(client, f"/organisations/{clinic.id}/mine", page=team, shown="true", answers_today="true")
    assert "answers today" in (await client.get("/@clinic")).text
    assert (await client.get(f"/organisations/{clinic.id}/acts")).status_code == 403
    assert (await client.get(f"/organisations/{clinic.id}/about")).status_code == 403


async def test_what_it_tells_stands_on_its_page(house: House, client: httpx.AsyncClient, clinic: Clinic) -> None:
    """Hours, places, answers; a wrong time comes back."""
    await sign_in(client, "samira")
    about = f"/organisations/{clinic.id}/about"
    wrong = await press(client, about, page=about, **(ABOUT | {"days[]": ["25–26"]}))  # type: ignore[arg-type]
    assert wrong.status_code == 422
    assert (await press(client, about, page=about, **ABOUT)).status_code == 303  # type: ignore[arg-type]
    assert "8:00–12:00, 14:00–18:00" in (await client.get(about)).text
    await press(client, "/sign-out")
    shown = (await client.get("/@clinic")).text
    for words in ("clinic.example", "Hill Road 3", "1 question answered", "8:00–12:30"):
        assert words in shown
    assert "Every morning until ten." in (await client.get("/@clinic/answers")).text


async def test_who_did_what_is_there_for_the_owner_alone(
    house: House, client: httpx.AsyncClient, clinic: Clinic
) -> None:
    """Strangers find nothing at all."""
    await person(house, "ben")
    await sign_in(client, "samira")
    await press(client, f"/organisations/{clinic.id}/act")
    await press(client, "/write", page="/write", text="Open until six today")
    shown = (await client.get(f"/organisations/{clinic.id}/acts")).text
    assert "wrote a post" in shown
    assert "Open until six" not in shown
    await press(client, "/sign-out")
    await sign_in(client, "ben")
    for page in ("team", "acts", "about", "close"):
        assert (await client.get(f"/organisations/{clinic.id}/{page}")).status_code == 404, page


async def test_closing_asks_first(house: House, client: httpx.AsyncClient, clinic: Clinic) -> None:
    """Then its page is gone."""
    await sign_in(client, "samira")
    assert "thirty days" in (await client.get(f"/organisations/{clinic.id}/close")).text
    await press(client, f"/organisations/{clinic.id}/close", page="/organisations/new")
    assert (await client.get("/@clinic")).status_code == 404


async def test_apps_do_the_same(house: House, client: httpx.AsyncClient, clinic: Clinic) -> None:
    """By the same rules, and with the same refusals."""
    ben = await person(house, "ben")
    await seat_for(house, clinic, ben, "member")
    owner = {"authorization": f"Bearer {await token_for(house, clinic.owner, hand=clinic.owner)}"}
    member = {"authorization": f"Bearer {await token_for(house, ben, hand=ben)}"}
    one = f"/api/kith/v1/organisations/{clinic.id}"
    told = await client.patch(
        one, headers=owner, json={"hours": ["8-12"], "questions": [{"question": "Open?", "answer": "Yes."}]}
    )
    assert told.status_code == 200
    assert told.json()["hours"][0] == "8:00–12:00"
    assert (await client.get(one, headers=member)).json()["questions"][0]["answer"] == "Yes."
    assert [seat["role"] for seat in (await client.get(f"{one}/team", headers=member)).json()] == ["owner", "member"]
    assert (await client.patch(one, headers=member, json={"signs": True})).status_code == 403
    assert (await client.get(f"{one}/acts", headers=member)).status_code == 403
    assert (await client.get(f"{one}/acts", headers=owner)).json()[0]["deed"] == "about.changed"
    assert (await client.put(f"{one}/may_write", headers=member)).status_code == 200
    assert (await client.get(one, headers=member)).json()["may_write"] is True
    assert (await client.delete(f"{one}/team/{ben}", headers=member)).status_code == 200
    assert (await client.get(f"{one}/team", headers=member)).status_code == 404
    made = await client.post(
        "/api/kith/v1/organisations", headers=member, json={"name": "Ben's Boats", "handle": "boats"}
    )
    assert made.status_code == 200
    assert (await client.delete(one, headers=owner)).status_code == 200
    assert (await client.get(one, headers=member)).status_code == 404


async def test_an_organisation_is_marked_as_one(house: House, client: httpx.AsyncClient, clinic: Clinic) -> None:
    """On its page and in lists."""
    await sign_in(client, "samira")
    assert 'class="name__kind"' in (await client.get("/@clinic")).text
    assert 'class="name__kind"' not in (await client.get("/@samira")).text

"""An organisation is founded, and is nothing that a person says of themselves; nor does it run the server."""

import httpx
import pytest

from kith.base.core.errors import Refused
from kith.base.work import House
from kith.organisations.tests.scene import a_clinic, person
from kith.organisations.tests.test_acting import press, sign_in
from kith.people import get_account
from kith.people.actions.server import make_role
from kith.people.model import Role


@pytest.mark.parametrize("role", ["owner", "moderator"])
async def test_an_organisation_runs_no_server(house: House, role: Role) -> None:
    """A person does; and whoever made it a member again keeps that."""
    clinic, ben = await a_clinic(house), await person(house, "ben")
    async with house.work(actor=clinic.keeper) as work:
        await make_role(work, ben, role)
        await make_role(work, clinic.id, "member")
        with pytest.raises(Refused):
            await make_role(work, clinic.id, role)


async def test_the_owners_page_offers_no_such_thing(house: House, client: httpx.AsyncClient) -> None:
    """And a form that was made up is refused."""
    clinic = await a_clinic(house)
    await sign_in(client, "keeper")
    shown = (await client.get("/owner/members")).text
    assert f"/owner/members/{clinic.owner}/role" in shown
    assert f"/owner/members/{clinic.id}/role" not in shown
    answer = await press(client, f"/owner/members/{clinic.id}/role", page="/owner/members", role="owner")
    assert answer.status_code == 403
    assert (await press(client, f"/owner/members/{clinic.owner}/role", page="/owner/members", role="owner")).is_redirect


async def test_nobody_says_of_themselves_that_they_are_one(house: House, client: httpx.AsyncClient) -> None:
    """The profile has no such choice, and what a form says of it changes nothing, on either side."""
    clinic, ben = await a_clinic(house), await person(house, "ben")
    profile = "/settings/profile"
    await sign_in(client, "ben")
    assert 'name="kind"' not in (await client.get(profile)).text
    assert (await press(client, profile, page=profile, name="Ben & Co.", kind="organisation")).status_code == 303
    await press(client, "/sign-out")
    await sign_in(client, "samira")
    await press(client, f"/organisations/{clinic.id}/act")
    assert (await press(client, profile, page=profile, name="Clinic below", kind="person")).status_code == 303
    async with house.reading() as work:
        assert [(one.name, one.kind) for one in [await get_account(work.db, ben)]] == [("Ben & Co.", "person")]
        assert (await get_account(work.db, clinic.id)).kind == "organisation"

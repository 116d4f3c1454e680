"""Accounts of people who died: kept by an owner, on request; told to nobody, and taken back without a trace."""

import httpx
import pytest
import pytest_asyncio

from kith.base.core.errors import NotFound, Refused
from kith.base.core.ids import Id
from kith.base.core.paging import Paging
from kith.base.work import House
from kith.people import begin_session, newcomers, remember, remember_no_longer, remembered
from kith.people.actions.server import make_role
from kith.people.store import claim_email, get_account_even_gone, people_to_find, set_email, set_role, viewer_of
from kith.people.tests.cast_of_relations import ANA, BEN, CLEO, act, gather, sign_in
from kith.people.tests.door import browser, letters, send


@pytest_asyncio.fixture(autouse=True)
async def _cast(house: House) -> None:
    """Ana runs the server."""
    await gather(house)
    async with house.work() as work:
        await set_role(work.db, ANA, "owner")


async def _may_come_in(house: House, person: Id) -> bool:
    try:
        async with house.work() as work:
            await begin_session(work, person, user_agent="")
    except Refused:
        return False
    return True


async def _newcomers(house: House) -> list[Id]:
    async with house.reading(actor=CLEO) as work:
        return [one.id for one in await newcomers(work, limit=10)]


async def test_nobody_signs_in_any_more_until_it_is_undone(house: House, client: httpx.AsyncClient) -> None:
    """Not with the password, nor in a browser that is signed in still; their page says so quietly."""
    await sign_in(house, client, BEN)
    assert (await client.get("/settings")).status_code == 200
    async with browser(house) as owner:
        await sign_in(house, owner, ANA)
        path = f"/owner/members/{BEN}/remember"
        assert "Nobody is told." in (await owner.get(path)).text
        assert (await send(owner, path, page=path)).status_code == 303
        assert "in remembrance" in (await owner.get("/@ben")).text
        assert (await client.get("/settings")).status_code == 303
        assert not await _may_come_in(house, BEN)
        assert "Undo it" in (await owner.get(path)).text
        assert (await send(owner, f"{path}/undo", page=path)).status_code == 303
        assert "in remembrance" not in (await owner.get("/@ben")).text
    assert await _may_come_in(house, BEN)


async def test_a_link_for_a_new_password_is_mailed_to_nobody(house: House, client: httpx.AsyncClient) -> None:
    """The answer on the page is the same as ever."""
    async with house.work() as work:
        await claim_email(work.db, "ben@example.org", BEN)
        await set_email(work.db, BEN, "ben@example.org", work.now)
    said = await send(client, "/password", email="ben@example.org")
    assert len(await letters(house)) == 1
    await act(house, ANA, remember, BEN)
    assert (await send(client, "/password", email="ben@example.org")).text == said.text
    assert len(await letters(house)) == 1


async def test_they_are_found_by_name_and_suggested_to_nobody(house: House) -> None:
    """Whoever looks for them finds them; lists of people to get to know leave them out, at once and again."""
    assert BEN in await _newcomers(house)
    await act(house, ANA, remember, BEN)
    assert BEN not in await _newcomers(house)
    async with house.reading(actor=CLEO) as work:
        assert await remembered(work) == {BEN}
        found = await people_to_find(work.db, await viewer_of(work), Paging(limit=5), words="ben")
        assert [one.account.id for one in found.items] == [BEN]
    await act(house, ANA, remember_no_longer, BEN)
    assert BEN in await _newcomers(house)


async def test_only_an_owner_decides_it_and_only_of_members(house: House) -> None:
    """Not of whoever helps to run the server, nor of nobody; twice is no trouble and keeps the first day."""
    with pytest.raises(Refused, match="Only the owner"):
        await act(house, CLEO, remember, BEN)
    with pytest.raises(Refused, match="help to run"):
        await act(house, ANA, remember, ANA)
    with pytest.raises(NotFound):
        await act(house, ANA, remember, Id(99))
    await act(house, ANA, remember, BEN)
    with pytest.raises(Refused, match="in remembrance"):
        await act(house, ANA, make_role, BEN, "owner")
    days = []
    for _again in range(2):
        await act(house, ANA, remember, BEN)
        async with house.reading() as work:
            days.append((await get_account_even_gone(work.db, BEN)).remembered_at)
    assert days[0] is not None
    assert days[0] == days[1]

"""Desks among the notices: who is given a case, and who is named in a note; as long as it is for them to see."""

import httpx

from kith.base.core.ids import Id
from kith.base.work import House
from kith.desk import give, note, settle
from kith.desk.tests.scene import Scene, act, gather, only_case, write_to
from kith.notices import count_unread, mark_read, newest_id
from kith.organisations import end_seat
from kith.people import give_token
from kith.posts.tests.cast import sign_in


async def _unread(house: House, person: Id) -> int:
    async with house.reading(actor=person) as work:
        return await count_unread(work)


async def _asked(house: House) -> Scene:
    scene = await gather(house)
    await write_to(house, scene.ana, scene.clinic, "Shall we come, or wait?")
    return scene


async def test_who_is_given_a_case_is_told_with_the_way_to_it(house: House, client: httpx.AsyncClient) -> None:
    scene = await _asked(house)
    case = await only_case(house, scene)
    await act(house, scene.samira, give, scene.clinic, case.id, scene.mara)
    await sign_in(house, client, scene.mara)
    page = (await client.get("/notices")).text
    assert "gave you a case at the desk of" in page
    assert f'href="/desk/clinic/cases/{case.id}"' in page
    assert await _unread(house, scene.samira) == await _unread(house, scene.gus) == 0


async def test_what_is_read_is_told_anew_when_it_happens_again(house: House) -> None:
    """And what is not read is told once."""
    scene = await _asked(house)
    case = await only_case(house, scene)
    before = await _unread(house, scene.mara)
    for _time in range(2):
        await act(house, scene.samira, give, scene.clinic, case.id, scene.mara)
        await act(house, scene.samira, give, scene.clinic, case.id, None)
    assert await _unread(house, scene.mara) == before + 1
    async with house.work(actor=scene.mara) as work:
        await mark_read(work, await newest_id(work))
    await act(house, scene.samira, give, scene.clinic, case.id, scene.mara)
    assert await _unread(house, scene.mara) == 1


async def test_who_is_named_in_a_note_is_told_as_far_as_they_see_the_case(
    house: House, client: httpx.AsyncClient
) -> None:
    """A guest hears of what was given to them, and of nothing else; nor of what was taken from them since."""
    scene = await _asked(house)
    case = await only_case(house, scene)
    before = await _unread(house, scene.gus)
    await act(house, scene.samira, note, scene.clinic, case.id, "Ask @mara and @gus about the ear.")
    assert await _unread(house, scene.gus) == before
    await sign_in(house, client, scene.mara)
    assert "named you in a note at the desk of" in (await client.get("/notices")).text
    await act(house, scene.samira, give, scene.clinic, case.id, scene.gus)
    await act(house, scene.samira, note, scene.clinic, case.id, "And now, @gus?")
    assert await _unread(house, scene.gus) == before + 2
    await act(house, scene.samira, give, scene.clinic, case.id, scene.mara)
    assert await _unread(house, scene.gus) == before


async def test_who_left_the_team_finds_nothing_of_its_desk(house: House, client: httpx.AsyncClient) -> None:
    scene = await _asked(house)
    case = await only_case(house, scene)
    await act(house, scene.samira, give, scene.clinic, case.id, scene.mara)
    await act(house, scene.samira, settle, scene.clinic, case.id)
    await sign_in(house, client, scene.mara)
    assert f"/cases/{case.id}" in (await client.get("/notices")).text  # settled, and still theirs to read
    await act(house, scene.samira, end_seat, scene.clinic, scene.mara)
    assert f"/cases/{case.id}" not in (await client.get("/notices")).text
    assert "gave you a case" not in (await client.get("/notices")).text


async def test_apps_read_it_in_words(house: House, client: httpx.AsyncClient) -> None:
    """Of a type of ours, where they say what they know; else they are not given it."""
    scene = await _asked(house)
    case = await only_case(house, scene)
    await act(house, scene.samira, give, scene.clinic, case.id, scene.mara)
    async with house.work(actor=scene.mara) as work:
        headers = {"authorization": f"Bearer {await give_token(work, name='app')}"}
    path = "/api/v1/notifications"
    plain = (await client.get(path, headers=headers)).json()
    assert "kith.case" not in [one["type"] for one in plain]
    found = (await client.get(path, params={"supported_types[]": "mention"}, headers=headers)).json()
    [told] = [one for one in found if one["type"] == "kith.case"]
    assert "gave you a case" in told["fallback"]["title"]
    assert f"/desk/clinic/cases/{case.id}" in told["fallback"]["details"]

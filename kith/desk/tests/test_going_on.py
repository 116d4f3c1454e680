"""From one case to the next: what comes up after settling, and which labels are offered."""

import httpx
import pytest

from kith.base.core.ids import Id
from kith.base.work import House
from kith.desk.actions.going_on import labels_in_use
from kith.desk.actions.moving import give, label, reopen, take
from kith.desk.model import Case
from kith.desk.tests.scene import Scene, act, desk, gather, look, person, write_to
from kith.posts.tests.cast import send, sign_in


async def _three(house: House) -> tuple[Scene, dict[str, Case]]:
    """Ana, Ben and Cleo wrote, in that order; the list begins with who wrote last."""
    scene = await gather(house)
    people = {"ana": scene.ana, "ben": scene.ben, "cleo": await person(house, "cleo")}
    for name, one in people.items():
        await write_to(house, one, scene.clinic, f"It is {name}. Are you open?")
    rows = (await desk(house, scene.samira, scene)).rows
    whose = {one: name for name, one in people.items()}
    return scene, {whose[row.case.person_id]: row.case for row in rows}


def _path(case: Case) -> str:
    return f"/desk/clinic/cases/{case.id}"


async def _settled(client: httpx.AsyncClient, case: Case, asked: str, *, how: str) -> str:
    if how == "settle":
        done = await send(client, _path(case), f"{_path(case)}/settle{asked}")
    else:
        form = {"text": "We are.", "key": f"{case.id}", "seen": "0", "how": "settle"}
        done = await send(client, _path(case), f"{_path(case)}/answer{asked}", **form)
    assert done.status_code == 303
    return done.headers["location"]


@pytest.mark.parametrize("how", ["settle", "answer"])
async def test_the_next_of_the_view_comes_up(house: House, client: httpx.AsyncClient, how: str) -> None:
    """The one below it; after the last one the first; and where none is left, one stays."""
    scene, cases = await _three(house)
    await sign_in(house, client, scene.mara)
    kept = "?view=unassigned"
    assert await _settled(client, cases["ben"], kept, how=how) == (
        f"{_path(cases['ana'])}{kept}&settled={cases['ben'].id}"
    )
    assert await _settled(client, cases["ana"], kept, how=how) == (
        f"{_path(cases['cleo'])}{kept}&settled={cases['ana'].id}"
    )
    stays = await _settled(client, cases["cleo"], kept, how=how)
    assert stays.removesuffix("#write") == _path(cases["cleo"]) + kept


@pytest.mark.parametrize("asked", ["", "?view=all", "?view=settled", "?q=open", "?view=unassigned&q=open", "?view=x"])
async def test_where_nobody_works_through_a_view_one_stays(house: House, client: httpx.AsyncClient, asked: str) -> None:
    """Not from a search, from all of them, or from a link; an unknown view is the one that waits for us."""
    scene, cases = await _three(house)
    await sign_in(house, client, scene.mara)
    goes_on = asked == "?view=x"
    found = await _settled(client, cases["ben"], asked, how="settle")
    assert found.startswith(_path(cases["ana" if goes_on else "ben"]))


async def test_nobody_is_led_into_what_a_colleague_has(house: House, client: httpx.AsyncClient) -> None:
    """Four who settle at once do not step on each other."""
    scene, cases = await _three(house)
    await act(house, scene.samira, take, scene.clinic, cases["ana"].id)
    await sign_in(house, client, scene.mara)
    found = await _settled(client, cases["ben"], "?view=ours", how="settle")
    assert found.startswith(_path(cases["cleo"]))


async def test_a_guest_is_led_to_what_was_given_to_them(house: House, client: httpx.AsyncClient) -> None:
    """And to nothing else."""
    scene, cases = await _three(house)
    for name in ("ana", "cleo"):
        await act(house, scene.samira, give, scene.clinic, cases[name].id, scene.gus)
    await sign_in(house, client, scene.gus)
    found = await _settled(client, cases["cleo"], "?view=ours", how="settle")
    assert found.startswith(_path(cases["ana"]))
    found = await _settled(client, cases["ana"], "?view=ours", how="settle")
    assert found == f"{_path(cases['ana'])}?view=ours"


async def test_what_was_settled_is_named_and_a_step_away(house: House, client: httpx.AsyncClient) -> None:
    """As long as it is settled, and only to who may see it."""
    scene, cases = await _three(house)
    await sign_in(house, client, scene.mara)
    place = await _settled(client, cases["ben"], "?view=ours", how="settle")
    page = (await client.get(place)).text
    assert "Settled: Ben" in page
    assert f'href="{_path(cases["ben"])}"' in page
    await act(house, scene.samira, give, scene.clinic, cases["ana"].id, scene.gus)
    await sign_in(house, client, scene.gus)
    assert "Settled: Ben" not in (await client.get(place)).text
    await sign_in(house, client, scene.mara)
    await act(house, scene.mara, reopen, scene.clinic, cases["ben"].id)
    assert "Settled: Ben" not in (await client.get(place)).text
    for odd in ("x", "-1", "1", f"{10**30}", ""):
        answer = await client.get(f"{_path(cases['ana'])}?view=ours&settled={odd}")
        assert answer.status_code == 200, odd
        assert "data-desk-settled" not in answer.text, odd


async def test_labels_in_use_are_offered(house: House, client: httpx.AsyncClient) -> None:
    """The most frequent first; one that stands nowhere any more is offered no more; a guest learns none."""
    scene, cases = await _three(house)
    for name, labels in (("ana", ("ear", "kitchn")), ("ben", ("ear", "<b>")), ("ana", ("ear", "kitchen"))):
        await act(house, scene.mara, label, scene.clinic, cases[name].id, labels)
    assert await _labels(house, scene, scene.mara) == ["ear", "<b>", "kitchen"]
    await act(house, scene.samira, give, scene.clinic, cases["cleo"].id, scene.gus)
    assert await _labels(house, scene, scene.gus) == []
    await sign_in(house, client, scene.mara)
    page = (await client.get(_path(cases["cleo"]))).text
    assert '<option value="ear">' in page
    assert '<option value="&lt;b&gt;">' in page
    await sign_in(house, client, scene.gus)
    assert '<option value="ear">' not in (await client.get(_path(cases["cleo"]))).text


async def _labels(house: House, scene: Scene, who: Id) -> list[str]:
    found: list[str] = await look(house, who, labels_in_use, scene.clinic)
    return found

"""Programs: hands that are nobody's. They come as far as their key says, to one desk alone, and no longer."""

import re
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest
import pytest_asyncio

from kith.base.core.errors import Invalid, NotFound, Refused
from kith.base.core.ids import Id
from kith.base.core.paging import Paging
from kith.base.web.routing import Route
from kith.base.work import House
from kith.catalogue import FEATURES
from kith.desk.tests.scene import Scene, act, gather, look, only_case, write_to
from kith.gateways.kith import cases, desk_reports, desks, webhooks, words
from kith.organisations import acts_of, close, end_program, end_seat, found, let_program_in, programs_let_in
from kith.organisations.model import PROGRAM_SCOPES, PROGRAMS_MAX
from kith.organisations.store import forget_maker, forget_programs
from kith.organisations.tests.scene import Clinic, seat_for
from kith.organisations.tests.test_acting import press, sign_in
from kith.people import give_token
from tests.clock import TestClock

Ask = Callable[..., Awaitable[httpx.Response]]
ROUTES = [route for feature in FEATURES for route in feature.routes]


@pytest_asyncio.fixture
async def scene(house: House) -> Scene:
    """The clinic with its team."""
    return await gather(house)


@pytest.fixture
def ask(client: httpx.AsyncClient) -> Ask:
    """Ask with a key."""

    async def asks(key: str, method: str, path: str, body: Any = None, **headers: str) -> httpx.Response:
        sent = {"authorization": f"Bearer {key}"} | headers
        return await client.request(method, path, json=body, headers=sent)

    return asks


async def key_for(house: House, scene: Scene, *scopes: str, lasts_days: int | None = None, name: str = "Desk") -> str:
    """Let a program in."""
    given = await act(
        house, scene.samira, let_program_in, scene.clinic, name=name, scopes=scopes, lasts_days=lasts_days
    )
    return str(given[1])


async def program_id(house: House, scene: Scene) -> Id:
    """Give the id of the newest program."""
    found_ = await look(house, scene.samira, programs_let_in, scene.clinic)
    return Id(found_[0].id)


def desk_path(scene: Scene, rest: str = "") -> str:
    """Give an address of the clinic's desk."""
    return f"/api/kith/v1/desks/{scene.clinic}{rest}"


async def test_a_program_works_at_the_desk_and_its_hand_is_seen(house: House, scene: Scene, ask: Ask) -> None:
    """It reads, answers, gives and settles; pages, the record and the acts call it by its name, and it has no case."""
    key = await key_for(house, scene, *PROGRAM_SCOPES, name="Zendo")
    await write_to(house, scene.ana, scene.clinic, "Are you open on Saturday?")
    [desk] = (await ask(key, "GET", "/api/kith/v1/desks")).json()
    assert desk["account"]["id"] == str(scene.clinic)
    [case] = (await ask(key, "GET", desk_path(scene, "/cases"))).json()
    one = desk_path(scene, f"/cases/{case['id']}")
    assert (await ask(key, "GET", one)).json()["messages"][0]["text"] == "Are you open on Saturday?"
    said = await ask(key, "POST", f"{one}/answer", {"text": "From nine."})
    assert [message["text"] for message in said.json()["messages"]][-1] == "From nine."
    assert said.json()["case"]["assignee_id"] is None
    assert (await ask(key, "POST", f"{one}/take", {})).status_code == 403
    given = await ask(key, "POST", f"{one}/give", {"account_id": str(scene.mara)})
    assert given.json()["case"]["assignee_id"] == str(scene.mara)
    assert (await ask(key, "POST", f"{one}/notes", {"text": "@mara please call."})).status_code == 200
    assert (await ask(key, "POST", f"{one}/settle")).json()["case"]["state"] == "settled"
    hand = str(await program_id(house, scene))
    record = (await ask(key, "GET", desk_path(scene, "/record"))).json()
    assert {event["by_id"] for event in record} == {hand}
    acts = await look(house, scene.samira, lambda work, org: acts_of(work.db, org, Paging(limit=40)), scene.clinic)
    assert {"case.answered", "case.assigned", "case.settled"} <= {
        one.deed for one in acts.items if str(one.hand_id) == hand
    }


async def test_pages_call_a_program_by_its_name(
    house: House, scene: Scene, ask: Ask, client: httpx.AsyncClient
) -> None:
    """In the case, in the desk's record and under "Who did what", also after its access was ended."""
    key = await key_for(house, scene, *PROGRAM_SCOPES, name="Zendo")
    await write_to(house, scene.ana, scene.clinic, "Are you open on Saturday?")
    case = await only_case(house, scene)
    await ask(key, "POST", desk_path(scene, f"/cases/{case.id}/answer"), {"text": "From nine."})
    await ask(key, "POST", desk_path(scene, f"/cases/{case.id}/settle"))
    await act(house, scene.samira, end_program, scene.clinic, await program_id(house, scene))
    await sign_in(client, "samira")
    for path in (f"/desk/clinic/cases/{case.id}", "/desk/clinic/record", f"/organisations/{scene.clinic}/acts"):
        assert "Zendo" in (await client.get(path)).text, path


def doors() -> list[Route]:
    """List every operation that some scope of programs opens."""
    return [one for one in ROUTES if set((one.scope or "").split()) & set(PROGRAM_SCOPES)]


def test_every_scope_opens_something_and_every_desk_door_has_one() -> None:
    """But for what only the person of a case says there."""
    opened = {scope for route in doors() for scope in (route.scope or "").split()}
    assert set(PROGRAM_SCOPES) <= opened | {"read:notes"}  # which is asked for inside a case
    of_the_desk = (*cases.ROUTES, *desks.ROUTES, *webhooks.ROUTES)
    closed = {one.path.partition("{organisation_id}")[2] for one in of_the_desk if one not in doors()}
    assert closed == {"/mine", "/mine/{id}/feedback"}
    # Kind words are people's, tables of the report owners' (docs/decisions/0036).
    assert not [one for one in words.ROUTES if one in doors()]
    assert [one.path.rpartition("/")[2] for one in desk_reports.ROUTES if one not in doors()] == ["export"]


async def test_no_door_opens_to_another_scope(house: House, scene: Scene, ask: Ask) -> None:
    """Each door lets in its own scope and refuses all others; everything that is no desk refuses all."""
    await write_to(house, scene.ana, scene.clinic, "Hello?")
    case = await only_case(house, scene)
    all_but: dict[str, str] = {}
    for scope in PROGRAM_SCOPES:
        others = [one for one in PROGRAM_SCOPES if one != scope]
        all_but[scope] = await key_for(house, scene, *others)
    for route in doors():
        [own] = set((route.scope or "").split()) & set(PROGRAM_SCOPES)
        path = route.path.replace("{organisation_id}", str(scene.clinic)).replace("{id}", str(case.id))
        path = re.sub(r"\{\w+\}", "1", path)
        answer = await ask(all_but[own], route.method, path, {} if route.writes else None)
        assert answer.status_code == 403, (route.method, path, answer.text)


async def test_a_key_opens_nothing_but_the_desk(house: House, scene: Scene, ask: Ask) -> None:
    """No Home, no posts, no profile, no seats, no pages: not even what anybody may read."""
    key = await key_for(house, scene, *PROGRAM_SCOPES)
    for method, path in (
        ("GET", "/api/v1/accounts/verify_credentials"),
        ("POST", "/api/v1/statuses"),
        ("GET", "/api/v1/timelines/home"),
        ("GET", "/api/v1/instance"),
        ("GET", "/api/kith/v1/organisations"),
        ("GET", f"/api/kith/v1/organisations/{scene.clinic}/programs"),
        ("DELETE", f"/api/kith/v1/organisations/{scene.clinic}"),
        ("GET", "/api/kith/v1/conversations"),
        ("GET", f"/api/kith/v1/desks/{scene.clinic}/mine"),
    ):
        assert (await ask(key, method, path)).status_code == 403, path
    page = await ask(key, "GET", f"/organisations/{scene.clinic}/programs", accept="text/html")
    assert page.headers["location"].startswith("/sign-in")
    assert (await ask(key, "GET", "/api/kith/v1/nowhere")).status_code == 404


async def test_what_a_program_may_not_read_is_not_in_its_answers(house: House, scene: Scene, ask: Ask) -> None:
    """Who only settles sees no words; who reads cases sees no notes."""
    await write_to(house, scene.ana, scene.clinic, "My results, please")
    case = await only_case(house, scene)
    one = desk_path(scene, f"/cases/{case.id}")
    notes = await key_for(house, scene, "write:notes")
    await ask(notes, "POST", f"{one}/notes", {"text": "Wrote twice."})
    moves, reads, both = [
        await key_for(house, scene, *scopes)
        for scopes in (("write:cases",), ("read:cases",), ("read:cases", "read:notes"))
    ]
    settled = await ask(moves, "POST", f"{one}/settle")
    assert settled.json()["case"]["state"] == "settled"
    assert "results" not in settled.text
    shown = await ask(reads, "GET", one)
    assert "results" in shown.text
    assert "Wrote twice" not in shown.text
    assert "Wrote twice" in (await ask(both, "GET", one)).text


async def test_another_organisations_desk_looks_as_if_it_were_not_there(house: House, scene: Scene, ask: Ask) -> None:
    """As a case that never was."""
    async with house.work(actor=scene.ben) as work:
        bakery = await found(work, handle="bakery", name="Bakery")
    key = await key_for(house, scene, *PROGRAM_SCOPES)
    await write_to(house, scene.ana, bakery.organisation_id, "Bread?")
    await write_to(house, scene.ana, scene.clinic, "Hello?")
    case = await only_case(house, scene)
    assert (await ask(key, "GET", desk_path(scene, f"/cases/{case.id}"))).status_code == 200
    for path in (
        f"/api/kith/v1/desks/{bakery.organisation_id}/cases",
        f"/api/kith/v1/desks/{bakery.organisation_id}/cases/{case.id}",
        "/api/kith/v1/desks/17/cases",
        desk_path(scene, "/cases/17"),
    ):
        assert (await ask(key, "GET", path)).status_code == 404, path


async def test_access_ends_at_once_and_by_its_time(house: House, scene: Scene, ask: Ask, clock: TestClock) -> None:
    """By an owner, by the clock, with the organisation; whoever let it in may go without ending it."""
    path = desk_path(scene)
    ended, short, long = [await key_for(house, scene, "read:desk", lasts_days=days) for days in (None, 1, None)]
    assert (await ask(ended, "GET", path)).status_code == 200
    newest = await look(house, scene.samira, programs_let_in, scene.clinic)
    await act(house, scene.samira, end_program, scene.clinic, newest[-1].id)
    assert (await ask(ended, "GET", path)).status_code == 401
    with pytest.raises(NotFound):
        await act(house, scene.samira, end_program, scene.clinic, newest[-1].id)
    assert (await ask(short, "GET", path)).status_code == 200
    clock.tick(days=1, minutes=1)
    assert (await ask(short, "GET", path)).status_code == 401
    assert (await ask(long[:-1] + ("a" if long[-1] != "a" else "b"), "GET", path)).status_code == 401
    await seat_for(house, Clinic(id=scene.clinic, owner=scene.samira, keeper=Id(0)), scene.ben, "owner")
    await act(house, scene.ben, end_seat, scene.clinic, scene.samira)
    assert (await ask(long, "GET", path)).status_code == 200
    await act(house, scene.ben, close, scene.clinic)
    assert (await ask(long, "GET", path)).status_code == 401


async def test_owners_alone_let_programs_in(house: House, scene: Scene) -> None:
    """With a name, and for something; twenty at a time."""
    given = {"name": "Desk", "scopes": ("read:desk",), "lasts_days": 30}
    await act(house, scene.samira, let_program_in, scene.clinic, **given)
    for wrong in ({"name": " "}, {"scopes": ()}, {"scopes": ("read",)}, {"lasts_days": 0}):
        with pytest.raises(Invalid):
            await act(house, scene.samira, let_program_in, scene.clinic, **given | wrong)
    with pytest.raises(Refused):
        await act(house, scene.mara, let_program_in, scene.clinic, **given)
    with pytest.raises(NotFound):
        await act(house, scene.ben, let_program_in, scene.clinic, **given)
    for _each in range(PROGRAMS_MAX - 1):
        await act(house, scene.samira, let_program_in, scene.clinic, **given)
    with pytest.raises(Refused):
        await act(house, scene.samira, let_program_in, scene.clinic, **given)


async def test_programs_are_let_in_on_a_page(house: House, scene: Scene, client: httpx.AsyncClient, ask: Ask) -> None:
    """The key is shown once; what does not fit comes back; others see no way there."""
    page = f"/organisations/{scene.clinic}/programs"
    await sign_in(client, "samira")
    wrong = await press(client, page, page=page, name="Zendo")
    assert wrong.status_code == 422
    assert 'value="Zendo"' in wrong.text
    made = await press(client, page, page=page, name="Zendo", **{"scopes[]": "read:desk"}, lasts_days="0")
    key = re.search(r"kithdesk_\d+_\d+_[\w-]+", made.text)
    assert key
    assert key[0] not in (await client.get(page)).text
    assert (await ask(key[0], "GET", desk_path(scene))).status_code == 200
    assert "never came" not in (await client.get(page)).text
    way = re.search(rf"{page}/\d+/end", (await client.get(page)).text)
    assert way
    assert (await press(client, way[0], page=page)).status_code == 303
    assert (await ask(key[0], "GET", desk_path(scene))).status_code == 401
    await press(client, "/sign-out")
    await sign_in(client, "mara")
    assert (await client.get(page)).status_code == 403


async def test_an_owners_app_lists_and_ends_programs(house: House, scene: Scene, ask: Ask) -> None:
    """`/api/kith/v1/organisations/{id}/programs`: what it is, and never its key."""
    from_page = await key_for(house, scene, "read:desk")
    async with house.work(actor=scene.samira) as work:
        app = await give_token(work, name="an app")
    path = f"/api/kith/v1/organisations/{scene.clinic}/programs"
    [one] = (await ask(app, "GET", path)).json()
    assert (one["name"], one["scopes"], one["made_by_id"]) == ("Desk", ["read:desk"], str(scene.samira))
    assert (await ask(app, "DELETE", f"{path}/{one['id']}")).json() == {}
    assert (await ask(app, "DELETE", f"{path}/{one['id']}")).status_code == 404
    assert (await ask(from_page, "GET", desk_path(scene))).status_code == 401


async def test_who_leaves_is_forgotten_as_the_one_who_let_it_in(house: House, scene: Scene) -> None:
    """And an organisation that is gone leaves no program behind."""
    await key_for(house, scene, "read:desk")
    async with house.work() as work:
        await forget_maker(work.db, scene.samira)
    [program] = await look(house, scene.samira, programs_let_in, scene.clinic)
    assert program.made_by is None
    async with house.work() as work:
        await forget_programs(work.db, scene.clinic)
    assert await look(house, scene.samira, programs_let_in, scene.clinic) == []

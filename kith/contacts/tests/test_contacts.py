"""People who agreed are asked whether that is so; an organisation learns of those who say yes, and of nobody else."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest
import pytest_asyncio

from kith.base.core.errors import Invalid, NotFound, Refused
from kith.base.core.ids import Id
from kith.base.storage.statement import Statement
from kith.base.work import House
from kith.contacts import answer_question, lists_of, questions_asked, store, those_who_agreed
from kith.contacts.model import LISTS_A_DAY_MAX, ContactList
from kith.contacts.rules import check_agreed_on
from kith.desk import erase
from kith.desk.tests.scene import Scene, act, gather, look, run_jobs
from kith.finding import set_wishes
from kith.organisations import lock_organisation
from kith.organisations.tests.scene import token_for
from kith.organisations.tests.test_acting import TOKEN, press, sign_in
from kith.people import block, give_token
from tests.clock import TestClock

_MAIL = Statement("UPDATE members SET email = %(email)s, email_confirmed_at = now() WHERE account_id = %(id)s")
CSV = "Name,E-mail\nAna Lis,ana@example.org\nBen,BEN@example.org\nStranger,stranger@example.org\n"
CARD = "BEGIN:VCARD\nVERSION:3.0\nFN:Ana Lis\nEMAIL:ana@example.org\nEND:VCARD\n"


@pytest_asyncio.fixture
async def scene(house: House) -> AsyncIterator[Scene]:
    """The clinic, whose website proved who it is; Ana and Ben have mail addresses, and Ana is found by hers."""
    scene = await gather(house)
    async with house.work() as work:
        clinic = await lock_organisation(work.db, scene.clinic)
        await work.db.put(msgspec.structs.replace(clinic, website="https://c.example/", website_state="verified"))
        for person, email in ((scene.ana, "ana@example.org"), (scene.ben, "ben@example.org")):
            await work.db.run(_MAIL, id=person, email=email)
    await found_by_address(house, scene.ana)
    yield scene
    for file in left_behind(house):  # what a test sent and let nobody read
        file.unlink()


async def found_by_address(house: House, person: Id, *, yes: bool = True) -> None:
    """Let somebody be found by their mail address."""
    async with house.work(actor=person) as work:
        await set_wishes(work, by_address=yes)


async def send(client: httpx.AsyncClient, scene: Scene, text: str | bytes, **fields: str) -> httpx.Response:
    """Send a list as whoever is signed in."""
    page = f"/organisations/{scene.clinic}/contacts"
    found = TOKEN.search((await client.get("/organisations")).text)
    assert found
    form = {"csrf": found[1], "how": "on_paper", "agreed_on": "2026-02-01"} | fields
    body = text.encode() if isinstance(text, str) else text
    return await client.post(page, data=form, files={"file": ("list.csv", body, "text/csv")})


async def sent_by(
    house: House, client: httpx.AsyncClient, scene: Scene, text: str | bytes, who: str = "samira"
) -> ContactList:
    """Send a list and let it be read."""
    await sign_in(client, "samira")
    assert (await send(client, scene, text)).status_code == 303
    await run_jobs(house)
    found: list[ContactList] = await look(house, scene.samira, lists_of, scene.clinic)
    return found[0]


async def asked(house: House, person: Id) -> list[Id]:
    """List who asks somebody."""
    return [one.organisation.id for one in await look(house, person, questions_asked)]


def left_behind(house: House) -> list[Path]:
    """List the files that lie there still."""
    return list(house.blobs.incoming().glob("*agreed*"))


@pytest.mark.parametrize("text", [CSV, CARD], ids=["table", "cards"])
async def test_who_is_found_by_their_address_is_asked_once(
    house: House, client: httpx.AsyncClient, scene: Scene, text: str
) -> None:
    """Ben did not allow it: nobody can tell him from somebody who is not here. The file is gone."""
    sent = await sent_by(house, client, scene, text)
    assert (sent.state, sent.people) == ("done", text.count("@"))
    assert await asked(house, scene.ana) == [scene.clinic]
    assert await asked(house, scene.ben) == []
    assert left_behind(house) == []
    assert "ana" not in (await client.get(f"/organisations/{scene.clinic}/contacts")).text.lower()


async def test_only_a_yes_lets_it_write_first(house: House, client: httpx.AsyncClient, scene: Scene) -> None:
    """And shows it who said so; to be taken back on its page as any other."""
    headers = {"authorization": f"Bearer {await token_for(house, scene.clinic, hand=scene.samira)}"}
    first = {"status": "@ana we are open on Saturday", "visibility": "direct"}
    await sent_by(house, client, scene, CSV)
    client.cookies.clear()
    assert (await client.post("/api/v1/statuses", json=first, headers=headers)).status_code == 403
    assert await look(house, scene.samira, those_who_agreed, scene.clinic) == []
    await act(house, scene.ana, answer_question, scene.clinic, "yes")
    await act(house, scene.ana, answer_question, scene.clinic, "yes")
    assert [one.id for one in await look(house, scene.samira, those_who_agreed, scene.clinic)] == [scene.ana]
    assert (await client.post("/api/v1/statuses", json=first, headers=headers)).status_code == 200
    assert await asked(house, scene.ana) == []
    with pytest.raises(Refused):
        await act(house, scene.ana, answer_question, scene.clinic, "no")


async def test_a_no_is_final_and_looks_like_nobody(house: House, client: httpx.AsyncClient, scene: Scene) -> None:
    """The same list again asks nothing, and every page of the team is the same as for strangers."""
    await sent_by(house, client, scene, "E-mail\nstranger@example.org\n")
    page = f"/organisations/{scene.clinic}/contacts"
    nothing = _plain((await client.get(page)).text)
    await sent_by(house, client, scene, "E-mail\nana@example.org\n")
    await act(house, scene.ana, answer_question, scene.clinic, "no")
    with pytest.raises(Refused):
        await act(house, scene.ana, answer_question, scene.clinic, "yes")
    await sent_by(house, client, scene, "E-mail\nana@example.org\n")
    assert await asked(house, scene.ana) == []
    assert await look(house, scene.samira, those_who_agreed, scene.clinic) == []
    assert nothing in _plain((await client.get(page)).text)


def _plain(page: str) -> str:
    part = page[page.index("Who said yes") :]
    return re.sub(r"\s+", " ", part[: part.index("</section>")])


async def test_who_is_blocked_is_not_asked(house: House, client: httpx.AsyncClient, scene: Scene) -> None:
    """Whoever blocked it before, and who blocks it while the question waits."""
    await found_by_address(house, scene.ben)
    await act(house, scene.ana, block, scene.clinic)
    await sent_by(house, client, scene, CSV)
    assert await asked(house, scene.ana) == []
    assert await asked(house, scene.ben) == [scene.clinic]
    await act(house, scene.ben, block, scene.clinic)
    assert await asked(house, scene.ben) == []


HOSTILE = (
    (b"", 422),
    (b"\x00\x01\x02" * 1000, 303),
    (b"PK\x03\x04" + b"\x00" * 500, 303),
    (b"Name\nAna\n", 303),
    (b'{"following": []}', 303),
    (b"BEGIN:VCARD\nEMAIL:" + b"a" * 100_000 + b"\n", 303),
    (b'E-mail\n"unclosed', 303),
)


@pytest.mark.parametrize(("body", "status"), HOSTILE)
async def test_a_file_that_cannot_be_used_gets_an_answer_and_leaves_nothing(
    house: House, client: httpx.AsyncClient, scene: Scene, body: bytes, status: int
) -> None:
    """It says why, nobody is asked, and the file is gone."""
    await sign_in(client, "samira")
    assert (await send(client, scene, body)).status_code == status
    await run_jobs(house)
    for one in await look(house, scene.samira, lists_of, scene.clinic):
        assert (one.state, bool(one.problem)) == ("failed", True)
    assert left_behind(house) == []
    assert await asked(house, scene.ana) == []
    assert (await client.get(f"/organisations/{scene.clinic}/contacts")).status_code == 200


async def test_a_list_that_nobody_reads_is_deleted(
    house: House, client: httpx.AsyncClient, scene: Scene, clock: TestClock
) -> None:
    """A quarter of an hour later at the latest; and one whose file is lost says so."""
    await sign_in(client, "samira")
    await send(client, scene, CSV)
    [path] = left_behind(house)
    path.unlink()
    clock.tick(minutes=16)
    await run_jobs(house)
    [one] = await look(house, scene.samira, lists_of, scene.clinic)
    assert (one.state, one.problem) == ("failed", "lost")


async def test_who_leads_a_proven_organisation_sends_lists_some_a_day(
    house: House, client: httpx.AsyncClient, scene: Scene, clock: TestClock
) -> None:
    """Not members, not guests, not strangers; not before the website said who it is; days that have been."""
    for who, status in (("mara", 403), ("gus", 403), ("ben", 404)):
        await sign_in(client, who)
        assert (await send(client, scene, CSV)).status_code == status, who
        await press(client, "/sign-out")
    await sign_in(client, "samira")
    for day in ("", "2100-01-01", "1990-01-01", "nonsense"):
        assert (await send(client, scene, CSV, agreed_on=day)).status_code == 422, day
    assert (await send(client, scene, CSV, how="telepathy")).status_code == 422
    for _each in range(LISTS_A_DAY_MAX):
        assert (await send(client, scene, CSV)).status_code == 303
    assert (await send(client, scene, CSV)).status_code == 422
    clock.tick(days=1, minutes=1)
    assert (await send(client, scene, CSV)).status_code == 303
    async with house.work() as work:
        clinic = await lock_organisation(work.db, scene.clinic)
        await work.db.put(msgspec.structs.replace(clinic, website_state="failed"))
    clock.tick(days=1, minutes=1)
    assert "prove" in (await send(client, scene, CSV)).text


async def test_one_answers_on_a_page_and_a_line_leads_there(
    house: House, client: httpx.AsyncClient, scene: Scene
) -> None:
    """On every page, until one has answered; others see none."""
    await sent_by(house, client, scene, CSV)
    await press(client, "/sign-out")
    await sign_in(client, "ana")
    assert 'href="/agreed"' in (await client.get("/settings")).text
    shown = (await client.get("/agreed")).text
    assert "says you agreed to hear from them" in shown
    assert (await press(client, f"/agreed/{scene.clinic}", page="/agreed", answer="maybe")).status_code == 422
    assert (await press(client, "/agreed/17", page="/agreed", answer="yes")).status_code == 404
    assert (await press(client, f"/agreed/{scene.clinic}", page="/agreed", answer="no")).status_code == 303
    assert "Nobody asks" in (await client.get("/agreed")).text
    assert 'href="/agreed"' not in (await client.get("/settings")).text


async def test_the_same_through_the_api(house: House, client: httpx.AsyncClient, scene: Scene) -> None:
    """`/api/kith/v1/organisations/{id}/contacts` and `/api/kith/v1/agreed/{id}`."""
    tokens = {}
    for person in (scene.samira, scene.ana, scene.mara):
        async with house.work(actor=person) as work:
            tokens[person] = await give_token(work, name="an app")

    async def ask(person: Id, method: str, path: str, **more: Any) -> httpx.Response:
        headers = {"authorization": f"Bearer {tokens[person]}"}
        return await client.request(method, f"/api/kith/v1{path}", headers=headers, **more)

    place = f"/organisations/{scene.clinic}/contacts"
    given = {"data": {"how": "website", "agreed_on": "2026-02-01"}, "files": {"file": ("a.csv", CSV.encode())}}
    assert (await ask(scene.mara, "POST", place, **given)).status_code == 403
    assert (await ask(scene.samira, "POST", place, data=given["data"])).status_code == 422
    assert (await ask(scene.samira, "POST", place, **given)).json()["state"] == "waiting"
    await run_jobs(house)
    [sent] = (await ask(scene.samira, "GET", place)).json()
    assert (sent["state"], sent["people"], sent["error"]) == ("done", 3, "")
    [question] = (await ask(scene.ana, "GET", "/agreed")).json()
    assert (question["organisation"]["acct"], question["how"]) == ("clinic", "website")
    assert (await ask(scene.ana, "POST", "/agreed/17", json={"answer": "yes"})).status_code == 404
    assert (await ask(scene.ana, "POST", f"/agreed/{scene.clinic}", json={"answer": "yes"})).json() == {}
    agreed = (await ask(scene.samira, "GET", f"{place}/agreed")).json()
    assert [one["acct"] for one in agreed] == ["ana"]
    assert (await ask(scene.samira, "GET", f"{place}/agreed?after={scene.ana}")).json() == []


async def test_what_somebody_has_erased_is_gone_and_nobody_asks_again(
    house: House, client: httpx.AsyncClient, scene: Scene
) -> None:
    """That one wants nothing kept is a no; whoever leaves for good leaves nothing at all."""
    await sent_by(house, client, scene, CSV)
    await act(house, scene.ana, answer_question, scene.clinic, "yes")
    await act(house, scene.ana, erase, scene.clinic)
    assert await look(house, scene.samira, those_who_agreed, scene.clinic) == []
    await sent_by(house, client, scene, CSV)
    assert await asked(house, scene.ana) == []
    async with house.work() as work:
        await store.forget(work.db, scene.ana)
        await store.forget(work.db, scene.samira)
    [newest, *_older] = await look(house, scene.samira, lists_of, scene.clinic)
    assert newest.by_id is None
    with pytest.raises(NotFound):
        await act(house, scene.ana, answer_question, scene.clinic, "yes")


def test_days_that_cannot_be_are_refused(clock: TestClock) -> None:
    """Tomorrow may be today elsewhere; ten years are enough."""
    today = clock().date()
    for days in (0, 1, -1, -3649):
        check_agreed_on(today + timedelta(days=days), today)
    for days in (2, -3651):
        with pytest.raises(Invalid):
            check_agreed_on(today + timedelta(days=days), today)


@pytest.mark.parametrize("verified", [True, False])
async def test_the_page_says_beforehand_what_is_missing(
    house: House, client: httpx.AsyncClient, scene: Scene, *, verified: bool
) -> None:
    """Nobody fills a form in that is refused for another reason."""
    async with house.work() as work:
        clinic = await lock_organisation(work.db, scene.clinic)
        await work.db.put(msgspec.structs.replace(clinic, website_state="verified" if verified else "none"))
    await sign_in(client, "samira")
    page = (await client.get(f"/organisations/{scene.clinic}/contacts")).text
    assert ('type="file"' in page) == verified
    assert ("First let your website prove" in page) != verified

"""Joining, signing in and proving who one is, through the pages."""

import time

import httpx
import pytest

from kith.base.storage.statement import Statement
from kith.base.web.language import translations_for
from kith.base.work import House
from kith.people.actions.server import approve, invite
from kith.people.tests.door import ANA, PASSWORD, browser, decide, found, letters, link_in, send
from tests.clock import TestClock

_SESSIONS = Statement("SELECT count(*) FROM page_sessions")
_PEOPLE = Statement("SELECT count(*) FROM accounts")
AR = translations_for("ar")


async def _count(house: House, what: Statement) -> int:
    async with house.reading() as work:
        return int(await work.db.value(what))


@pytest.mark.parametrize(("way", "status"), [("open", 303), ("approval", 200), ("invitation", 403), ("closed", 403)])
async def test_the_owner_decides_how_people_join(
    house: House, client: httpx.AsyncClient, way: str, status: int
) -> None:
    """Open lets in, approval makes wait, the other two refuse who was not invited, and keep nothing."""
    await found(house, "olga")
    await decide(house, way)
    assert (await send(client, "/join", **ANA)).status_code == status
    assert await _count(house, _PEOPLE) == (2 if status < 400 else 1)
    assert ("kith_session" in client.cookies) == (way == "open")


async def test_an_invitation_opens_every_door_but_a_closed_one(house: House) -> None:
    """Once; the second who uses it is refused."""
    olga, *_ = await found(house, "olga")
    for way, statuses in (("invitation", [303, 403]), ("approval", [303, 200]), ("closed", [403])):
        await decide(house, way)
        async with house.work(actor=olga) as work:
            code = (await invite(work)).code
        for number, status in enumerate(statuses):
            async with browser(house) as client:
                form = ANA | {"handle": f"{way}_{'xy'[number]}", "email": "", "invite": code}
                assert (await send(client, "/join", **form)).status_code == status, (way, number)


async def test_who_waits_is_on_no_page_until_they_are_let_in(house: House, client: httpx.AsyncClient) -> None:
    """Not on a page of their own, not in a list, not by signing in; then at once."""
    olga, _ben = await found(house, "olga", "ben")
    await decide(house, "approval")
    await send(client, "/join", **ANA | {"reason": "I sing."})
    async with browser(house) as bens:
        assert (await send(bens, "/sign-in", who="ben", password=PASSWORD)).status_code == 303
        assert (await bens.get("/@ana")).status_code == 404
        assert "@ana" not in (await bens.get("/people/find")).text
        assert (await send(bens, "/@ana/follow", page="/write")).status_code == 404
        assert (await send(client, "/sign-in", who="ana", password=PASSWORD)).status_code == 403
        async with house.work(actor=olga) as work:
            ana = await work.db.value(Statement("SELECT account_id FROM members WHERE approved_at IS NULL"))
            await approve(work, ana)
        assert (await bens.get("/@ana")).status_code == 200
        assert (await send(client, "/sign-in", who="ana", password=PASSWORD)).status_code == 303
        assert (await letters(house))[0].recipient == "ana@example.org"


@pytest.mark.parametrize(
    "handle",
    ["BEN", "b_en", "ben_", "admin", "Adm1n", "root", "settings", "о1ga", "оlga", "a", "x" * 31, "a-b", "a b", "", "@"],
)
async def test_no_handle_passes_for_another(house: House, client: httpx.AsyncClient, handle: str) -> None:
    """Case, underscores, digits for letters, other alphabets, the server's own words, and odd lengths."""
    await found(house, "olga", "ben")
    assert (await send(client, "/join", **ANA)).status_code == 303
    async with browser(house) as another:
        refused = await send(another, "/join", **ANA | {"handle": handle})
    assert refused.status_code in (403, 422)
    assert await _count(house, _PEOPLE) == 3


@pytest.mark.parametrize("name", ["Admin", "ＡＤＭＩＮ", "Аdmin", "K i t h", "✓ Support", "Ｍoderator"])
async def test_no_name_speaks_for_the_server(house: House, client: httpx.AsyncClient, name: str) -> None:
    """In whatever alphabet its letters come from."""
    await found(house, "olga")
    assert (await send(client, "/join", **ANA | {"name": name})).status_code == 403
    assert (await send(client, "/join", **ANA)).status_code == 303


async def test_signing_in_says_the_same_to_everybody_who_fails(house: House, client: httpx.AsyncClient) -> None:
    """Unknown name, unknown address, wrong password: the same page."""
    await found(house, "olga")
    said = set()
    for who, password in (("olga", "wrong"), ("nobody_here", PASSWORD), ("x@example.org", PASSWORD), ("-", "")):
        refused = await send(client, "/sign-in", who=who, password=password)
        said.add((refused.status_code, refused.text.replace(f'value="{who}"', "")))
    assert len({status for status, _text in said}) == 1
    assert len({len(text) for _status, text in said}) == 1
    assert await _count(house, _SESSIONS) == 0
    assert (await send(client, "/sign-in", who="@OLGA ", password=PASSWORD)).status_code == 303


async def test_guesses_are_counted_by_name_wherever_they_come_from(house: House) -> None:
    """Ten in a quarter of an hour, also for a name that is not there; then the right password waits, too."""
    await found(house, "olga", "ben")
    for name in ("olga", "nobody_here"):
        begun, statuses = time.monotonic(), list[int]()
        while statuses.count(429) < 2 and len(statuses) < 40:
            async with browser(house, address=f"10.0.{len(statuses)}.1") as client:
                statuses.append((await send(client, "/sign-in", who=name, password="wrong")).status_code)
        # Every ninety seconds one more may be made, and hashing takes what it takes.
        assert statuses[:10] == [422] * 10
        assert statuses.count(429) == 2
        assert statuses.count(422) <= 10 + (time.monotonic() - begun) / 90
    async with browser(house, address="10.9.9.9") as client:
        waiting = await send(client, "/sign-in", who="olga", password=PASSWORD)
        assert waiting.status_code == 429
        assert int(waiting.headers["retry-after"]) > 0
        assert (await send(client, "/sign-in", who="ben", password=PASSWORD)).status_code == 303


async def test_guesses_are_counted_by_network_whatever_the_name(house: House) -> None:
    """Thirty in ten minutes from neighbours of one network; another network is not held back."""
    await found(house, "olga")
    begun, statuses = time.monotonic(), list[int]()
    for number in range(60):
        async with browser(house, address=f"10.0.0.{number + 1}") as client:
            statuses.append((await send(client, "/sign-in", who=f"name_{number}", password="wrong")).status_code)
        if statuses[-1] != 422:
            break
    # Every twenty seconds one more may be made, and hashing takes what it takes.
    assert statuses[-1] == 429
    assert 30 <= len(statuses) - 1 <= 31 + (time.monotonic() - begun) / 20
    async with browser(house, address="10.0.1.1") as client:
        assert (await send(client, "/sign-in", who="olga", password=PASSWORD)).status_code == 303


async def test_a_link_for_a_new_password_counts_once(house: House, client: httpx.AsyncClient) -> None:
    """It ends every session, cannot be replayed, and looking at it does not use it up."""
    await found(house, "olga", "ben")
    await send(client, "/sign-in", who="ben", password=PASSWORD)
    async with browser(house) as another:
        await send(another, "/password", email=" BEN@example.org ")
        path, key = link_in((await letters(house))[0])
        assert [(await another.get(path)).status_code for _look in range(2)] == [200, 200]
        weak = await send(another, "/password/new", key=key, password="short")
        assert weak.status_code == 422
        changed = await send(another, "/password/new", key=key, password="another sentence")
        assert changed.status_code == 200
        assert (await send(another, "/password/new", key=key, password="a third sentence")).status_code == 422
        assert (await another.get(path)).status_code == 410
        assert (await client.get("/settings")).status_code == 303
        assert (await send(another, "/sign-in", who="ben", password=PASSWORD)).status_code == 422
        assert (await send(another, "/sign-in", who="ben", password="another sentence")).status_code == 303


async def test_a_link_for_a_new_password_grows_old(house: House, client: httpx.AsyncClient, clock: TestClock) -> None:
    """After a day, or when a newer one was sent; and no link for one thing does another."""
    await found(house, "olga")
    await send(client, "/password", email="olga@example.org")
    _path, first = link_in((await letters(house))[0])
    await send(client, "/password", email="olga@example.org")
    _path, second = link_in((await letters(house))[0])
    assert (await send(client, "/password/new", key=first, password="another sentence")).status_code == 422
    assert (await send(client, "/email/confirm", key=second)).status_code == 422
    clock.tick(hours=25)
    assert (await send(client, "/password/new", key=second, password="another sentence")).status_code == 422
    assert (await send(client, "/sign-in", who="olga", password=PASSWORD)).status_code == 303


async def test_nobody_learns_who_is_here_by_asking_for_a_link(house: House, client: httpx.AsyncClient) -> None:
    """The same page for a known and an unknown address; a letter for the known one alone."""
    await found(house, "olga")
    pages = [await send(client, "/password", email=f"{who}@example.org") for who in ("olga", "nobody")]
    assert pages[0].text == pages[1].text
    assert [letter.recipient for letter in await letters(house)] == ["olga@example.org"]


async def test_a_link_is_sent_in_the_language_they_chose(house: House, client: httpx.AsyncClient) -> None:
    """Else in the one that was asked in; and asking costs the same for who is not here."""
    await found(house, "olga", "ben")
    await send(client, "/sign-in", who="ben", password=PASSWORD)
    await send(client, "/settings/taste", language="ar")
    async with browser(house) as another:
        counts = []
        for who in ("nobody", "ben", "olga"):
            before = house.database.statements
            await send(another, "/password", email=f"{who}@example.org")
            counts.append(house.database.statements - before)
    assert counts[0] == counts[1] == counts[2]
    subjects = {letter.recipient: letter.subject for letter in await letters(house)}
    assert subjects == {"olga@example.org": "Set a new password", "ben@example.org": AR.gettext("Set a new password")}


async def test_nobody_learns_whose_an_address_is_by_joining(house: House, client: httpx.AsyncClient) -> None:
    """Who joins with another's address comes in, without it; the other is told."""
    await found(house, "olga")
    assert (await send(client, "/join", **ANA | {"email": "OLGA@example.org"})).status_code == 303
    told = await letters(house)
    assert [letter.recipient for letter in told] == ["olga@example.org"]
    assert "key=" not in told[0].text


async def test_an_address_belongs_to_whoever_proves_it(house: House, client: httpx.AsyncClient) -> None:
    """Given without proof, it keeps nobody from using their own; proved, it stays where it is."""
    await found(house, "olga", "ben")
    await send(client, "/join", **ANA)  # gives the address, never opens the link
    for who, status in (("ben", 200), ("olga", 403)):
        async with browser(house) as tab:
            await send(tab, "/sign-in", who=who, password=PASSWORD)
            await send(tab, "/settings/email", current_password=PASSWORD, email="ana@example.org")
            _path, key = link_in((await letters(house))[0])
            assert (await send(tab, "/email/confirm", key=key)).status_code == status
    async with browser(house) as tab:
        assert (await send(tab, "/sign-in", who="ana@example.org", password=PASSWORD)).status_code == 303
        assert "ben" in (await tab.get("/settings")).text


async def test_nothing_is_written_before_the_address_is_confirmed(house: House) -> None:
    """Where the server asks for it: no post, no follow, no token's worth; settings and leaving are open."""
    await found(house, "olga")
    async with browser(house, confirm_mail=True) as client:
        assert (await send(client, "/join", **ANA | {"email": ""})).status_code == 422
        assert (await send(client, "/join", **ANA)).status_code == 303
        assert (await send(client, "/write", text="Hello.")).status_code == 403
        assert (await send(client, "/@olga/follow")).status_code == 403
        assert (await send(client, "/settings/tokens", name="Mine")).status_code == 403
        assert (await send(client, "/settings/taste", theme="dark")).status_code == 303
        _path, key = link_in((await letters(house))[0])
        assert (await send(client, "/email/confirm", key=key)).status_code == 200
        assert (await send(client, "/email/confirm", key=key)).status_code == 422
        assert (await send(client, "/write", text="Hello.")).status_code == 303
        assert (await send(client, "/@olga/follow")).status_code == 303


async def test_sessions_are_listed_and_ended_everywhere(house: House, client: httpx.AsyncClient) -> None:
    """One by one, or all but this one; nobody ends another's."""
    await found(house, "olga", "ben")
    async with browser(house) as second, browser(house) as third, browser(house) as bens:
        for tab, who in ((client, "olga"), (second, "olga"), (third, "olga"), (bens, "ben")):
            await send(tab, "/sign-in", who=who, password=PASSWORD)
        page = (await client.get("/settings/sessions")).text
        ids = {cookie.split(".")[1] for cookie in (second.cookies["kith_session"], third.cookies["kith_session"])}
        assert all(f"/settings/sessions/{one}/end" in page for one in ids)
        for one in ids:
            await send(bens, f"/settings/sessions/{one}/end")
        assert (await second.get("/settings")).status_code == 200
        await send(client, f"/settings/sessions/{second.cookies['kith_session'].split('.')[1]}/end")
        assert [(await tab.get("/settings")).status_code for tab in (client, second, third)] == [200, 303, 200]
        await send(client, "/settings/sessions/others/end")
        assert [(await tab.get("/settings")).status_code for tab in (client, third, bens)] == [200, 303, 200]


async def test_the_outbox_is_the_owners_alone(house: House, client: httpx.AsyncClient) -> None:
    """It holds links that open accounts."""
    await found(house, "olga", "ben")
    await send(client, "/password", email="ben@example.org")
    assert len(await letters(house)) == 1
    assert (await client.get("/owner/outbox")).status_code == 303
    await send(client, "/sign-in", who="olga", password=PASSWORD)
    assert "ben@example.org" in (await client.get("/owner/outbox")).text
    async with browser(house) as bens:
        await send(bens, "/sign-in", who="ben", password=PASSWORD)
        assert (await bens.get("/owner/outbox")).status_code == 403

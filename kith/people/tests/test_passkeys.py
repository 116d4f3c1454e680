"""Passkeys, through the pages: made, shown after the password and in its place, named, removed."""

import asyncio
import json
import re
from dataclasses import replace

import httpx
import pytest
import pytest_asyncio
from hypothesis import given
from hypothesis import strategies as st

from kith.base.core.ids import Id
from kith.base.storage.statement import Statement
from kith.base.work import House
from kith.people import has_two_step, lift_two_step
from kith.people.actions.proving import reset_password
from kith.people.model import PASSKEYS_MAX
from kith.people.passkeys import Asked, options_to_show, read_made, read_shown
from kith.people.tests.device import Device, options_on, read, written
from kith.people.tests.door import PASSWORD, browser, found, letters, send
from kith.people.tests.phone import phone_with, switch_on
from tests.clock import BEGINNING, TestClock

SETTINGS = "/settings/two-step"
KEYS = f"{SETTINGS}/passkeys"


@pytest_asyncio.fixture
async def ana(house: House) -> Id:
    """Ana, after Olga, who owns the server."""
    return (await found(house, "olga", "ana"))[1]


@pytest_asyncio.fixture
async def device(client: httpx.AsyncClient, ana: Id) -> Device:
    """Ana's device, with her first passkey; and Ana, signed in."""
    await _password(client)
    made = Device()
    assert "Your recovery codes" in (await _make(client, made)).text
    return made


async def _password(client: httpx.AsyncClient, **more: str) -> httpx.Response:
    return await send(client, "/sign-in", **{"who": "ana", "password": PASSWORD} | more)


async def _make(client: httpx.AsyncClient, device: Device, *, name: str = "My phone", **proof: str) -> httpx.Response:
    proven = await send(client, f"{KEYS}/new", current_password=PASSWORD, **proof)
    assert proven.status_code == 200, proven.text
    assert proven.headers["cache-control"] == "no-store"
    return await send(client, KEYS, passkey=device.make(options_on(proven, "make")), name=name)


async def _proof(client: httpx.AsyncClient, device: Device) -> str:
    return device.show(options_on(await client.get(SETTINGS)))


async def _come(client: httpx.AsyncClient, device: Device, **more: str) -> httpx.Response:
    answer = device.show(options_on(await client.get("/sign-in")))
    return await send(client, "/sign-in/passkey", passkey=answer, **more)


def _is_in(client: httpx.AsyncClient) -> bool:
    return "kith_session" in client.cookies


def _codes(page: httpx.Response) -> list[str]:
    return re.findall(r"<code>([a-z2-7-]{19})</code>", page.text)


def _path(page: httpx.Response) -> str:
    [path] = re.findall(rf'href="({KEYS}/\d+)"', page.text)
    return str(path)


async def test_the_first_passkey_switches_it_on(house: House, client: httpx.AsyncClient, ana: Id) -> None:
    """With ten codes for when it is lost; letters and notices say so."""
    await _password(client)
    done = await _make(client, Device())
    assert len(set(_codes(done))) == 10
    assert done.headers["cache-control"] == "no-store"
    async with house.reading() as work:
        assert await has_two_step(work, ana)
    page = (await client.get(SETTINGS)).text
    assert "My phone" in page
    said = [one.text for one in await letters(house)]
    told = (await client.get("/notices")).text
    assert "Two-step sign-in is on." in told
    assert "A passkey was added to your account." in told
    assert any("My phone" in one for one in said)
    assert any("takes a second step" in one for one in said)


async def test_it_signs_in_without_a_password(house: House, client: httpx.AsyncClient, device: Device) -> None:
    """It knows whose it is, and leads where one was going."""
    async with browser(house) as other:
        done = await _come(other, device, next="/notices")
        assert done.headers["location"] == "/notices"
        assert (await other.get("/settings")).status_code == 200


async def test_after_the_password_it_is_the_second_step(house: House, device: Device) -> None:
    """The password alone opens nothing; a device that does not ask who holds it is enough here."""
    device.knows_who = False
    async with browser(house) as other:
        half = await _password(other)
        assert not _is_in(other)
        page = await other.get(half.headers["location"])
        assert "Code from your phone" not in page.text
        done = await send(other, "/sign-in/code", passkey=device.show(options_on(page)))
        assert done.status_code == 303
        assert _is_in(other)


def _another_key(device: Device) -> Device:
    return Device(whose=device.whose)


def _not_known(device: Device) -> Device:
    return replace(device, credential_id=b"another name")


def _nobodys(device: Device) -> Device:
    return replace(device, whose=(1).to_bytes(8))


def _of_no_account(device: Device) -> Device:
    return replace(device, whose=b"\xff" * 8)


def _from_elsewhere(device: Device) -> Device:
    return replace(device, origin="https://kith.test.example")


def _held_by_anyone(device: Device) -> Device:
    return replace(device, knows_who=False)


def _a_copy(device: Device) -> Device:
    return replace(device, count=3)


@pytest.mark.parametrize(
    "change", [None, _another_key, _not_known, _nobodys, _of_no_account, _from_elsewhere, _held_by_anyone, _a_copy]
)
async def test_what_does_not_fit_signs_nobody_in(house: House, device: Device, change: object) -> None:
    """Another key, another's, one from a false page, one that anyone may hold, a copy that was used before."""
    device.count = 2**32 - 5  # as far as they can count
    async with browser(house) as other:
        assert (await _come(other, device)).status_code == 303
    async with browser(house) as other:
        done = await _come(other, change(device) if callable(change) else device)
        assert done.status_code == (422 if change else 303)
        assert _is_in(other) == (change is None)


async def test_an_answer_is_taken_once(house: House, device: Device) -> None:
    """Not in another browser, and not of two at once; a device that does not count makes no difference."""
    async with browser(house) as one, browser(house) as other:
        device.count = -1
        answer = device.show(options_on(await one.get("/sign-in")))
        sent = [send(client, "/sign-in/passkey", passkey=answer) for client in (one, other)]
        assert sorted(done.status_code for done in await asyncio.gather(*sent)) == [303, 422]


@pytest.mark.parametrize("late", [False, True])
async def test_a_challenge_lasts_ten_minutes(house: House, device: Device, clock: TestClock, *, late: bool) -> None:
    """Whoever leaves the page open asks anew."""
    async with browser(house) as other:
        answer = device.show(options_on(await other.get("/sign-in")))
        clock.tick(minutes=11 if late else 9)
        done = await send(other, "/sign-in/passkey", passkey=answer)
        assert done.status_code == (422 if late else 303)


@pytest.mark.parametrize("asked_for", ["second step", "signing in", "proof", "making"])
async def test_an_answer_is_good_for_what_was_asked(
    house: House, client: httpx.AsyncClient, device: Device, asked_for: str
) -> None:
    """What a page got for one purpose opens no other."""
    async with browser(house) as other:
        half = await _password(other)
        asking = {
            "second step": options_on(await other.get(half.headers["location"])),
            "signing in": options_on(await other.get("/sign-in")),
            "proof": options_on(await client.get(SETTINGS)),
            "making": None,
        }[asked_for]
        if asking is None:
            proven = await send(client, f"{KEYS}/new", current_password=PASSWORD, passkey=await _proof(client, device))
            asking = options_on(proven, "make") | {"rpId": "kith.test"}
        done = await send(other, "/sign-in/code", passkey=device.show(asking))
        assert done.status_code == (303 if asked_for == "second step" else 422)


async def test_another_person_has_nothing_of_it(house: House, client: httpx.AsyncClient, device: Device) -> None:
    """Not by its address, nor by bringing their own answer for her second step."""
    path = _path(await client.get(SETTINGS))
    async with browser(house) as olga:
        await send(olga, "/sign-in", who="olga", password=PASSWORD)
        assert (await olga.get(path)).status_code == 404
        assert (await send(olga, path, name="Mine")).status_code == 404
        assert (await send(olga, f"{path}/remove", current_password=PASSWORD)).status_code == 404
        hers = Device(credential_id=b"of olga")
        assert "Your recovery codes" in (await _make(olga, hers)).text
        async with browser(house) as other:
            half = await _password(other)
            done = await send(
                other, "/sign-in/code", passkey=hers.show(options_on(await other.get(half.headers["location"])))
            )
            assert done.status_code == 422


async def test_it_is_named_and_removed(house: House, client: httpx.AsyncClient, device: Device, ana: Id) -> None:
    """By password and itself; with the last, two-step sign-in is off, and nothing of it is kept."""
    path = _path(await client.get(SETTINGS))
    assert (await send(client, path, name="  ")).status_code == 422
    assert (await send(client, path, name="The  <b>old</b> phone")).status_code == 303
    assert "The &lt;b&gt;old&lt;/b&gt; phone" in (await client.get(SETTINGS)).text
    assert (await send(client, f"{path}/remove", current_password=PASSWORD)).status_code == 422
    gone = await send(client, f"{path}/remove", current_password=PASSWORD, passkey=await _proof(client, device))
    assert gone.headers["location"] == f"{SETTINGS}?said=off"
    async with house.reading() as work:
        assert not await has_two_step(work, ana)
        for table in ("passkeys", "two_steps", "recovery_codes"):
            assert await work.db.value(Statement(f"SELECT count(*) FROM {table}")) == 0
    assert any("was removed" in one.text for one in await letters(house))
    assert "A passkey was removed from your account." in (await client.get("/notices")).text
    async with browser(house) as other:
        assert (await _come(other, device)).status_code == 422
        await _password(other)
        assert _is_in(other)


async def test_a_second_takes_a_proof_by_the_first(house: House, client: httpx.AsyncClient, device: Device) -> None:
    """The password alone adds none; no new codes are made, and removing one leaves it on."""
    assert (await send(client, f"{KEYS}/new", current_password=PASSWORD)).status_code == 422
    second = Device(credential_id=b"another key")
    done = await _make(client, second, name="A stick", passkey=await _proof(client, device))
    assert done.headers["location"] == f"{SETTINGS}?said=made"
    async with browser(house) as other:
        assert (await _come(other, second)).status_code == 303
    first = (await client.get(SETTINGS)).text.split(f'href="{KEYS}/')[1].split('"')[0]
    gone = await send(client, f"{KEYS}/{first}/remove", current_password=PASSWORD, passkey=await _proof(client, second))
    assert gone.headers["location"] == f"{SETTINGS}?said=removed"
    async with browser(house) as other:
        await _password(other)
        assert not _is_in(other)


async def test_the_same_is_not_made_twice(client: httpx.AsyncClient, device: Device) -> None:
    """The browser is told which there are; one that does not listen is refused."""
    proof = await _proof(client, device)
    proven = await send(client, f"{KEYS}/new", current_password=PASSWORD, passkey=proof)
    options = options_on(proven, "make")
    assert [read(one["id"]) for one in options["excludeCredentials"]] == [device.credential_id]
    answer = device.make(options)
    assert (await send(client, KEYS, passkey=answer, name="Again")).status_code == 403
    assert (await send(client, KEYS, passkey=answer, name="Again")).status_code == 422  # its challenge is used up


@pytest.mark.parametrize("turned_on", [False, True])
async def test_what_was_begun_before_it_was_on_adds_no_passkey(
    house: House, client: httpx.AsyncClient, ana: Id, clock: TestClock, *, turned_on: bool
) -> None:
    """Whoever had the password alone beforehand has no second step by it."""
    await _password(client)
    proven = await send(client, f"{KEYS}/new", current_password=PASSWORD)
    if turned_on:
        await switch_on(house, ana, clock)
    done = await send(client, KEYS, passkey=Device().make(options_on(proven, "make")), name="Mine")
    assert done.status_code == (422 if turned_on else 200)


@pytest.mark.parametrize("turned_on", [False, True])
async def test_an_app_that_was_begun_before_it_was_on_is_begun_once_more(
    client: httpx.AsyncClient, ana: Id, clock: TestClock, *, turned_on: bool
) -> None:
    """Nothing was asked of who began it; now a proof is."""
    await _password(client)
    await send(client, f"{SETTINGS}/key")
    key = re.search(r'settings__token" dir="ltr">([A-Z2-7 ]+)<', (await client.get(SETTINGS)).text)
    assert key
    if turned_on:
        await _make(client, Device())
        assert key[1] not in (await client.get(SETTINGS)).text
    code = phone_with(key[1], clock).code()
    done = await send(client, f"{SETTINGS}/on", current_password=PASSWORD, code=code)
    assert done.status_code == (403 if turned_on else 200)


async def test_the_letter_says_how_to_be_rid_of_a_strangers(
    house: House, client: httpx.AsyncClient, device: Device
) -> None:
    """By a new password, and where it is removed."""
    [letter] = [one.text for one in await letters(house) if "My phone" in one.text]
    assert "http://kith.test/password\n" in letter
    assert f"http://kith.test{SETTINGS}\n" in letter


@pytest.mark.parametrize(
    ("url", "place", "origin"),
    [
        ("https://kith.example", "kith.example", "https://kith.example"),
        ("https://Kith.Example:443", "kith.example", "https://kith.example"),
        ("http://kith.example:80", "kith.example", "http://kith.example"),
        ("http://localhost:8000", "localhost", "http://localhost:8000"),
        ("https://kïth.example:8443", "xn--kth-zma.example", "https://xn--kth-zma.example:8443"),
    ],
)
def test_it_is_asked_where_browsers_say_they_are(url: str, place: str, origin: str) -> None:
    """However whoever set the server up wrote its address."""
    asked = Asked(secret=b"s", url=url, now=BEGINNING, purpose="signing in")
    assert (asked.place, asked.origin) == (place, origin)


@pytest.mark.parametrize("length", [1023, 1024, 12_000])
async def test_a_name_of_a_key_has_an_end(client: httpx.AsyncClient, ana: Id, length: int) -> None:
    """As long as the standard lets devices call theirs."""
    await _password(client)
    made = await _make(client, Device(credential_id=bytes(length)))
    assert made.status_code == (200 if length == 1023 else 422)


async def test_there_are_so_many(house: House, client: httpx.AsyncClient, device: Device, ana: Id) -> None:
    """At the limit nothing is begun any more."""
    async with house.work() as work:
        await work.db.run(
            Statement("""
                INSERT INTO passkeys (account_id, id, credential_id, public_key, sign_count, name, made_at)
                SELECT account_id, number, number::text::bytea, public_key, 0, 'One', made_at
                  FROM passkeys, generate_series(1, %(more)s) AS number
                 WHERE account_id = %(ana)s
            """),
            ana=ana,
            more=PASSKEYS_MAX - 1,
        )
    refused = await send(client, f"{KEYS}/new", current_password=PASSWORD, passkey=await _proof(client, device))
    assert refused.status_code == 403


async def test_a_recovery_code_stands_in(house: House, client: httpx.AsyncClient, ana: Id) -> None:
    """After the password, and to remove a passkey that is lost."""
    await _password(client)
    slip = _codes(await _make(client, Device()))
    async with browser(house) as other:
        await _password(other)
        assert (await send(other, "/sign-in/code", code=slip[0])).status_code == 303
        path = _path(await other.get(SETTINGS))
        gone = await send(other, f"{path}/remove", current_password=PASSWORD, code=slip[1])
        assert gone.headers["location"] == f"{SETTINGS}?said=off"


async def test_an_app_comes_beside_it_and_goes(
    house: House, client: httpx.AsyncClient, device: Device, ana: Id, clock: TestClock
) -> None:
    """It is set up by a proof; both are taken then; removing the app leaves the passkey."""
    assert (await send(client, f"{SETTINGS}/key", current_password=PASSWORD)).status_code == 422
    begun = await send(client, f"{SETTINGS}/key", current_password=PASSWORD, passkey=await _proof(client, device))
    assert begun.status_code == 303
    key = re.search(r'settings__token" dir="ltr">([A-Z2-7 ]+)<', (await client.get(SETTINGS)).text)
    assert key
    phone = phone_with(key[1], clock)
    async with browser(house) as other:  # not before its first code came back
        await _password(other)
        assert (await send(other, "/sign-in/code", code=phone.next_code())).status_code == 422
    on = await send(client, f"{SETTINGS}/on", current_password=PASSWORD, code=phone.next_code())
    assert on.headers["location"] == f"{SETTINGS}?said=app"
    for way in ("code", "passkey"):
        async with browser(house) as other:
            page = await other.get((await _password(other)).headers["location"])
            said = {"code": phone.next_code()} if way == "code" else {"passkey": device.show(options_on(page))}
            assert (await send(other, "/sign-in/code", **said)).status_code == 303
    off = await send(client, f"{SETTINGS}/app/off", current_password=PASSWORD, code=phone.next_code())
    assert off.headers["location"] == f"{SETTINGS}?said=no-app"
    async with browser(house) as other:
        await _password(other)
        assert (await send(other, "/sign-in/code", code=phone.next_code())).status_code == 422
    async with browser(house) as other:
        assert (await _come(other, device)).status_code == 303


async def test_an_app_alone_is_not_removed(house: House, client: httpx.AsyncClient, ana: Id, clock: TestClock) -> None:
    """Then all is switched off, or a passkey made first: beside the app, without new codes."""
    phone = await switch_on(house, ana, clock)
    await _password(client)
    await send(client, "/sign-in/code", code=phone.next_code())
    off = {"current_password": PASSWORD}
    assert (await send(client, f"{SETTINGS}/app/off", **off, code=phone.next_code())).status_code == 403
    done = await _make(client, Device(), code=phone.next_code())
    assert done.headers["location"] == f"{SETTINGS}?said=made"
    assert (await send(client, f"{SETTINGS}/app/off", **off, code=phone.next_code())).status_code == 303


@pytest.mark.parametrize("is_new", [False, True])
async def test_after_a_new_password_none_stands_alone_before_it_was_shown_beside_it(
    house: House, device: Device, ana: Id, *, is_new: bool
) -> None:
    """Whoever made one by the old password is out; whoever has the new one too comes in, and then by it alone again."""
    async with house.work() as work:
        if is_new:
            await reset_password(work, ana, "another long sentence")
    async with browser(house) as other:
        done = await _come(other, device)
        assert done.status_code == (422 if is_new else 303)
        assert _is_in(other) is not is_new
        if not is_new:
            return
        half = await _password(other, password="another long sentence")
        await send(other, "/sign-in/code", passkey=device.show(options_on(await other.get(half.headers["location"]))))
        assert _is_in(other)
    async with browser(house) as other:
        assert (await _come(other, device)).status_code == 303


async def test_a_new_password_leaves_it_and_lifting_ends_it(house: House, device: Device, ana: Id) -> None:
    """Whoever lost everything begins anew by their password."""
    async with house.work() as work:
        assert await lift_two_step(work, ana)
    async with browser(house) as other:
        assert (await _come(other, device)).status_code == 422
        await _password(other)
        assert _is_in(other)


_ASKED = Asked(secret=b"s", url="http://kith.test", now=BEGINNING, purpose="making", whom=Id(1))
_PARTS = st.one_of(st.none(), st.text(max_size=40), st.binary(max_size=200).map(written), st.integers())
_RESPONSE = st.dictionaries(
    st.sampled_from(["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]), _PARTS
)


@given(st.one_of(st.text(max_size=200), st.builds(
    lambda id_, response: json.dumps({"id": id_, "rawId": id_, "type": "public-key", "response": response}),
    _PARTS, _RESPONSE,
)))  # fmt: skip
def test_whatever_comes_is_read_or_is_none(answer: str) -> None:
    """Nobody's bytes make the server stumble."""
    assert read_made(_ASKED, answer) is None
    read_shown(answer)


@given(st.binary(max_size=300))
def test_whatever_a_device_says_is_read_or_is_none(said: bytes) -> None:
    """Nor those behind a challenge of ours."""
    challenge = json.loads(options_to_show(_ASKED))["challenge"]
    client = json.dumps({"type": "webauthn.create", "challenge": challenge, "origin": _ASKED.origin})
    response = {"clientDataJSON": written(client.encode()), "attestationObject": written(said)}
    answer = json.dumps({"id": "aa", "rawId": "aa", "type": "public-key", "response": response})
    assert read_made(_ASKED, answer) is None

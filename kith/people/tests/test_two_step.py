"""Two-step sign-in, through the pages: set up, asked for, never twice, and lifted."""

import asyncio
import re

import httpx
import pytest
import pytest_asyncio

from kith.base.core.errors import Invalid, TooMany
from kith.base.core.ids import Id
from kith.base.storage.statement import Statement
from kith.base.work import House
from kith.people import has_two_step, lift_two_step, reset_password
from kith.people.actions.second_step import finish_sign_in
from kith.people.actions.signing_in import HalfWay, new_device, sign_in
from kith.people.actions.step_proof import Proof
from kith.people.actions.two_step import load_two_step, turn_two_step_off
from kith.people.tests.door import PASSWORD, browser, found, letters, send
from kith.people.tests.phone import Phone, phone_with, switch_on
from tests.clock import TestClock

SETTINGS = "/settings/two-step"
_ALL = Statement("SELECT sealed_secret FROM two_steps")


@pytest_asyncio.fixture
async def ana(house: House) -> Id:
    """Ana, after Olga, who owns the server."""
    return (await found(house, "olga", "ana"))[1]


@pytest_asyncio.fixture
async def phone(house: House, ana: Id, clock: TestClock) -> Phone:
    """Ana's phone, with her second step on."""
    return await switch_on(house, ana, clock)


async def _password(client: httpx.AsyncClient, **more: str) -> httpx.Response:
    return await send(client, "/sign-in", **{"who": "ana", "password": PASSWORD} | more)


async def _code(client: httpx.AsyncClient, code: str, **more: str) -> httpx.Response:
    return await send(client, "/sign-in/code", code=code, **more)


def _is_in(client: httpx.AsyncClient) -> bool:
    return "kith_session" in client.cookies


async def test_it_is_set_up_by_a_first_code_and_the_password(
    house: House, client: httpx.AsyncClient, ana: Id, clock: TestClock
) -> None:
    """With a drawing and a key, and ten codes that are shown once."""
    await _password(client)
    await send(client, f"{SETTINGS}/key")
    page = (await client.get(SETTINGS)).text
    assert "<svg" in page
    assert 'autocomplete="one-time-code"' in page
    key = re.search(r'settings__token" dir="ltr">([A-Z2-7 ]+)<', page)
    assert key
    phone = phone_with(key[1], clock)
    for wrong in ({"current_password": "not my password", "code": phone.code()},
                  {"current_password": PASSWORD, "code": phone.wrong_code()}):  # fmt: skip
        assert (await send(client, f"{SETTINGS}/on", **wrong)).status_code == 422
        async with house.reading() as work:
            assert not await has_two_step(work, ana)
    done = await send(client, f"{SETTINGS}/on", current_password=PASSWORD, code=phone.code())
    assert done.status_code == 200
    assert done.headers["cache-control"] == "no-store"
    slip = re.findall(r"<code>([a-z2-7-]{19})</code>", done.text)
    assert len(set(slip)) == 10
    after = (await client.get(SETTINGS)).text
    assert key[1] not in after
    assert not any(one in after for one in slip)
    assert (await letters(house))[0].recipient == "ana@example.org"
    assert "Two-step sign-in is on." in (await client.get("/notices")).text


async def test_the_password_alone_signs_nobody_in(house: House, client: httpx.AsyncClient, phone: Phone) -> None:
    """The code does, and leads where one was going."""
    half = await _password(client, next="/oauth/authorize?client_id=1&scope=read")
    assert half.status_code == 303
    assert not _is_in(client)
    page = await client.get(half.headers["location"])
    assert page.status_code == 200
    assert 'inputmode="numeric"' in page.text
    assert (await client.get("/settings")).status_code == 303
    done = await _code(client, phone.next_code(), next="/oauth/authorize?client_id=1&scope=read")
    assert done.headers["location"] == "/oauth/authorize?client_id=1&scope=read"
    assert _is_in(client)
    assert (await client.get("/settings")).status_code == 200


async def test_a_wrong_code_signs_nobody_in(house: House, client: httpx.AsyncClient, phone: Phone) -> None:
    """Nor one too old, nor nothing, nor another's recovery code."""
    await _password(client)
    phone.next_code()
    for wrong in (phone.code(steps=-3), phone.code(steps=3), "", "aaaa-aaaa-aaaa-aaaa", "²²²²²²"):
        assert (await _code(client, wrong)).status_code == 422
        assert not _is_in(client)
    assert (await _code(client, phone.code())).status_code == 303


async def test_no_code_is_taken_twice(house: House, client: httpx.AsyncClient, phone: Phone) -> None:
    """Not in another browser, and not of two at once."""
    code = phone.next_code()
    async with browser(house) as one, browser(house) as other:
        await _password(one)
        await _password(other)
        answers = await asyncio.gather(_code(one, code), _code(other, code))
        assert sorted(answer.status_code for answer in answers) == [303, 422]


async def test_a_recovery_code_works_once_and_is_told(house: House, client: httpx.AsyncClient, phone: Phone) -> None:
    """Typed in large letters, with blanks."""
    for expected in (303, 422):
        async with browser(house) as one:
            await _password(one)
            assert (await _code(one, phone.slip[3].upper().replace("-", " "))).status_code == expected
    assert any("recovery code" in one.text for one in await letters(house))
    await _password(client)
    await _code(client, phone.slip[4])
    assert "8 recovery codes are left." in (await client.get(SETTINGS)).text
    assert "A recovery code was used." in (await client.get("/notices")).text


@pytest.mark.parametrize("late", [False, True])
async def test_a_ticket_lasts_ten_minutes(
    house: House, client: httpx.AsyncClient, phone: Phone, clock: TestClock, *, late: bool
) -> None:
    """Then the password is asked for once more."""
    await _password(client)
    clock.tick(minutes=11 if late else 8)
    assert (await _code(client, phone.code())).status_code == (403 if late else 303)


@pytest.mark.parametrize("forged", [False, True])
async def test_a_ticket_is_ours(
    house: House, client: httpx.AsyncClient, phone: Phone, ana: Id, *, forged: bool
) -> None:
    """A code without the password is worth nothing."""
    await _password(client)
    if forged:
        client.cookies.set("kith_half", f"{ana}.{int(phone.clock().timestamp())}.{'0' * 64}", path="/sign-in")
    assert (await _code(client, phone.next_code())).status_code == (403 if forged else 303)


async def test_a_new_password_ends_tickets_and_does_not_go_round_it(
    house: House, client: httpx.AsyncClient, phone: Phone, ana: Id
) -> None:
    """Whoever reads somebody's mail sets a password, and is asked for a code all the same."""
    await _password(client)
    async with house.work() as work:
        await reset_password(work, ana, "another sentence to keep")
    assert (await _code(client, phone.next_code())).status_code == 403
    half = await _password(client, password="another sentence to keep")
    assert half.headers["location"].startswith("/sign-in/code")
    assert not _is_in(client)


async def test_guessing_ends_and_keeps_nobody_out(house: House, client: httpx.AsyncClient, phone: Phone) -> None:
    """A stranger with the password comes to an end; she signs in where she did before, or by a recovery code."""
    await _password(client)
    await _code(client, phone.next_code())
    await send(client, "/sign-out")
    async with browser(house, address="192.0.2.7") as stranger:
        await _password(stranger)
        answers = [(await _code(stranger, phone.wrong_code())).status_code for _number in range(12)]
        assert answers == [422] * 9 + [429] * 3  # her own first, when the device was new, was one of ten
        assert sum("Somebody knows your password" in one.subject for one in await letters(house)) == 1
        assert (await _code(stranger, phone.next_code())).status_code == 429
    await _password(client)
    assert (await _code(client, phone.code())).status_code == 303
    async with browser(house, address="198.51.100.7") as elsewhere:
        await _password(elsewhere)
        assert (await _code(elsewhere, phone.slip[0])).status_code == 303


async def test_many_devices_of_hers_guess_no_more_than_some(house: House, ana: Id, phone: Phone) -> None:
    """Who was let in before she had a second step may have kept the marks of as many devices as they liked."""
    async with house.work() as work:
        half = await sign_in(work, who="ana", password=PASSWORD, user_agent="")
        assert isinstance(half, HalfWay)
        marks = [new_device(work, ana) for _number in range(70)]
    heard = []
    for mark in marks:
        async with house.work() as work:
            try:
                await finish_sign_in(work, ticket=half.ticket, code=phone.wrong_code(), user_agent="", device=mark)
            except (Invalid, TooMany) as error:
                heard.append(type(error))
    assert heard.count(Invalid) == 60  # fifty together, and the ten of strangers
    async with house.work() as work:
        assert await finish_sign_in(work, ticket=half.ticket, code=phone.slip[0], user_agent="") is not None


async def test_guessed_passwords_keep_nobody_out_of_their_own_device(
    house: House, client: httpx.AsyncClient, ana: Id
) -> None:
    """A stranger who tries passwords locks the name for others, and not for a browser that has been hers."""
    await _password(client)
    await send(client, "/sign-out")
    async with browser(house, address="192.0.2.7") as stranger:
        for _number in range(9):  # her own first, when the device was new, was one of ten
            assert (await _password(stranger, password="a wrong guess of it")).status_code == 422
        assert (await _password(stranger)).status_code == 429
    assert (await _password(client)).status_code == 303
    assert _is_in(client)


@pytest.mark.parametrize("wrong", ["nothing", "current_password", "code"])
async def test_switching_it_off_takes_password_and_code(
    house: House, client: httpx.AsyncClient, phone: Phone, ana: Id, wrong: str
) -> None:
    """Each of them."""
    await _password(client)
    await _code(client, phone.next_code())
    form = {"current_password": PASSWORD, "code": phone.next_code()} | {wrong: "not this at all"}
    assert (await send(client, f"{SETTINGS}/off", **form)).status_code == (303 if wrong == "nothing" else 422)
    async with house.reading() as work:
        assert await has_two_step(work, ana) == (wrong != "nothing")


async def test_new_recovery_codes_end_the_old(house: House, client: httpx.AsyncClient, phone: Phone) -> None:
    """By password and code; the old slip opens nothing any more."""
    await _password(client)
    await _code(client, phone.next_code())
    made = await send(client, f"{SETTINGS}/codes", current_password=PASSWORD, code=phone.next_code())
    slip = re.findall(r"<code>([a-z2-7-]{19})</code>", made.text)
    async with browser(house) as one:
        await _password(one)
        assert (await _code(one, phone.slip[0])).status_code == 422
        assert (await _code(one, slip[0])).status_code == 303


async def test_a_key_is_read_nowhere_once_it_is_on(house: House, client: httpx.AsyncClient, phone: Phone) -> None:
    """It is sealed in the database, and no new one is made over it."""
    async with house.reading() as work:
        assert phone.secret not in await work.db.value(_ALL)
    await _password(client)
    await _code(client, phone.next_code())
    assert (await send(client, f"{SETTINGS}/key")).status_code == 403
    assert "otpauth" not in (await client.get(SETTINGS)).text
    assert phone.slip[0] not in (await client.get("/settings/sessions")).text


@pytest.mark.parametrize("late", [False, True])
async def test_a_key_that_waits_too_long_is_none(
    house: House, client: httpx.AsyncClient, ana: Id, clock: TestClock, *, late: bool
) -> None:
    """Nobody finds an old one on a page that was left open."""
    await _password(client)
    await send(client, f"{SETTINGS}/key")
    async with house.reading(actor=ana) as work:
        phone = phone_with((await load_two_step(work)).key, clock)
    clock.tick(minutes=61 if late else 59)
    done = await send(client, f"{SETTINGS}/on", current_password=PASSWORD, code=phone.code())
    assert done.status_code == (403 if late else 200)
    assert ("otpauth" in (await client.get(SETTINGS)).text) is False


async def test_the_owner_lifts_it_for_who_lost_everything(
    house: House, client: httpx.AsyncClient, phone: Phone, ana: Id
) -> None:
    """She is signed out everywhere, and told by mail and notice; nothing is lifted twice."""
    await _password(client)
    await _code(client, phone.next_code())
    for expected in (True, False):
        async with house.work() as work:
            assert await lift_two_step(work, ana) == expected
    assert (await client.get("/settings")).status_code == 303
    assert "lifted" in (await letters(house))[0].text
    client.cookies.clear()
    assert (await _password(client)).status_code == 303
    assert _is_in(client)
    assert "Two-step sign-in is off." in (await client.get("/notices")).text


async def test_nothing_is_kept_of_who_turned_it_off(house: House, ana: Id, phone: Phone) -> None:
    """Neither key nor codes; and a wrong code keeps it."""
    async with house.work(actor=ana) as work:
        with pytest.raises(Invalid):
            await turn_two_step_off(work, Proof(password=PASSWORD, code=phone.wrong_code()))
        work.undo()
    async with house.work(actor=ana) as work:
        await turn_two_step_off(work, Proof(password=PASSWORD, code=phone.slip[9]))
    async with house.reading() as work:
        for table in ("two_steps", "recovery_codes"):
            assert await work.db.value(Statement(f"SELECT count(*) FROM {table}")) == 0

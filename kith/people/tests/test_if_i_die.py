"""Who may say that somebody has died: named by them, asked first, and believed by nobody but the owners."""

import httpx
import pytest
import pytest_asyncio

from kith.base.core.errors import Invalid, NotFound, Refused, TooMany
from kith.base.core.ids import Id
from kith.base.work import House
from kith.notices.tests.scene import run_jobs
from kith.people import (
    answer_trust,
    block,
    if_i_die,
    name_nobody,
    name_trustee,
    remember,
    remember_no_longer,
    remembered,
    say_one_is_here,
    take_back_death,
    tell_new_owner,
    tell_of_death,
)
from kith.people.actions.parting import part_from_everybody
from kith.people.actions.server import make_role
from kith.people.actions.trusting import lay_aside, said_of
from kith.people.model import LAST_WORD_MAX, IfIDie
from kith.people.store import set_role
from kith.people.tests.cast_of_relations import ANA, BEN, CLEO, DAN, act, gather, sign_in
from kith.people.tests.door import browser, send

PLACE = "/settings/if-i-die"


@pytest_asyncio.fixture(autouse=True)
async def _cast(house: House) -> None:
    """Ana runs the server. Ben names Cleo."""
    await gather(house)
    async with house.work() as work:
        await set_role(work.db, ANA, "owner")
    await act(house, BEN, name_trustee, CLEO)


async def _view(house: House, person: Id) -> IfIDie:
    async with house.reading(actor=person) as work:
        return await if_i_die(work)


async def _state(house: House) -> tuple[str, bool] | None:
    """Give what Cleo answered Ben, and whether she said that he has died."""
    named = (await _view(house, BEN)).named
    return None if named is None else (named.trustee.state, named.trustee.told_at is not None)


async def _words(house: House) -> str | None:
    """Give what Ana reads of it."""
    async with house.reading(actor=ANA) as work:
        said = await said_of(work, BEN)
    return said.trustee.words if said else None


@pytest.mark.parametrize("between", ["nobody", "somebody else"])
async def test_nobody_is_asked_again_and_again(house: House, between: str) -> None:
    """Once more, for whoever slipped: a "no" is not worn down by naming nobody, or another, in between."""
    await act(house, CLEO, answer_trust, BEN, yes=False)
    for allowed in (True, False):
        if between == "nobody":
            await act(house, BEN, name_nobody)
        else:
            await act(house, BEN, name_trustee, ANA if allowed else DAN)
        if allowed:
            await act(house, BEN, name_trustee, CLEO)
            await act(house, CLEO, answer_trust, BEN, yes=False)
        else:
            with pytest.raises(TooMany, match="more than once"):
                await act(house, BEN, name_trustee, CLEO)


async def test_nothing_is_said_before_who_was_asked_agreed(house: House) -> None:
    """Then it is, once; and nothing becomes of it before an owner decides."""
    with pytest.raises(NotFound):
        await act(house, CLEO, tell_of_death, BEN)
    await act(house, CLEO, answer_trust, BEN, yes=True)
    for words in ("On Sunday, in his sleep.", "Once more"):
        await act(house, CLEO, tell_of_death, BEN, words)
    assert await _state(house) == ("agreed", True)
    assert await _words(house) == "On Sunday, in his sleep."
    async with house.reading(actor=ANA) as work:
        assert await remembered(work) == frozenset()
    await act(house, ANA, remember, BEN)
    assert (await _view(house, CLEO)).named_by == ()
    with pytest.raises(NotFound):
        await act(house, CLEO, take_back_death, BEN)
    await act(house, ANA, remember_no_longer, BEN)
    assert await _state(house) == ("agreed", False)


@pytest.mark.parametrize("way", ["here", "back", "aside", "no", "nobody", "another", "block", "left"])
async def test_what_was_said_is_void_however_it_ends(house: House, way: str) -> None:
    """By the one it is about, by who said it, by an owner; and with the trust itself."""
    await act(house, CLEO, answer_trust, BEN, yes=True)
    await act(house, CLEO, tell_of_death, BEN, "He has died.")
    assert await _words(house) == "He has died."
    if way == "left":
        async with house.work() as work:
            await part_from_everybody(work, CLEO)
    else:
        await {
            "here": lambda: act(house, BEN, say_one_is_here),
            "back": lambda: act(house, CLEO, take_back_death, BEN),
            "aside": lambda: act(house, ANA, lay_aside, BEN),
            "no": lambda: act(house, CLEO, answer_trust, BEN, yes=False),
            "nobody": lambda: act(house, BEN, name_nobody),
            "another": lambda: act(house, BEN, name_trustee, ANA),
            "block": lambda: act(house, BEN, block, CLEO),
        }[way]()
    assert await _words(house) is None
    gone = way in ("nobody", "block", "left")
    states = {"no": ("declined", False), "another": ("asked", False)}
    assert await _state(house) == (None if gone else states.get(way, ("agreed", False)))
    if way in ("no", "nobody", "another", "block", "left"):
        with pytest.raises(NotFound):
            await act(house, CLEO, tell_of_death, BEN)


async def test_who_says_no_is_not_asked_again(house: House) -> None:
    """Somebody else can be; asked twice, nobody hears of it twice."""
    assert [one.trustee.state for one in (await _view(house, CLEO)).named_by] == ["asked"]
    await act(house, BEN, name_trustee, CLEO)
    await act(house, CLEO, answer_trust, BEN, yes=False)
    assert (await _view(house, CLEO)).named_by == ()
    with pytest.raises(Refused, match="rather not"):
        await act(house, BEN, name_trustee, CLEO)
    with pytest.raises(NotFound):  # else a notice would come with each change of mind
        await act(house, CLEO, answer_trust, BEN, yes=True)
    await act(house, BEN, name_trustee, ANA)
    assert await _state(house) == ("asked", False)


@pytest.mark.parametrize("unsaid", [False, True])
async def test_what_was_unsaid_before_it_was_told_is_told_nobody(
    house: House, client: httpx.AsyncClient, *, unsaid: bool
) -> None:
    """Neither the owners nor who is said to have died."""
    await act(house, CLEO, answer_trust, BEN, yes=True)
    await act(house, CLEO, tell_of_death, BEN)
    if unsaid:
        await act(house, BEN, block, CLEO)
    await run_jobs(house)
    for person, words in ((ANA, "trusted them with it has died"), (BEN, "says that you have died")):
        async with browser(house) as other:
            await sign_in(house, other, person)
            assert (words in (await other.get("/notices")).text) is not unsaid


async def test_nobody_else_has_a_word_in_it(house: House) -> None:
    """Neither a stranger, nor who is not there, nor a member as if they were an owner; and not about oneself."""
    await act(house, CLEO, answer_trust, BEN, yes=True)
    for deed in (tell_of_death, take_back_death):
        with pytest.raises(NotFound):
            await act(house, ANA, deed, BEN)
    with pytest.raises(NotFound):
        await act(house, ANA, answer_trust, BEN, yes=True)
    with pytest.raises(NotFound):
        await act(house, BEN, name_trustee, Id(99))
    with pytest.raises(Refused):
        await act(house, BEN, name_trustee, BEN)
    with pytest.raises(Invalid):
        await act(house, CLEO, tell_of_death, BEN, "x" * (LAST_WORD_MAX + 1))
    await act(house, CLEO, tell_of_death, BEN)
    with pytest.raises(Refused):
        await act(house, CLEO, said_of, BEN)
    with pytest.raises(Refused):
        await act(house, CLEO, lay_aside, BEN)
    await act(house, ANA, remember, CLEO)
    with pytest.raises(Refused, match="remembrance"):
        await act(house, ANA, name_trustee, CLEO)


async def test_it_is_asked_answered_said_and_decided_on_the_pages(house: House, client: httpx.AsyncClient) -> None:
    """Everybody whom it concerns is told on their page of notices, and has a way from there."""
    await run_jobs(house)
    await sign_in(house, client, CLEO)
    assert "trusts you to say so" in (await client.get("/notices")).text
    assert (await send(client, f"{PLACE}/{BEN}/yes", page=PLACE)).status_code == 303
    path = f"{PLACE}/{BEN}/died"
    assert path in (await client.get(PLACE)).text
    assert (await send(client, path, page=path, words="x" * (LAST_WORD_MAX + 1))).status_code == 422
    assert (await send(client, path, page=path, words="In his <sleep>.")).status_code == 303
    assert "You said that they have died." in (await client.get(PLACE)).text
    await run_jobs(house)
    decide = f"/owner/members/{BEN}/remember"
    async with browser(house) as owner:
        await sign_in(house, owner, ANA)
        assert f'href="{PLACE}/{BEN}/said"' in (await owner.get("/notices")).text
        assert (await owner.get(f"{PLACE}/{BEN}/said")).headers["location"] == decide
        assert "Is said to have died." in (await owner.get("/owner/members")).text
        assert "In his &lt;sleep&gt;." in (await owner.get(decide)).text
        async with browser(house) as ben:
            await sign_in(house, ben, BEN)
            assert "says that you have died" in (await ben.get("/notices")).text
            assert "In his" not in (await ben.get(PLACE)).text
            assert (await send(ben, f"{PLACE}/here", page=PLACE)).status_code == 303
            assert (await send(ben, PLACE, page=PLACE, address="@nobody-here")).status_code == 422
            assert (await send(ben, PLACE, page=PLACE, address="@ana")).status_code == 303
        assert "It is not so" not in (await owner.get(decide)).text
    assert (await client.get(path)).status_code == 404


@pytest_asyncio.fixture(name="alone")
async def _alone(house: House) -> None:
    """Ana runs the server alone, and named Cleo, who agreed. Dan is a moderator."""
    await act(house, ANA, name_trustee, CLEO)
    await act(house, CLEO, answer_trust, ANA, yes=True)
    async with house.work() as work:
        await set_role(work.db, DAN, "moderator")


async def _notices(house: House, person: Id) -> str:
    async with browser(house) as other:
        await sign_in(house, other, person)
        return (await other.get("/notices")).text


@pytest.mark.usefixtures("alone")
async def test_where_nobody_can_decide_it_is_said_what_can_be_done(house: House, client: httpx.AsyncClient) -> None:
    """To who says it, before and afterwards, and to the moderators; to nobody else."""
    await sign_in(house, client, CLEO)
    assert "run this server alone" in (await client.get(f"{PLACE}/{ANA}/died")).text
    assert (await client.get(f"{PLACE}/{ANA}/said")).status_code == 404
    await act(house, CLEO, tell_of_death, ANA, "On Sunday.")
    assert f"{PLACE}/{ANA}/said" in (await client.get(PLACE)).text
    await run_jobs(house)
    assert "trusted them with it has died" in await _notices(house, DAN)
    assert "trusted them with it has died" not in await _notices(house, BEN)
    for person, status in ((CLEO, 200), (DAN, 200), (BEN, 404)):
        await sign_in(house, client, person)
        answer = await client.get(f"{PLACE}/{ANA}/said")
        assert answer.status_code == status, person
        assert ("kith account owner" in answer.text, "On Sunday." in answer.text) == ((status == 200,) * 2)
    with pytest.raises(Refused):
        await act(house, DAN, remember, ANA)


@pytest.mark.usefixtures("alone")
async def test_whoever_becomes_an_owner_is_told_and_decides(house: House, client: httpx.AsyncClient) -> None:
    """Of what was said before; the one it is about is not told again, and moderators have no part in it any more."""
    await act(house, CLEO, tell_of_death, ANA, "On Sunday.")
    await run_jobs(house)
    async with house.work() as work:
        await set_role(work.db, BEN, "owner")
        assert await tell_new_owner(work, BEN) == 1
        assert await tell_new_owner(work, CLEO) == 0  # who said it
    await run_jobs(house)
    assert "trusted them with it has died" in await _notices(house, BEN)
    assert (await _notices(house, ANA)).count("says that you have died") == 1
    await sign_in(house, client, BEN)
    led = await client.get(f"{PLACE}/{ANA}/said")
    assert led.headers["location"] == f"/owner/members/{ANA}/remember"
    assert "On Sunday." in (await client.get(led.headers["location"])).text
    for person in (CLEO, DAN):
        await sign_in(house, client, person)
        assert (await client.get(f"{PLACE}/{ANA}/said")).status_code == 404
    await act(house, BEN, make_role, ANA, "member")
    await act(house, BEN, remember, ANA)


@pytest.mark.usefixtures("alone")
async def test_who_is_made_an_owner_by_another_is_told_too(house: House) -> None:
    """Once: the same role again tells nothing."""
    await act(house, CLEO, tell_of_death, ANA)
    await act(house, ANA, make_role, BEN, "owner")
    await act(house, ANA, make_role, BEN, "owner")
    await run_jobs(house)
    assert (await _notices(house, BEN)).count("trusted them with it has died") == 1

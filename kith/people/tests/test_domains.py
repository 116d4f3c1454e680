"""Keeping a whole server away: everywhere, both ways, and back again."""

import asyncio

import httpx
import pytest

from kith.base.core.errors import Invalid, NotFound
from kith.base.core.ids import Id
from kith.base.core.paging import Paging
from kith.base.work import House
from kith.people.actions.domains import block_domain, unblock_domain
from kith.people.actions.follows import accept, follow
from kith.people.actions.parting import part_from_everybody
from kith.people.actions.profile import find_present
from kith.people.model import Account, Handle
from kith.people.rules.domains import check_domain
from kith.people.store import domain_blocks_of, relation, unwilling_to_hear
from kith.people.tests.cast_of_relations import ANA, BEN, act, check_twins, gather, sign_in, viewer
from kith.people.tests.test_relation_pages import _send
from tests.clock import BEGINNING

JO, KIM, LEO = Id(21), Id(22), Id(23)
ELSEWHERE = {JO: "hav.social", KIM: "hav.social", LEO: "leo.example"}


async def _gather(house: House) -> None:
    """Ana and the others here; Jo and Kim on one server elsewhere, Leo on another."""
    await gather(house)
    async with house.work() as work:
        for person, domain in ELSEWHERE.items():
            handle = f"p{person}"
            await work.db.insert(Account(id=person, handle=handle, domain=domain, name="Far", created_at=BEGINNING))
            await work.db.insert(Handle(handle=f"{handle}@{domain}", account_id=person))


async def test_nobody_of_that_server_is_seen_any_more(house: House) -> None:
    """Nor sees; those of another server stay, and so do those whom nobody keeps away."""
    await _gather(house)
    await act(house, ANA, block_domain, "HAV.social")
    assert (await viewer(house, ANA)).hidden == (JO, KIM)
    assert (await viewer(house, JO)).hidden == (ANA,)
    assert (await viewer(house, BEN)).hidden == ()
    assert (await viewer(house, LEO)).hidden == ()
    async with house.reading(actor=ANA) as work:
        with pytest.raises(NotFound):
            await find_present(work, "p21@hav.social")
        assert (await find_present(work, "p23@leo.example")).id == LEO
        assert (await relation(work.db, ANA, JO, work.now)).domain_blocking
        assert not (await relation(work.db, ANA, LEO, work.now)).domain_blocking
        assert await unwilling_to_hear(work.db, JO, [ANA, BEN], work.now) == {ANA}
        assert await unwilling_to_hear(work.db, ANA, [JO, KIM, LEO], work.now) == {JO, KIM}

    await act(house, ANA, unblock_domain, "hav.social")
    assert (await viewer(house, ANA)).hidden == ()


async def test_follows_end_both_ways_and_none_begins(house: House) -> None:
    """Requests too; what somebody else has with them stays."""
    await _gather(house)
    for person in (JO, LEO):
        await act(house, ANA, follow, person)
        await act(house, person, accept, ANA)
        await act(house, person, follow, ANA)
    await act(house, ANA, follow, KIM)
    await act(house, BEN, follow, JO)
    await act(house, ANA, block_domain, "hav.social")
    async with house.reading() as work:
        left = {(one.follower_id, one.followee_id) for one in await check_twins(work.db)}
    assert left == {(ANA, LEO), (LEO, ANA), (BEN, JO)}
    for one, other in ((ANA, JO), (JO, ANA)):
        with pytest.raises(NotFound):
            await act(house, one, follow, other)


async def test_a_follow_that_comes_at_the_same_moment_is_ended_or_refused(house: House) -> None:
    """Whoever comes first: nothing is left standing between them."""
    await _gather(house)
    for _round in range(10):
        await asyncio.gather(
            act(house, JO, follow, ANA),
            act(house, ANA, block_domain, "hav.social"),
            act(house, ANA, block_domain, "hav.social"),
            return_exceptions=True,
        )
        async with house.reading() as work:
            assert await check_twins(work.db) == []
        assert (await viewer(house, ANA)).hidden == (JO, KIM)
        await act(house, ANA, unblock_domain, "hav.social")


@pytest.mark.parametrize(
    ("text", "domain"),
    [
        ("hav.social", "hav.social"),
        (" HAV.Social. ", "hav.social"),
        ("https://hav.social/@jo", "hav.social"),
        ("@jo@hav.social", "hav.social"),
        ("köln.example", "xn--kln-sna.example"),
        ("hav.social:8443", "hav.social:8443"),
    ],
)
def test_a_name_is_read_as_people_write_it(text: str, domain: str) -> None:
    """As an address of its people has it."""
    assert check_domain(text, own="kith.test") == domain


@pytest.mark.parametrize(
    "text", ["", "social", "a b.example", "-a.example", "a..example", "kith.test", "x" * 300, "ü" * 99]
)
def test_what_names_no_other_server_is_refused(text: str) -> None:
    """With words beside the field."""
    with pytest.raises(Invalid) as refused:
        check_domain(text, own="kith.test")
    assert refused.value.field == "domain"


async def test_the_page_and_the_api_keep_one_list(house: House, client: httpx.AsyncClient) -> None:
    """What is kept away on the page an app can let in, and the other way round."""
    await _gather(house)
    await sign_in(house, client, ANA)
    wrong = await _send(client, "/settings/servers", "/settings/servers", domain="no server")
    assert wrong.status_code == 422
    assert "no server" in wrong.text
    done = await _send(client, "/settings/servers", "/settings/servers", domain="hav.social")
    assert done.status_code == 303
    assert "hav.social" in (await client.get("/settings/servers")).text
    await _send(client, "/settings/servers", "/settings/servers/end", domain="hav.social")
    assert "hav.social" not in (await client.get("/settings/servers")).text


async def test_who_leaves_takes_it_along(house: House) -> None:
    """Nothing of it stays."""
    await _gather(house)
    await act(house, ANA, block_domain, "hav.social")
    async with house.work() as work:
        await part_from_everybody(work, ANA)
        assert (await domain_blocks_of(work.db, ANA, Paging())).items == []

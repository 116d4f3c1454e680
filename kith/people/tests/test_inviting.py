"""Invitations: a line of one's own, and whom one finds on the first evening."""

import re
from collections.abc import Awaitable, Callable

import msgspec
import pytest

from kith.base.core.errors import Invalid
from kith.base.core.ids import Id
from kith.base.work import House
from kith.people.actions.leaving import leave
from kith.people.actions.remembering import remember
from kith.people.actions.server import decide_server, invite, server_words
from kith.people.rules.inviting import check_line
from kith.people.tests.door import ANA, PASSWORD, browser, found, send

PLACE = "/settings/invites"


def test_a_line_carries_no_links() -> None:
    """To strangers, Kith carries only its own."""
    assert check_line("  Come, it is quiet here. ") == "Come, it is quiet here."
    for line in ("See https://example.org", "see www.example.com", "example.shop now", "x" * 301):
        with pytest.raises(Invalid) as error:
            check_line(line)
        assert error.value.field == "line"


async def test_who_is_invited_reads_a_line_and_finds_the_one_who_wrote_it(house: House) -> None:
    """On the page that the link opens; then, on the first Home, with a way to follow them. Blocked, they are gone."""
    await found(house, "olga")
    async with browser(house) as olgas, browser(house) as anas:
        await send(olgas, "/sign-in", who="olga", password=PASSWORD)
        wrong = await send(olgas, PLACE, page=PLACE, line="Look: www.example.com", uses_max="5")
        assert wrong.status_code == 422
        assert "Look: www.example.com</textarea>" in wrong.text
        assert '<option value="5" selected>' in wrong.text
        assert (await send(olgas, PLACE, page=PLACE, line="The chair is free.", uses_max="1")).status_code == 303
        kept = (await olgas.get(PLACE)).text
        assert "The chair is free." in kept
        [code] = set(re.findall(r"/join/([\w-]+)", kept))
        assert "The chair is free." in (await anas.get(f"/join/{code}")).text
        assert (await send(anas, "/join", **ANA | {"invite": code})).status_code == 303
        home = (await anas.get("/")).text
        assert "olga invited you" in home.lower()
        assert home.count('action="/@olga/follow"') == 1
        assert (await send(anas, "/@olga/block", page="/write")).status_code == 303
        assert "invited you" not in (await anas.get("/")).text


async def _take_invitations_from_members(house: House, olga: Id, ben: Id) -> None:
    async with house.work(actor=olga) as work:
        words = await server_words(work)
        await decide_server(work, msgspec.structs.replace(words, sign_up="invitation", members_invite=False))


async def _ben_dies(house: House, olga: Id, ben: Id) -> None:
    async with house.work(actor=olga) as work:
        await remember(work, ben)


async def _ben_leaves(house: House, olga: Id, ben: Id) -> None:
    async with house.work(actor=ben) as work:
        await leave(work, password=PASSWORD)


@pytest.mark.parametrize(
    ("happens", "status"),
    [(None, 303), (_take_invitations_from_members, 403), (_ben_dies, 403), (_ben_leaves, 403)],
)
async def test_a_link_counts_as_long_as_whoever_made_it_may_invite(
    house: House, happens: Callable[..., Awaitable[None]] | None, status: int
) -> None:
    """Who left, died, or may invite nobody any more lets nobody in by what they made before."""
    olga, ben = await found(house, "olga", "ben")
    async with house.work(actor=olga) as work:
        words = await server_words(work)
        await decide_server(work, msgspec.structs.replace(words, sign_up="invitation"))
    async with house.work(actor=ben) as work:
        made = await invite(work, line="The chair is free.")
    if happens is not None:
        await happens(house, olga, ben)
    async with browser(house) as anas:
        assert ("The chair is free." in (await anas.get(f"/join/{made.code}")).text) == (status == 303)
        assert (await send(anas, "/join", **ANA | {"invite": made.code})).status_code == status


async def test_who_came_alone_is_told_of_no_host(house: House) -> None:
    """There is none."""
    await found(house, "olga")
    async with browser(house) as anas:
        assert (await send(anas, "/join", **ANA)).status_code == 303
        assert "invited you" not in (await anas.get("/")).text

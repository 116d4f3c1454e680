"""Invitations: a line of one's own, and whom one finds on the first evening."""

import re

import pytest

from kith.base.core.errors import Invalid
from kith.base.work import House
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


async def test_who_came_alone_is_told_of_no_host(house: House) -> None:
    """There is none."""
    await found(house, "olga")
    async with browser(house) as anas:
        assert (await send(anas, "/join", **ANA)).status_code == 303
        assert "invited you" not in (await anas.get("/")).text

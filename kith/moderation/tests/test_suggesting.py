"""Nobody is reminded of somebody while a report between them is open."""

import pytest

from kith.base.core.errors import Refused
from kith.base.core.ids import Id
from kith.base.work import House
from kith.moderation.actions.handling import finish
from kith.moderation.tests.scene import ANA, BEN, CLEO, DAN, act, gather_village, tell_owners
from kith.ties.model import SuggestPerson


async def _may(house: House, owner: Id, *others: Id) -> list[Id]:
    found = []
    async with house.reading(actor=owner) as work:
        for other in others:
            try:
                await work.permit(SuggestPerson(owner_id=owner, other_id=other))
            except Refused:
                continue
            found.append(other)
        assert work.db.statements == 1, "however many are asked about"
    return found


@pytest.mark.parametrize(("owner", "other"), [(CLEO, BEN), (BEN, CLEO)])
async def test_an_open_report_stands_between_two(house: House, owner: Id, other: Id) -> None:
    """Whoever made it; others are suggested as before, and so are the two once an owner said that it is done."""
    await gather_village(house)
    assert await _may(house, owner, other, DAN) == [other, DAN]
    made = await tell_owners(house, CLEO, BEN)
    assert await _may(house, owner, other, DAN) == [DAN]
    assert await _may(house, DAN, other) == [other]
    await act(house, ANA, finish, made.id)
    assert await _may(house, owner, other, DAN) == [other, DAN]

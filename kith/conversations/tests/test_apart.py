"""Groups in which one of two keeps the other away: nobody is brought to the other, and nothing tells who is there."""

import pytest

from kith.base.core.errors import NotFound
from kith.base.work import House
from kith.conversations import accept, add, changes_after, delete_for_me, find_conversation, remove
from kith.conversations.tests.scene import ANA, BEN, CLEO, act, group, listed, look, pair, say, seen
from kith.posts.tests.cast import block


async def test_nobody_is_brought_to_whom_they_are_kept_away_from(house: House) -> None:
    """Whoever blocked somebody is asked first, whomever else they know; the other learns of nothing."""
    await block(house, ANA, BEN)
    soup = await group(house, ANA, BEN, founder=CLEO)
    assert [one for one, _new in await listed(house, ANA)] == []
    assert [one for one, _new in await listed(house, ANA, "request")] == [soup]
    assert [one for one, _new in await listed(house, BEN)] == [soup]
    await act(house, ANA, accept, soup)
    assert [one for one, _new in await listed(house, ANA)] == [soup]


async def test_who_is_there_is_asked_again_before_the_other_comes(house: House) -> None:
    """Their group waits among the requests; without a block between two of them nobody is asked."""
    soup, bread = await group(house, ANA, founder=CLEO), await group(house, ANA, founder=CLEO, name="Bread")
    await act(house, CLEO, add, bread, [BEN])
    assert {one for one, _new in await listed(house, ANA)} == {soup, bread}
    await block(house, ANA, BEN)
    await act(house, CLEO, add, soup, [BEN])
    assert [one for one, _new in await listed(house, ANA)] == [bread]
    assert [one for one, _new in await listed(house, ANA, "request")] == [soup]
    assert soup in [one for one, _new in await listed(house, BEN)]


@pytest.mark.parametrize("blocker", [True, False])
async def test_whom_one_does_not_see_is_not_there_for_any_act(house: House, *, blocker: bool) -> None:
    """In the group or not, it is the same answer; and they stand in no list and no count."""
    soup, bread = await group(house, BEN, CLEO), await group(house, CLEO, name="Bread")
    await block(house, *((ANA, BEN) if blocker else (BEN, ANA)))
    for talk in (soup, bread):
        with pytest.raises(NotFound):
            await act(house, ANA, add, talk, [BEN])
        with pytest.raises(NotFound):
            await act(house, ANA, remove, talk, BEN)
    assert [one.id for one in (await look(house, ANA, find_conversation, soup)).people] == [CLEO]
    await say(house, BEN, soup, "Soup")
    assert (await look(house, ANA, find_conversation, soup)).unread == 0


async def test_what_one_deletes_for_oneself_moves_no_number_of_the_others(house: House) -> None:
    """One's own devices hear of it, also those that were away; what comes afterwards is missed by none."""
    talk = await pair(house)
    message = await say(house, ANA, talk, "Soup")
    before = (await look(house, BEN, find_conversation, talk)).conversation.changes
    await act(house, BEN, delete_for_me, message.id)
    assert (await look(house, ANA, find_conversation, talk)).conversation.changes == before
    assert await look(house, ANA, changes_after, talk, before) == ([], before)
    [gone], number = await look(house, BEN, changes_after, talk, before, limit=1)
    assert (gone.message.id, gone.gone, number > before) == (message.id, True, True)
    later = await say(house, ANA, talk, "Bread")
    found, _number = await look(house, BEN, changes_after, talk, number)
    assert [one.message.id for one in found] == [later.id]
    assert await seen(house, BEN, talk) == ["Bread"]

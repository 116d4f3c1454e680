"""What a message said before it was edited stays readable for those who can read it now, and goes where it goes."""

import io
import json
from zipfile import ZipFile

import httpx
import pytest

from kith.base.core.errors import NotFound
from kith.base.core.ids import Id
from kith.base.storage.statement import Statement
from kith.base.work import House, Work
from kith.conversations import (
    add,
    delete_for_all,
    delete_for_me,
    earlier_words,
    edit,
    find_message,
    keep_for,
    leave,
    react,
    remove,
)
from kith.conversations.actions.leaving import forget
from kith.conversations.actions.vanishing import delete_vanished
from kith.conversations.tests.scene import ANA, BEN, CLEO, act, group, look, pair, say
from kith.people import block
from kith.posts.tests.cast import sign_in
from tests.clock import TestClock

_KEPT = Statement("SELECT count(*) FROM message_versions")


async def _earlier(work: Work, message_id: Id) -> list[str]:
    view = await find_message(work, message_id)
    return [one.text for one in (await earlier_words(work, [view])).get(message_id, [])]


async def _kept(house: House) -> int:
    async with house.reading() as work:
        return int(await work.db.value(_KEPT))


async def test_each_edit_keeps_what_stood_there(house: House) -> None:
    """The first words first; what changes nothing, or only puts an emoji on it, keeps nothing."""
    talk = await pair(house)
    message = await say(house, ANA, talk, "Soop?")
    for text in ("Soup?", "Soup?", "Soup at six?"):
        await act(house, ANA, edit, message.id, text)
    await act(house, BEN, react, message.id, "👍")
    for person in (ANA, BEN):
        assert await look(house, person, _earlier, message.id) == ["Soop?", "Soup?"]
    with pytest.raises(NotFound):
        await look(house, CLEO, _earlier, message.id)


async def test_who_does_not_see_the_message_does_not_see_what_it_said(house: House) -> None:
    """Nor who came later to a group without its history, nor who deleted it for themselves."""
    talk = await group(house, BEN, shows_history=False)
    message = await say(house, ANA, talk, "Soop?")
    await act(house, ANA, edit, message.id, "Soup?")
    await act(house, ANA, add, talk, [CLEO])
    with pytest.raises(NotFound):
        await look(house, CLEO, _earlier, message.id)
    assert await look(house, BEN, _earlier, message.id) == ["Soop?"]
    await act(house, BEN, delete_for_me, message.id)
    with pytest.raises(NotFound):
        await look(house, BEN, _earlier, message.id)


@pytest.mark.parametrize("how", [None, "removed", "left", "removed and back", "blocks", "blocked"])
async def test_who_is_no_longer_with_whoever_said_it_reads_no_earlier_words(house: House, how: str | None) -> None:
    """By whichever way they went: out of the group, or by a block, whoever set it; nor who came back to no history."""
    talk = await group(house, BEN, CLEO, shows_history=False)
    message = await say(house, ANA, talk, "Soop?")
    await act(house, ANA, edit, message.id, "Soup?")
    if how == "left":
        await act(house, BEN, leave, talk)
    elif how in ("blocks", "blocked"):
        one, other = (BEN, ANA) if how == "blocks" else (ANA, BEN)
        await act(house, one, block, other)
    elif how is not None:
        await act(house, ANA, remove, talk, BEN)
        if how == "removed and back":
            await act(house, ANA, add, talk, [BEN])
    if how is None:
        assert await look(house, BEN, _earlier, message.id) == ["Soop?"]
    else:
        with pytest.raises(NotFound):
            await look(house, BEN, _earlier, message.id)
    assert await look(house, CLEO, _earlier, message.id) == ["Soop?"]


async def test_it_goes_with_the_message(house: House, clock: TestClock) -> None:
    """Taken back, vanished, or with whoever said it."""
    talk = await pair(house)
    for one in (ANA, BEN):
        await act(house, one, keep_for, talk, 1)
    messages = [await say(house, person, talk, "Soop?") for person in (ANA, ANA, BEN)]
    for message in messages:
        await act(house, message.author_id, edit, message.id, "Soup?")
    assert await _kept(house) == 3
    await act(house, ANA, delete_for_all, messages[0].id)
    assert await _kept(house) == 2
    async with house.work() as work:
        await forget(work, BEN)
    assert await _kept(house) == 1
    clock.tick(days=2)
    async with house.work() as work:
        await delete_vanished(work)
    assert await _kept(house) == 0


async def test_it_stands_on_the_page_of_the_message_and_is_taken_along(house: House, client: httpx.AsyncClient) -> None:
    """A way leads there from the mark of the edit; in the archive it stands beside the words."""
    talk = await pair(house)
    message = await say(house, ANA, talk, "Soop & bread?")
    page = f"/talk/messages/{message.id}"
    await sign_in(house, client, BEN)
    assert "What it said before" not in (await client.get(page)).text
    await act(house, ANA, edit, message.id, "Soup?")
    assert f'href="{page}" data-sheet>edited' in (await client.get(f"/talk/{talk}")).text
    shown = (await client.get(page)).text
    assert "What it said before" in shown
    assert "Soop &amp; bread?" in shown
    archive = ZipFile(io.BytesIO((await client.get(f"/talk/{talk}/export")).content))
    told = json.loads(archive.read("conversation.json"))["messages"]
    assert [(one["text"], [each["text"] for each in one["earlier"]]) for one in told] == [("Soup?", ["Soop & bread?"])]

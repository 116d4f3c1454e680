"""What is pinned: by whom, for whom, for how long."""

import json
from collections.abc import Awaitable, Callable
from io import BytesIO
from zipfile import ZipFile

import httpx
import pytest

from kith.base.core.errors import NotFound, Refused
from kith.base.core.ids import Id
from kith.base.storage.statement import Statement
from kith.base.work import House
from kith.conversations import (
    accept,
    add,
    changes_after,
    delete_for_all,
    delete_for_me,
    edit,
    find_conversation,
    keep_for,
    leave,
    pin_message,
    pinned_messages,
    unpin_message,
)
from kith.conversations.actions.vanishing import delete_vanished
from kith.conversations.tests.scene import ANA, BEN, CLEO, DAN, act, group, look, pair, say, seen
from kith.notices.tests.scene import run_jobs
from kith.people import block
from kith.people.model import Left
from kith.posts.tests.cast import send, sign_in
from tests.clock import TestClock

_PINNED = Statement("SELECT pinned_ids FROM conversations WHERE id = %(id)s")
_LEAVE = Statement("DELETE FROM accounts WHERE id = %(account_id)s")


async def pinned(house: House, person: Id, talk: Id) -> list[str]:
    """List the words that somebody finds pinned."""
    async with house.reading(actor=person) as work:
        found = await pinned_messages(work, await find_conversation(work, talk))
    return [one.message.text for one in found]


async def kept(house: House, talk: Id) -> list[Id]:
    """Read what the row of a conversation holds."""
    async with house.reading() as work:
        return list(await work.db.value(_PINNED, id=talk))


async def test_either_of_two_pins_and_unpins(house: House) -> None:
    """Both find it; a line says who, once, and leads to it."""
    talk = await pair(house)
    soup, bread = await say(house, ANA, talk, "Soup at eight"), await say(house, BEN, talk, "Bread")
    await act(house, BEN, pin_message, soup.id)
    await act(house, BEN, pin_message, soup.id)
    await act(house, ANA, pin_message, bread.id)
    assert await pinned(house, ANA, talk) == await pinned(house, BEN, talk) == ["Bread", "Soup at eight"]
    assert await seen(house, ANA, talk) == ["Soup at eight", "Bread", "(pinned)", "(pinned)"]
    found, _number = await look(house, ANA, changes_after, talk, 0)
    assert [one.reply_to.id for one in found if one.reply_to] == [soup.id, bread.id]
    await act(house, ANA, unpin_message, soup.id)
    await act(house, ANA, unpin_message, soup.id)
    assert await pinned(house, BEN, talk) == ["Bread"]
    assert len(await seen(house, ANA, talk)) == 4


async def test_of_four_the_first_makes_room(house: House) -> None:
    """Whatever order they were said in."""
    talk = await group(house, BEN, CLEO)
    for text in ("one", "two", "three", "four"):
        await act(house, CLEO, pin_message, (await say(house, BEN, talk, text)).id)
    assert await pinned(house, ANA, talk) == ["four", "three", "two"]


async def test_whoever_was_away_hears_of_it(house: House) -> None:
    """What is pinned, what makes room for it, and what is unpinned is among the changes."""
    talk = await pair(house)
    said = [await say(house, ANA, talk, text) for text in ("one", "two", "three", "four")]
    for one in said[:3]:
        await act(house, ANA, pin_message, one.id)
    _found, number = await look(house, BEN, changes_after, talk, 0)
    await act(house, ANA, pin_message, said[3].id)
    found, number = await look(house, BEN, changes_after, talk, number)
    assert [one.message.kind for one in found] == ["said", "said", "pinned"]
    assert {one.message.text for one in found[:2]} == {"one", "four"}
    await act(house, ANA, unpin_message, said[3].id)
    found, number = await look(house, BEN, changes_after, talk, number)
    assert [one.message.text for one in found] == ["four"]
    assert (await look(house, BEN, find_conversation, talk)).conversation.changes == number


@pytest.mark.parametrize("who", [DAN, CLEO])
async def test_nobody_else_pins(house: House, who: Id) -> None:
    """To who is not in it, or no more, the message is not there; to who is in it, it can be pinned."""
    talk = await group(house, BEN, CLEO)
    message = await say(house, ANA, talk, "Soup")
    await act(house, CLEO, pin_message, message.id)
    await act(house, CLEO, leave, talk)
    for deed in (pin_message, unpin_message):
        with pytest.raises(NotFound):
            await act(house, who, deed, message.id)
    assert await pinned(house, BEN, talk) == ["Soup"]


async def test_lines_and_what_is_gone_cannot_be_pinned(house: House) -> None:
    """There are no words in them."""
    talk = await pair(house)
    message = await say(house, ANA, talk, "Soup")
    await act(house, BEN, pin_message, message.id)
    found, _number = await look(house, BEN, changes_after, talk, 0)
    line, gone = found[-1].message, await say(house, ANA, talk, "Oh no")
    await act(house, ANA, delete_for_all, gone.id)
    for one in (line.id, gone.id):
        with pytest.raises(NotFound):
            await act(house, BEN, pin_message, one)


async def test_requests_show_no_pins_and_make_none(house: House) -> None:
    """From the moment on at which it is accepted, both may."""
    talk = await pair(house, DAN, ANA)
    message = await say(house, DAN, talk, "Hello")
    for who in (DAN, ANA):
        with pytest.raises(Refused):
            await act(house, who, pin_message, message.id)
    await act(house, ANA, accept, talk)
    await act(house, DAN, pin_message, message.id)
    assert await pinned(house, ANA, talk) == ["Hello"]


async def test_who_is_asked_into_a_group_sees_no_pins_yet(house: House) -> None:
    """Nor unpins what the others see."""
    talk = await group(house, BEN)
    message = await say(house, ANA, talk, "Soup")
    await act(house, ANA, pin_message, message.id)
    await act(house, CLEO, block, BEN)  # so that she is asked first
    await act(house, ANA, add, talk, [CLEO])
    assert await pinned(house, CLEO, talk) == []
    with pytest.raises(Refused):
        await act(house, CLEO, unpin_message, message.id)
    await act(house, CLEO, accept, talk)
    assert await pinned(house, CLEO, talk) == ["Soup"]


@pytest.mark.parametrize("shows", [True, False])
async def test_who_comes_later_sees_the_pin_with_its_message(house: House, *, shows: bool) -> None:
    """And without the message, nothing."""
    talk = await group(house, BEN, shows_history=shows)
    message = await say(house, ANA, talk, "The key is below the stone")
    await act(house, ANA, pin_message, message.id)
    await act(house, ANA, add, talk, [CLEO])
    assert await pinned(house, CLEO, talk) == (["The key is below the stone"] if shows else [])
    assert await pinned(house, BEN, talk) == ["The key is below the stone"]


async def _blocks(house: House, _message_id: Id) -> None:
    await act(house, CLEO, block, ANA)


async def _hides(house: House, message_id: Id) -> None:
    await act(house, CLEO, delete_for_me, message_id)


@pytest.mark.parametrize("away", [_blocks, _hides])
async def test_a_pin_is_seen_by_who_sees_its_message(
    house: House, away: Callable[[House, Id], Awaitable[None]]
) -> None:
    """The others still find it."""
    talk = await group(house, BEN, CLEO)
    message = await say(house, ANA, talk, "Soup")
    await act(house, BEN, pin_message, message.id)
    assert await pinned(house, CLEO, talk) == ["Soup"]
    await away(house, message.id)
    assert await pinned(house, CLEO, talk) == []
    assert await pinned(house, BEN, talk) == ["Soup"]


async def test_it_goes_with_its_message(house: House) -> None:
    """It changes with it, too."""
    talk = await pair(house)
    message = await say(house, ANA, talk, "Soup at eight")
    await act(house, BEN, pin_message, message.id)
    await act(house, ANA, edit, message.id, "Soup at nine")
    assert await pinned(house, BEN, talk) == ["Soup at nine"]
    await act(house, ANA, delete_for_all, message.id)
    assert await pinned(house, BEN, talk) == []
    assert await kept(house, talk) == []


async def test_what_vanishes_leaves_no_pin(house: House, clock: TestClock) -> None:
    """At its moment nobody sees it; that night nothing is left of it. Meanwhile it takes no room from another."""
    talk = await group(house, BEN)
    stays = await say(house, ANA, talk, "stays")
    await act(house, ANA, keep_for, talk, 1)
    for one in (stays, await say(house, ANA, talk, "a"), await say(house, ANA, talk, "b")):
        await act(house, ANA, pin_message, one.id)
    clock.tick(days=2)
    assert await pinned(house, BEN, talk) == ["stays"]
    new = await say(house, ANA, talk, "new")
    await act(house, BEN, pin_message, new.id)
    assert await pinned(house, ANA, talk) == ["new", "stays"]
    clock.tick(days=2)
    async with house.work() as work:
        await delete_vanished(work)
    assert await kept(house, talk) == [stays.id]


async def test_leaving_takes_ones_words_off_the_top(house: House) -> None:
    """And the line that one pinned something; what others said stays pinned."""
    talk = await group(house, BEN, CLEO)
    mine, theirs = await say(house, CLEO, talk, "Mine"), await say(house, BEN, talk, "Theirs")
    for one in (mine, theirs):
        await act(house, CLEO, pin_message, one.id)
    async with house.work() as work:
        await work.db.run(_LEAVE, account_id=CLEO)
        work.tell(Left(account_id=CLEO))
    await run_jobs(house)
    assert await pinned(house, ANA, talk) == ["Theirs"]
    assert await kept(house, talk) == [theirs.id]
    assert "(pinned)" not in await seen(house, ANA, talk)


async def test_the_pages_show_and_lead(house: House, client: httpx.AsyncClient) -> None:
    """The bar, the menu, the line and the list, without script; and what an open page takes in."""
    talk = await pair(house)
    soup, bread = await say(house, ANA, talk, "Soup <at> eight"), await say(house, ANA, talk, "Bread")
    await sign_in(house, client, BEN)
    page, way = f"/talk/messages/{soup.id}", f"/talk/{talk}?at={soup.seq}#m-{soup.seq}"
    assert 'class="pins"' not in (await client.get(f"/talk/{talk}")).text
    done = await send(client, page, f"{page}/pin", pinned="on")
    assert (done.status_code, done.headers["location"]) == (303, way)
    room = (await client.get(f"/talk/{talk}")).text
    bar = room[room.index('class="pins"') : room.index("room__scroll")]
    assert f'href="{way}"' in bar
    assert "Soup &lt;at&gt; eight" in bar
    assert "<details" not in bar  # one is no list
    assert "You pinned a message." in room
    assert "Ben pinned a message." not in room
    assert "Unpin" in (await client.get(page)).text
    await act(house, ANA, pin_message, bread.id)
    changes = (await client.get(f"/talk/{talk}/changes?after=0")).json()
    assert changes["pins"].index("Bread") < changes["pins"].index("Soup")
    assert "<details" in changes["pins"]
    await send(client, page, f"{page}/pin", pinned="off")
    assert "Soup" not in (await client.get(f"/talk/{talk}/changes?after=0")).json()["pins"]


async def test_another_finds_nothing_to_pin(house: House, client: httpx.AsyncClient) -> None:
    """A message of others answers like one that is not there."""
    talk = await pair(house)
    message = await say(house, ANA, talk, "Soup")
    await sign_in(house, client, CLEO)
    for one in (message.id, message.id + 1):
        assert (await send(client, "/talk/new", f"/talk/messages/{one}/pin", pinned="on")).status_code == 404


async def test_what_is_taken_along_says_what_is_pinned(house: House, client: httpx.AsyncClient) -> None:
    """In the page to read and in the data."""
    talk = await pair(house)
    await act(house, BEN, pin_message, (await say(house, ANA, talk, "Soup")).id)
    await say(house, ANA, talk, "Bread")
    await sign_in(house, client, BEN)
    archive = ZipFile(BytesIO((await client.get(f"/talk/{talk}/export")).content))
    told = json.loads(archive.read("conversation.json"))["messages"]
    assert [(one["kind"], one["pinned"]) for one in told] == [("said", True), ("pinned", False), ("said", False)]
    assert told[1]["answers"] == 1
    assert archive.read("conversation.html").decode().count("Pinned") == 1

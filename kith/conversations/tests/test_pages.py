"""The pages of conversations, without script."""

import re
from collections.abc import Awaitable, Callable
from datetime import timedelta

import httpx
import pytest

from kith.base.core.ids import Id
from kith.base.work import House, Work
from kith.conversations import accept, decline, react, set_settings, store
from kith.conversations import send as send_message
from kith.conversations.model import MessageWish, TalkSettings
from kith.conversations.tests.scene import ANA, BEN, CLEO, DAN, act, group, listed, pair, say, seen
from kith.posts.tests.cast import send, sign_in


async def test_what_was_said_is_read_and_answered(house: House, client: httpx.AsyncClient) -> None:
    """The list says who and what; the conversation shows it, and takes an answer by its form."""
    talk = await pair(house)
    await say(house, ANA, talk, "Soup <b>tonight</b>?")
    await sign_in(house, client, BEN)
    listing = (await client.get("/talk")).text
    assert f'href="/talk/{talk}"' in listing
    assert "Soup &lt;b&gt;tonight&lt;/b&gt;?" in listing
    assert 'data-badge="talks" ><span aria-hidden="true" data-badge-number>1<' in listing
    room = await client.get(f"/talk/{talk}")
    assert "Soup &lt;b&gt;tonight&lt;/b&gt;?" in room.text
    assert 'id="unread"' in room.text
    assert f'you" data-me="{BEN}"' in room.text  # the frame is one's own, whoever the other is
    sent = await send(client, f"/talk/{talk}", f"/talk/{talk}/messages", text="Gladly.", key="k1")
    assert (sent.status_code, sent.headers["location"]) == (303, f"/talk/{talk}#write")
    await send(client, f"/talk/{talk}", f"/talk/{talk}/messages", text="Gladly.", key="k1")
    assert await seen(house, ANA, talk) == ["Soup <b>tonight</b>?", "Gladly."]
    assert 'id="unread"' not in (await client.get(f"/talk/{talk}")).text


async def test_nobody_else_reads_it(house: House, client: httpx.AsyncClient) -> None:
    """Another's conversation answers on every path like one that is not there."""
    talk = await pair(house)
    message = await say(house, ANA, talk, "Soup?")
    await sign_in(house, client, CLEO)
    for known, nowhere in ((talk, talk + 1), (message.id, message.id + 1)):
        place = "/talk/" if known == talk else "/talk/messages/"
        for path in ("", "/part?after=0", "/changes?after=0", "/about", "/row", "/forward"):
            answers = [await client.get(f"{place}{one}{path}") for one in (known, nowhere)]
            assert [one.status_code for one in answers] == [404, 404], path
    for path in (f"/talk/{talk}/messages", f"/talk/{talk}/seen", f"/talk/messages/{message.id}/react"):
        assert (await send(client, "/talk/new", path, text="x", emoji="👍")).status_code == 404, path


async def test_the_first_words_make_the_conversation(house: House, client: httpx.AsyncClient) -> None:
    """From somebody's page; the second time the way leads into what was said."""
    await sign_in(house, client, BEN)
    assert (await client.get("/talk/to/ana")).status_code == 200
    sent = await send(client, "/talk/to/ana", "/talk/to/ana", text="Hello!")
    assert sent.status_code == 303
    again = await client.get("/talk/to/ana")
    assert again.headers["location"] == sent.headers["location"]
    [(talk, _new)] = await listed(house, ANA)
    assert await seen(house, ANA, talk) == ["Hello!"]
    assert (await client.get("/talk/to/ben")).status_code == 404  # oneself
    assert (await client.get("/talk/to/nobody")).status_code == 404


async def test_a_group_is_founded_and_changed(house: House, client: httpx.AsyncClient) -> None:
    """Chosen people, a name; then others come, and one goes."""
    await sign_in(house, client, ANA)
    page = await client.get(f"/talk/new?with[]={BEN}&q=cleo&name=So%22up")
    assert f'value="{CLEO}"  autofocus' in page.text  # the keyboard goes on at who was found
    assert 'value="So&#34;up"' in page.text
    assert 'name="shows_history" >' in page.text
    assert f'value="{BEN}" checked' in page.text
    assert 'name="shows_history" checked' in (await client.get("/talk/new?q=cleo")).text  # nobody unticked it
    made = await send(client, "/talk/new", "/talk/new", **{"with[]": [str(BEN)], "name": "Soup", "shows_history": "on"})
    path = made.headers["location"]
    assert "You founded the group." in (await client.get(path)).text
    await send(client, f"{path}/add", f"{path}/add", **{"with[]": [str(CLEO)]})
    await send(client, f"{path}/about", f"{path}/name", name="Soup and bread")
    about = (await client.get(f"{path}/about")).text
    assert "3 people" in about
    assert "Soup and bread" in about
    await send(client, f"{path}/about", f"{path}/remove", **{"with[]": [str(CLEO)]})
    assert "2 people" in (await client.get(f"{path}/about")).text
    await sign_in(house, client, CLEO)
    assert (await client.get(path)).status_code == 404


async def test_what_does_not_fit_comes_back_with_why(house: House, client: httpx.AsyncClient) -> None:
    """Nobody chosen, or no name for a group: the page stands as it was filled in, and nothing was made."""
    await sign_in(house, client, ANA)
    none = await send(client, "/talk/new", "/talk/new", name="Soup & bread")
    assert none.status_code == 422
    assert re.search(r'<p class="field__wrong" id="wrong-with">.*Choose somebody first\.', none.text)
    assert 'value="Soup &amp; bread"' in none.text
    assert 'name="shows_history" >' in none.text  # it was not ticked
    unnamed = await send(client, "/talk/new", "/talk/new", **{"with[]": [str(BEN), str(CLEO)]})
    assert unnamed.status_code == 422
    assert re.search(r'id="wrong-name">.*A group needs a name\.', unnamed.text)
    assert all(f'value="{one}" checked' in unnamed.text for one in (BEN, CLEO))
    assert re.search(r'id="field-name"[^>]* autofocus', unnamed.text)  # it stands far below on a full page
    assert await listed(house, ANA) == []
    talk = await group(house)
    nobody = await send(client, f"/talk/{talk}/add", f"/talk/{talk}/add")
    assert nobody.status_code == 422
    assert re.search(r'id="wrong-with">.*Choose somebody first\.', nobody.text)
    await sign_in(house, client, DAN)
    assert (await send(client, "/talk/new", f"/talk/{talk}/add")).status_code == 404


async def test_a_request_waits_apart(house: House, client: httpx.AsyncClient) -> None:
    """It counts nowhere, has no field to write in, and after it was accepted is a conversation like others."""
    talk = await pair(house, DAN, BEN)
    await say(house, DAN, talk, "You do not know me.")
    await sign_in(house, client, BEN)
    listing = (await client.get("/talk")).text
    assert "You do not know me." not in listing
    assert '<span class="talklist__count">1</span>' in listing
    assert "You do not know me." in (await client.get("/talk/requests")).text
    room = (await client.get(f"/talk/{talk}")).text
    assert "data-say" not in room
    assert "/@dan/report" in room
    await send(client, f"/talk/{talk}", f"/talk/{talk}/accept")
    assert "data-say" in (await client.get(f"/talk/{talk}")).text


@pytest.mark.parametrize("answer", [None, decline])
async def test_who_waits_is_told_beforehand_what_cannot_go_yet(
    house: House, client: httpx.AsyncClient, answer: Callable[[Work, Id], Awaitable[object]] | None
) -> None:
    """Beside the field, until it is accepted; whoever declined looks like who has not answered."""
    talk = await pair(house, DAN, BEN)
    await say(house, DAN, talk, "You do not know me.")
    if answer is not None:
        await act(house, BEN, answer, talk)
    await sign_in(house, client, DAN)
    assert "Pictures can be sent once they have accepted." in (await client.get(f"/talk/{talk}")).text
    await act(house, BEN, accept, talk)
    assert "once they have accepted" not in (await client.get(f"/talk/{talk}")).text


async def test_an_open_page_takes_in_what_changed(house: House, client: httpx.AsyncClient) -> None:
    """New, reacted to and deleted, from the last change it knows; what is gone for oneself has no words."""
    talk = await pair(house)
    first = await say(house, ANA, talk, "One")
    await sign_in(house, client, BEN)
    number = (await client.get(f"/talk/{talk}/changes?after=0")).json()["number"]
    await say(house, ANA, talk, "Two")
    await act(house, ANA, react, first.id, "🎉")
    told = (await client.get(f"/talk/{talk}/changes?after={number}")).json()
    assert [(item["seq"], "🎉" in item["html"], item["says"]) for item in told["items"]] == [
        (1, True, "Ana: One"),
        (2, False, "Ana: Two"),
    ]
    await send(client, f"/talk/{talk}", f"/talk/messages/{first.id}/delete")
    gone = (await client.get(f"/talk/{talk}/changes?after={told['number']}")).json()
    assert [(item["seq"], item["html"]) for item in gone["items"]] == [(1, "")]
    assert (await client.get(f"/talk/{talk}/changes?after={gone['number']}")).json()["items"] == []


async def test_a_message_is_edited_reacted_to_and_passed_on(house: House, client: httpx.AsyncClient) -> None:
    """All by forms; others' words go on where they allow it."""
    talk, other = await pair(house), await pair(house, BEN, CLEO)
    mine = await say(house, BEN, talk, "Soop")
    theirs = await say(house, ANA, talk, "Bread")
    await say(house, CLEO, other, "Hello")
    await sign_in(house, client, BEN)
    page = await client.get(f"/talk/{talk}?edit={mine.id}")
    assert f'name="edit_id" value="{mine.id}"' in page.text
    await send(client, f"/talk/{talk}", f"/talk/{talk}/messages", text="Soup", edit_id=str(mine.id))
    await send(client, f"/talk/messages/{theirs.id}", f"/talk/messages/{theirs.id}/react", emoji="❤️")
    room = (await client.get(f"/talk/{talk}")).text
    assert "edited" in room
    assert "❤️" in room
    assert str(other) in (await client.get(f"/talk/messages/{mine.id}/forward")).text
    forwarded = {"to[]": [str(other)], "key": "f1"}
    assert (await send(client, f"/talk/{talk}", f"/talk/messages/{mine.id}/forward", **forwarded)).status_code == 303
    assert await seen(house, CLEO, other) == ["Hello", "Soup"]
    refused = await send(client, f"/talk/{talk}", f"/talk/messages/{theirs.id}/forward", **forwarded)
    assert refused.status_code == 403
    way = f"/talk/messages/{theirs.id}/forward"
    assert (await client.get(way)).status_code == 403
    assert way not in (await client.get(f"/talk/messages/{theirs.id}")).text
    await act(house, ANA, set_settings, TalkSettings(owner_id=ANA, may_forward=True))
    allowed = {"to[]": [str(other)], "key": "f2"}
    await send(client, f"/talk/{talk}", f"/talk/messages/{theirs.id}/forward", **allowed)
    assert await seen(house, CLEO, other) == ["Hello", "Soup", "Bread"]


async def test_one_finds_the_way_in_a_long_conversation(house: House, client: httpx.AsyncClient) -> None:
    """Page by page, to a message, to a day, by a word; numbers that are none lead to the end."""
    talk = await pair(house)
    for number in range(70):
        await say(house, ANA, talk, f"word{number}")
    await sign_in(house, client, ANA)
    page = (await client.get(f"/talk/{talk}")).text
    assert re.findall(r'data-seq="(\d+)"', page) == [str(one) for one in range(21, 71)]
    earlier = (await client.get(f"/talk/{talk}/part?before=21")).json()
    assert re.findall(r'data-seq="(\d+)"', earlier["html"]) == [str(one) for one in range(1, 21)]
    assert earlier["more"] is False
    at = (await client.get(f"/talk/{talk}?at=30")).text
    assert all(one in at for one in ('data-seq="18"', 'data-seq="67"', "data-later"))
    found = (await client.get(f"/talk/{talk}?q=word42")).text
    assert f"/talk/{talk}?q=word42&amp;at=43#m-43" in found
    assert found.count("<mark>word42</mark>") == 2  # in what was found, and where it was said
    unread = (await client.get(f"/talk/{talk}")).text
    assert f'action="/talk/{talk}/seen"' not in unread
    await sign_in(house, client, BEN)
    assert 'name="seq" value="38"' in (await client.get(f"/talk/{talk}")).text  # for whoever has no script
    assert 'data-seq="70"' in (await client.get(f"/talk/{talk}?end=1")).text
    await send(client, f"/talk/{talk}", f"/talk/{talk}/seen", seq="38")
    assert await listed(house, BEN) == [(talk, 32)]
    for query in ("at=x", "before=99999999999999999999", "after=-1"):
        assert (await client.get(f"/talk/{talk}?{query}")).status_code == 200, query
    for day, seq in (("2001-01-01", 1), ("0001-01-01", 1), ("9999-12-31", 70), ("never", 70)):
        led = await client.get(f"/talk/{talk}?on={day}")
        assert led.headers["location"] == f"/talk/{talk}?at={seq}#m-{seq}", day


async def test_a_silence_ends_by_itself(house: House, client: httpx.AsyncClient) -> None:
    """After its hour neither the list nor the page about the conversation calls it silent."""
    talk = await pair(house)
    await say(house, ANA, talk, "One")
    async with house.work() as work:
        await store.set_silence(work.db, BEN, talk, work.now - timedelta(minutes=1))
    await sign_in(house, client, BEN)
    assert "Silent" not in (await client.get("/talk")).text
    about = (await client.get(f"/talk/{talk}/about")).text
    assert '<option value="off" selected>' in about
    assert "Silent until" not in about


async def test_pictures_recordings_and_files_go_along(house: House, client: httpx.AsyncClient) -> None:
    """Without script they come with the form itself; a file is only ever saved."""
    talk = await pair(house)
    await sign_in(house, client, BEN)
    files = [("files[]", ("recipe.txt", b"Boil water.", "text/html"))]
    sent = await send(client, f"/talk/{talk}", f"/talk/{talk}/messages", text="", files=files)
    assert sent.status_code == 303
    room = (await client.get(f"/talk/{talk}")).text
    assert 'download="recipe.txt"' in room
    too_many = await send(client, f"/talk/{talk}", f"/talk/{talk}/messages", text="", files=files * 5)
    assert too_many.status_code == 422


async def test_places_in_the_list(house: House, client: httpx.AsyncClient) -> None:
    """On top, silent, out of it, cleared: each by its form, each for oneself."""
    talk, other = await pair(house), await group(house, BEN)
    await say(house, ANA, talk, "One")
    await say(house, ANA, other, "Two")
    await sign_in(house, client, BEN)
    await send(client, "/talk/new", f"/talk/{talk}/pin")
    rows = re.findall(r'data-talk-row="(\d+)"', (await client.get("/talk")).text)
    assert rows == [str(talk), str(other)]
    await send(client, "/talk/new", f"/talk/{talk}/silence", span="hour")
    assert "Silent" in (await client.get("/talk")).text
    about = (await client.get(f"/talk/{talk}/about")).text
    assert '<option value="hour" selected>' in about
    assert "Silent until" in about
    await send(client, "/talk/new", f"/talk/{talk}/silence", span="always")
    about = (await client.get(f"/talk/{talk}/about")).text
    assert '<option value="always" selected>' in about
    assert "Silent until" not in about
    assert (await send(client, "/talk/new", f"/talk/{talk}/silence", span="x")).status_code == 422
    await send(client, "/talk/new", f"/talk/{other}/put-away")
    assert f'data-talk-row="{other}"' not in (await client.get("/talk")).text
    await send(client, "/talk/new", f"/talk/{talk}/clear")
    assert await seen(house, BEN, talk) == []
    assert await seen(house, ANA, talk) == ["One"]
    assert (await client.post(f"/talk/{talk}/pin")).status_code == 403  # unsigned


async def test_settings_are_kept(house: House, client: httpx.AsyncClient) -> None:
    """Who may write, who sees one here, what is shown of reading."""
    await sign_in(house, client, BEN)
    await send(client, "/settings/talk", "/settings/talk", who_may_write="inner", presence="nobody", may_forward="on")
    page = (await client.get("/settings/talk")).text
    assert '<option value="inner" selected' in page
    assert '<option value="nobody" selected' in page
    assert not re.search(r'name="shows_marks"[^>]*checked', page)
    assert re.search(r'name="may_forward"[^>]*checked', page)


async def test_the_list_costs_the_same_however_long(house: House, client: httpx.AsyncClient) -> None:
    """Statements grow neither with the conversations nor with what was said in them."""
    await sign_in(house, client, BEN)
    talk = await pair(house)
    await act(house, ANA, _say_many, talk, 2)
    await client.get(f"/talk/{talk}")  # notes that the browser was seen
    counts = []
    for many in (1, 12):
        for _number in range(many):
            await say(house, ANA, await group(house, BEN), "Soup?")
            await say(house, ANA, talk, "And bread.")
        before = house.database.statements
        assert (await client.get(f"/talk/{talk}")).status_code == 200
        counts.append(house.database.statements - before)
    assert counts[0] == counts[1]


async def _say_many(work: Work, conversation_id: Id, count: int) -> None:
    for number in range(count):
        await send_message(work, conversation_id, MessageWish(text=str(number)))


async def test_a_form_that_does_not_fit_comes_back_with_its_words(house: House, client: httpx.AsyncClient) -> None:
    """Without script nothing that was written is lost; a script is told the reason alone; nothing was said."""
    talk = await pair(house)
    plums = await say(house, BEN, talk, "Plums?")
    await sign_in(house, client, ANA)
    long = "plum " * 1001
    said = f"/talk/{talk}/messages"
    for start, path in ((f"/talk/{talk}", said), ("/talk/to/dan", "/talk/to/dan")):
        answer = await send(client, start, path, text=long, reply_to_id=str(plums.id))
        assert answer.status_code == 422
        assert "That is too long" in answer.text
        assert long.strip() in answer.text
        assert (f'name="reply_to_id" value="{plums.id}"' in answer.text) is (path == said)
    client.headers["accept"] = "application/json"
    told = await send(client, f"/talk/{talk}", said, text=" ")
    assert (told.status_code, told.json()) == (422, {"error": "There is nothing in it yet.", "field": "text"})
    assert await seen(house, ANA, talk) == ["Plums?"]
    assert [one for one, _new in await listed(house, ANA)] == [talk]

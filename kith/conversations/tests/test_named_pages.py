"""What is said by name on the pages: from the composer into the conversation, folded where it warns, and kept."""

import httpx

from kith.base.work import House
from kith.conversations import send
from kith.conversations.model import MessageWish
from kith.conversations.tests.scene import ANA, BEN, CLEO, act, group, pair, seen
from kith.conversations.tests.scene import say as tell
from kith.posts.tests.cast import send as submit
from kith.posts.tests.cast import sign_in


async def test_the_composer_leads_into_the_conversation(house: House, client: httpx.AsyncClient) -> None:
    """Once for its form; what waited as a draft goes the same way, and a poll stays a post."""
    await sign_in(house, client, ANA)
    fields = {"text": "@ben Soup?", "once": "k1", "audience": "mentioned", "language": "en"}
    for _again in range(2):
        sent = await submit(client, "/write", "/write", **fields)
    talk = await pair(house)
    assert sent.headers["location"] == f"/talk/{talk}#write"
    await submit(client, "/write", "/write", **fields | {"act": "draft", "once": "k2", "text": "@ben Bread?"})
    draft = (await client.get("/drafts")).text.partition('action="/drafts/')[2].partition("/")[0]
    sent = await submit(client, "/drafts", f"/drafts/{draft}/publish")
    assert sent.headers["location"] == f"/talk/{talk}#write"
    assert await seen(house, BEN, talk) == ["Soup?", "Bread?"]
    poll = {"poll[options][]": ["rye", "wheat"], "poll[lasts_s]": "86400", "once": "k3"}
    sent = await submit(client, "/write", "/write", **fields | poll)
    assert sent.headers["location"].startswith("/@ana/")


async def test_a_warning_folds_a_message_and_stands_for_it_elsewhere(house: House, client: httpx.AsyncClient) -> None:
    """In the list, on Home, where it is answered."""
    talk = await pair(house)
    wish = MessageWish(text="She leaves", warning="The end of the novel")
    message = await act(house, ANA, send, talk, wish)
    await act(house, BEN, send, talk, MessageWish(text="No!", reply_to_id=message.id))
    await act(house, ANA, send, talk, wish)
    await sign_in(house, client, BEN)
    for path in ("/", "/talk", f"/talk/messages/{message.id}"):
        shown = (await client.get(path)).text
        assert "The end of the novel" in shown
        assert "She leaves" not in shown.replace('data-copies="She leaves"', "")
    room = (await client.get(f"/talk/{talk}")).text
    assert room.count('class="warned"') == 2
    assert "She leaves" in room


async def test_a_group_without_a_name_is_called_by_its_people(house: House, client: httpx.AsyncClient) -> None:
    """Until somebody gives it one."""
    await sign_in(house, client, ANA)
    sent = await submit(client, "/write", "/write", text="@ben @cleo Soup?", once="k", audience="mentioned")
    talk = sent.headers["location"].removeprefix("/talk/").removesuffix("#write")
    for path in (f"/talk/{talk}", f"/talk/{talk}/about", f"/talk/{talk}/add"):
        assert "Ben and Cleo" in (await client.get(path)).text
    await submit(client, f"/talk/{talk}/about", f"/talk/{talk}/name", name="Soup")
    assert "Ben and Cleo" not in (await client.get("/talk")).text


async def test_what_is_kept_is_found_again(house: House, client: httpx.AsyncClient) -> None:
    """By whoever keeps it alone, as long as they may see it."""
    talk = await group(house, BEN, CLEO)
    message = await tell(house, ANA, talk, "The soup is on")
    await sign_in(house, client, BEN)
    assert "/talk/kept" not in (await client.get("/talk")).text
    page = f"/talk/messages/{message.id}"
    await submit(client, page, f"{page}/bookmark", kept="on")
    for path in ("/bookmarks", "/talk"):
        assert 'href="/talk/kept"' in (await client.get(path)).text
    assert "The soup is on" in (await client.get("/talk/kept")).text
    await sign_in(house, client, CLEO)
    assert "The soup is on" not in (await client.get("/talk/kept")).text
    await sign_in(house, client, BEN)
    await submit(client, page, f"{page}/bookmark", kept="off")
    assert "The soup is on" not in (await client.get("/talk/kept")).text


async def test_the_address_of_a_status_leads_to_its_message(house: House, client: httpx.AsyncClient) -> None:
    """For its conversation's members; for everybody else nothing is there."""
    talk = await pair(house)
    message = await tell(house, ANA, talk, "The soup is on")
    await sign_in(house, client, BEN)
    for path in (f"/@ana/{message.id}", f"/posts/{message.id}"):
        assert (await client.get(path)).headers["location"].startswith(f"/talk/{talk}?at={message.seq}")
    await sign_in(house, client, CLEO)
    for path in (f"/@ana/{message.id}", f"/posts/{message.id}"):
        assert (await client.get(path)).status_code == 404

"""What brightens, what vanishes, what is remembered, who is here, and taking a conversation along: on the pages."""

import io
import json
import re
import zipfile

import httpx

from kith.base.core.ids import Id
from kith.base.work import House
from kith.conversations import find_conversation
from kith.conversations.tests.scene import ANA, BEN, CLEO, act, group, look, pair, say
from kith.conversations.web.exporting import A_PART
from kith.media.tests.films import needs_ffmpeg, sound
from kith.people import give_token
from kith.posts import publish
from kith.posts.model import Post, Words
from kith.posts.tests.cast import send, sign_in
from kith.worker import run_everything_due
from tests.clock import TestClock


async def _exchange(house: House) -> Post:
    question: Post = await act(house, ANA, publish, Words(text="Who has a chair?"))
    answer: Post = await act(house, BEN, publish, Words(text="I have two.", reply_to_id=question.id))
    return answer


async def test_a_message_brightens_and_comes_back(house: House, client: httpx.AsyncClient) -> None:
    """To both of the two, on the page of the week; and can be taken back."""
    talk = await pair(house)
    message = await say(house, ANA, talk, "There is cake.")
    await sign_in(house, client, BEN)
    path = f"/talk/messages/{message.id}"
    assert "A quiet week" in (await client.get("/talk/moments")).text
    await send(client, path, f"{path}/brighten", bright="on")
    assert "There is cake." in (await client.get("/talk/moments")).text
    assert "There is cake." not in (await client.get("/talk/moments?back=1")).text
    await sign_in(house, client, ANA)
    assert "There is cake." in (await client.get("/talk/moments")).text
    await sign_in(house, client, CLEO)
    assert "There is cake." not in (await client.get("/talk/moments")).text
    assert (await send(client, "/talk/new", f"{path}/brighten", bright="on")).status_code == 404
    await sign_in(house, client, BEN)
    await send(client, path, f"{path}/brighten", bright="off")
    assert "A quiet week" in (await client.get("/talk/moments")).text
    assert (await client.get("/talk/moments?back=99999999")).status_code == 200


async def test_a_public_exchange_is_listened_to_and_taken_private(house: House, client: httpx.AsyncClient) -> None:
    """Others may listen and be glad; only the two can go on elsewhere, and nobody is told."""
    answer = await _exchange(house)
    path = f"/talk/exchange/{answer.id}"
    await sign_in(house, client, CLEO)
    page = (await client.get(path)).text
    assert "Who has a chair?" in page
    assert "I have two." in page
    assert "/private" not in page
    assert (await send(client, path, f"{path}/private")).status_code == 404
    await send(client, path, f"{path}/brighten", bright="on")
    assert 'aria-pressed="true"' in (await client.get(path)).text
    await sign_in(house, client, ANA)
    taken = await send(client, path, f"{path}/private")
    assert taken.status_code == 303
    assert "You went on here from a public talk." in (await client.get(taken.headers["location"])).text
    assert (await client.get(f"/talk/exchange/{answer.id + 1}")).status_code == 404


async def test_both_agree_how_long_messages_stay(house: House, client: httpx.AsyncClient) -> None:
    """One asks, the other sees it in the conversation and agrees with one press; or leaves it as it is."""
    talk = await pair(house)
    await say(house, ANA, talk, "Hello")
    await sign_in(house, client, ANA)
    await send(client, f"/talk/{talk}/about", f"/talk/{talk}/keep", days="7")
    assert "You asked for: One week." in (await client.get(f"/talk/{talk}/about")).text
    await sign_in(house, client, BEN)
    assert "Ana would like messages to stay: One week." in (await client.get(f"/talk/{talk}")).text
    agreed = await send(client, f"/talk/{talk}", f"/talk/{talk}/keep", days="7", agrees="true")
    assert agreed.headers["location"] == f"/talk/{talk}"
    view = await look(house, BEN, find_conversation, talk)
    assert view.conversation.keeps_days == 7
    await send(client, f"/talk/{talk}/about", f"/talk/{talk}/keep", days="0")
    await sign_in(house, client, ANA)
    await send(client, f"/talk/{talk}", f"/talk/{talk}/keep/refuse")
    assert "would like" not in (await client.get(f"/talk/{talk}")).text
    assert (await send(client, f"/talk/{talk}", f"/talk/{talk}/keep", days="3")).status_code == 422


async def test_a_day_comes_back_after_a_year(house: House, client: httpx.AsyncClient, clock: TestClock) -> None:
    """To the two, until one of them says no; then to neither."""
    if (clock().month, clock().day) == (2, 29):
        clock.tick(days=1)
    talk, begun = await pair(house), clock()
    await say(house, ANA, talk, "The first quince!")
    await say(house, BEN, talk, "And what a quince.")
    clock.tick(days=(begun.replace(year=begun.year + 1) - begun).days)  # 365, or 366
    await sign_in(house, client, BEN)
    assert "The first quince!" in (await client.get("/talk/moments")).text
    await send(client, f"/talk/{talk}/about", f"/talk/{talk}/memories", wanted="off")
    assert "The first quince!" not in (await client.get("/talk/moments")).text
    await sign_in(house, client, ANA)
    assert "The first quince!" not in (await client.get("/talk/moments")).text


async def test_who_is_here_is_shown_to_whom_they_let(house: House, client: httpx.AsyncClient) -> None:
    """The page of the two says so; a page that types says so, to who is in the conversation alone."""
    talk = await pair(house)
    await say(house, ANA, talk, "Hello")
    await say(house, BEN, talk, "Hello")
    await sign_in(house, client, ANA)
    assert (await send(client, "/talk/new", "/here", state="here")).status_code == 204
    assert (await send(client, "/talk/new", "/here", state="dead")).status_code == 422
    assert (await send(client, "/talk/new", f"/talk/{talk}/typing")).status_code == 204
    await sign_in(house, client, BEN)
    assert ">Here now<" in (await client.get(f"/talk/{talk}")).text
    here = (await client.get(f"/here?of={ANA},{CLEO},nobody,")).json()["people"]
    assert [(one["id"], one["html"], one["count"]) for one in here] == [(str(ANA), "Here now", 1), (str(CLEO), "", 0)]
    await sign_in(house, client, ANA)
    await send(client, "/settings/talk", "/settings/talk", presence="nobody", who_may_write="known")
    await sign_in(house, client, BEN)
    assert ">Here now<" not in (await client.get(f"/talk/{talk}")).text
    assert [one["html"] for one in (await client.get(f"/here?of={ANA}")).json()["people"]] == [""]
    await sign_in(house, client, CLEO)
    assert (await send(client, "/talk/new", f"/talk/{talk}/typing")).status_code == 404


async def test_a_conversation_is_taken_along(house: House, client: httpx.AsyncClient) -> None:
    """To read, and as data, with its files; only what whoever takes it may see, and nobody else's."""
    talk = await pair(house)
    await say(house, ANA, talk, "Soup <b>now</b>?")
    await sign_in(house, client, BEN)
    files = [("files[]", ("recipe.txt", b"Boil water.", "text/plain"))]
    await send(client, f"/talk/{talk}", f"/talk/{talk}/messages", text="Look:", files=files)
    given = await client.get(f"/talk/{talk}/export")
    assert given.headers["content-type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(given.content)) as archive:
        told = json.loads(archive.read("conversation.json"))
        read = archive.read("conversation.html").decode()
        [name] = [name for name in archive.namelist() if name.endswith("recipe.txt")]
        assert archive.read(name) == b"Boil water."
    assert [(one["author"], one["text"]) for one in told["messages"]] == [("Ana", "Soup <b>now</b>?"), ("Ben", "Look:")]
    assert [(one["handle"], one["me"]) for one in told["people"]] == [("ben", True), ("ana", False)]
    assert told["messages"][1]["files"][0]["file"] == name
    assert "Soup &lt;b&gt;now&lt;/b&gt;?" in read
    assert f'<a href="{name}" download>recipe.txt</a>' in read
    await sign_in(house, client, CLEO)
    assert (await client.get(f"/talk/{talk}/export")).status_code == 404


@needs_ffmpeg
async def test_a_recording_is_heard_in_what_is_taken_along(house: House, client: httpx.AsyncClient) -> None:
    """The page plays it, and says what is said in it."""
    talk = await pair(house)
    await sign_in(house, client, BEN)
    files = [("file", ("voice.mp3", sound(seconds=1), "audio/mpeg"))]
    client.headers["accept"] = "application/json"
    told = await send(client, f"/talk/{talk}", "/media", whatever="1", alt="I hum.", files=files)
    await run_everything_due(house)
    sent = await send(client, f"/talk/{talk}", f"/talk/{talk}/messages", **{"media_ids[]": [told.json()["id"]]})
    assert sent.status_code == 200
    given = await client.get(f"/talk/{talk}/export")
    with zipfile.ZipFile(io.BytesIO(given.content)) as archive:
        [name] = [name for name in archive.namelist() if name.startswith("files/")]
        read = archive.read("conversation.html").decode()
    assert f'<audio src="{name}" controls' in read
    assert "I hum.</figcaption>" in read


async def _bearer(house: House, person: Id) -> dict[str, str]:
    async with house.work(actor=person) as work:
        return {"authorization": f"Bearer {await give_token(work, name='an app', scopes=('read',))}"}


async def test_an_app_takes_a_long_conversation_along(house: House, client: httpx.AsyncClient) -> None:
    """Whatever its length, it is written part by part, each day said once, and the end is that of the asking."""
    talk = await pair(house)
    for number in range(2 * A_PART + 1):
        await say(house, ANA, talk, f"Number {number}.")
    path, bearer = f"/api/kith/v1/conversations/{talk}/export", await _bearer(house, BEN)
    given = await client.get(path, headers=bearer)
    with zipfile.ZipFile(io.BytesIO(given.content)) as archive:
        assert archive.testzip() is None
        told = json.loads(archive.read("conversation.json"))
        read = archive.read("conversation.html").decode()
    assert [one["number"] for one in told["messages"]] == list(range(1, 2 * A_PART + 2))
    assert re.findall(r"Number (\d+)\.", read) == [str(number) for number in range(2 * A_PART + 1)]
    assert read.count("<h2>") == 1
    assert (await client.get(path, headers=await _bearer(house, CLEO))).status_code == 404


async def test_a_newcomer_takes_along_what_they_may_see(house: House, client: httpx.AsyncClient) -> None:
    """What was said before they came stays with those who heard it, where the group chose so."""
    soup = await group(house, BEN, shows_history=False)
    await say(house, ANA, soup, "Before")
    await sign_in(house, client, ANA)
    await send(client, f"/talk/{soup}/add", f"/talk/{soup}/add", **{"with[]": [str(CLEO)]})
    await say(house, ANA, soup, "After")
    await sign_in(house, client, CLEO)
    given = await client.get(f"/talk/{soup}/export")
    with zipfile.ZipFile(io.BytesIO(given.content)) as archive:
        assert re.findall(r"Before|After", archive.read("conversation.html").decode()) == ["After"]

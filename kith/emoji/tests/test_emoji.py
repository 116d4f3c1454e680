"""Emoji: added by the owner, written by everybody, shown as pictures and never as anything else."""

import io
import re

import httpx
import pytest
from PIL import Image

from kith.base.web.shown import said
from kith.base.work import House
from kith.emoji.rules import shortcodes_in
from kith.people import JoinForm, join
from kith.posts.model import Emoji

PASSWORD = "a long table"


def picture(kind: str = "PNG") -> bytes:
    """Give a small picture with a clear corner."""
    file = io.BytesIO()
    Image.new("RGBA", (64, 64), (200, 100, 30, 128)).convert("RGBA" if kind == "PNG" else "RGB").save(file, kind)
    return file.getvalue()


async def sign_in(client: httpx.AsyncClient, who: str) -> None:
    """Sign in through the form."""
    client.cookies.clear()
    form = {"csrf": await signature(client, "/sign-in"), "who": who, "password": PASSWORD}
    assert (await client.post("/sign-in", data=form)).status_code == 303


async def signature(client: httpx.AsyncClient, path: str) -> str:
    """Read what a page's forms are signed with."""
    found = re.search(r'name="csrf" value="([0-9a-f]+)"', (await client.get(path)).text)
    assert found is not None
    return found[1]


async def add(client: httpx.AsyncClient, shortcode: str, content: bytes | None = None) -> httpx.Response:
    """Add one as the page does."""
    files = {"picture": ("a.png", picture() if content is None else content, "image/png")}
    form = {"csrf": await signature(client, "/emoji"), "shortcode": shortcode}
    return await client.post("/emoji", data=form, files=files)


@pytest.fixture
async def _people(house: House) -> None:
    async with house.work() as work:
        await join(work, JoinForm(handle="olga", password=PASSWORD), role="owner")
        await join(work, JoinForm(handle="mara", password=PASSWORD))


@pytest.mark.usefixtures("_people")
async def test_an_emoji_is_added_written_and_removed(client: httpx.AsyncClient) -> None:
    """By the owner; in a post and its warning; as an entity for apps; and gone."""
    await sign_in(client, "olga")
    assert (await add(client, ":Quince:")).status_code == 303
    await sign_in(client, "mara")
    page = await client.get("/emoji")
    assert ":quince:" in page.text
    assert "/emoji/quince/remove" not in page.text
    form = {"csrf": await signature(client, "/write"), "text": "Ripe :quince: at 10:30:00", "warning": ":quince: ahead"}
    made = await client.post("/write", data=form | {"act": "publish", "audience": "everyone"})
    shown = (await client.get(made.headers["location"])).text
    assert shown.count('alt=":quince:"') >= 2
    [entity] = (await client.get("/api/v1/custom_emojis")).json()
    assert entity["shortcode"] == "quince"
    assert (await client.get(entity["url"])).status_code == 200
    post_id = made.headers["location"].rpartition("/")[2].partition("#")[0]
    status = (await client.get(f"/api/v1/statuses/{post_id}")).json()
    assert (status["emojis"], ":quince:" in status["content"]) == ([entity], True)
    await sign_in(client, "olga")
    gone = await client.post("/emoji/quince/remove", data={"csrf": await signature(client, "/emoji")})
    assert gone.status_code == 303
    assert (await client.get("/api/v1/custom_emojis")).json() == []


@pytest.mark.usefixtures("_people")
@pytest.mark.parametrize(
    ("who", "shortcode", "content", "status"),
    [
        ("olga", "quince", picture(), 303),
        ("olga", "quince", picture("JPEG"), 303),
        ("mara", "quince", picture(), 403),
        ("olga", "q", picture(), 422),
        ("olga", "x" * 31, picture(), 422),
        ("olga", "<b>", picture(), 422),
        ("olga", "квас", picture(), 422),
        ("olga", "quince", b"", 422),
        ("olga", "quince", b"<svg onload=alert(1)>", 422),
        ("olga", "taken", picture(), 422),
    ],
)
async def test_one_thing_is_wrong_at_a_time(
    client: httpx.AsyncClient, who: str, shortcode: str, content: bytes, status: int
) -> None:
    """The first two are right."""
    await sign_in(client, "olga")
    assert (await add(client, "taken")).status_code == 303
    before = (await client.get("/api/v1/custom_emojis")).json()
    await sign_in(client, who)
    csrf = await signature(client, "/emoji" if who == "olga" else "/write")
    files = {"picture": ("a.png", content, "image/png")} if content else {}
    answer = await client.post("/emoji", data={"csrf": csrf, "shortcode": shortcode}, files=files)
    assert answer.status_code == status
    assert len((await client.get("/api/v1/custom_emojis")).json()) == len(before) + (status == 303)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (":quince:", ["quince"]),
        ("a :quince: and :QUINCE:", ["quince"]),
        ("10:30:00", []),
        ("::quince::", []),
        (":q:", []),
        (":quince:choir:", []),
        (":quince: :choir:", ["quince", "choir"]),
    ],
)
def test_shortcodes_stand_by_themselves(text: str, found: list[str]) -> None:
    """Between blanks or signs; a time of the day is none."""
    assert shortcodes_in(text) == found


def test_a_link_with_colons_stays_a_link() -> None:
    """A picture goes between tags, never into one."""

    class Post:
        html = '<p><a href="https://a.example/:quince:" class="link">a.example/:quince:</a> :quince: &lt;:quince:</p>'
        emojis = (Emoji(shortcode="quince", url="/media/x.webp"),)

    shown = str(said(Post))
    assert shown.startswith('<p><a href="https://a.example/:quince:" class="link">')
    assert shown.count("<img") == 3
    assert "&lt;<img" in shown


@pytest.mark.usefixtures("_people")
async def test_whoever_chooses_an_emoji_is_told_of_all(client: httpx.AsyncClient) -> None:
    """By shortcode, each with the address of its picture; guests choose none."""
    await sign_in(client, "olga")
    await add(client, "quince")
    [[code, picture_url]] = (await client.get("/emoji/all")).json()
    assert code == "quince"
    assert (await client.get(picture_url)).status_code == 200
    client.cookies.clear()
    assert (await client.get("/emoji/all")).status_code != 200

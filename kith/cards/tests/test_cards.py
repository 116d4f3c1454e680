"""Link cards from real servers on this machine: what a page says, below the posts that link to it."""

import asyncio
import gzip
import io
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from typing import Any

import httpx
import pytest
import pytest_asyncio
from PIL import Image

from kith.base.core.ids import Id
from kith.base.outside import Outside
from kith.base.outside.tests.server import Server, saying, serving
from kith.base.storage.blobs import BlobKey
from kith.base.storage.statement import Statement
from kith.base.work import House
from kith.cards.model import KEPT_DAYS, READ_AGAIN_DAYS, TRY_AGAIN_HOURS, LinkCard
from kith.people import follow, give_token
from kith.people.tests.cast_of_relations import ANA, BEN, act, gather
from kith.posts import delete, edit, publish
from kith.posts.jobs import NIGHTLY
from kith.posts.model import Post, Words
from kith.worker import run_everything_due
from tests.clock import TestClock

ALL = Statement(f"SELECT {LinkCard.columns()} FROM link_cards ORDER BY id")
_PICTURES = Statement("SELECT file_key FROM media ORDER BY id")


def picture(size: tuple[int, int] = (600, 400), kind: str = "PNG") -> bytes:
    """Give something to look at."""
    out = io.BytesIO()
    Image.effect_mandelbrot(size, (-2, -1, 1, 1), 20).convert("RGB").save(out, kind)
    return out.getvalue()


class Web:
    """A web of pages, by path: whole answers, or what writes them."""

    def __init__(self) -> None:
        self.pages: dict[str, bytes | Callable[[asyncio.StreamWriter], Any]] = {}
        self.server: Server

    def page(self, path: str, head: str, *, body: str = "", **more: Any) -> str:
        """Put a page there, and give its address."""
        html = f"<!doctype html><html lang='en'><head>{head}</head><body>{body}</body></html>"
        self.pages[path] = saying(html.encode(), **more)
        return self.url(path)

    def url(self, path: str) -> str:
        """Give an address of this web."""
        return self.server.url(path)

    @property
    def asked(self) -> list[str]:
        """The paths that were asked for."""
        return [head.split(" ")[1] for head in self.server.heads]

    async def answer(self, path: str, writer: asyncio.StreamWriter) -> None:
        """Answer one request."""
        found = self.pages.get(path, saying(b"nothing here", status="404 Not Found"))
        if isinstance(found, bytes):
            writer.write(found)
        else:
            await found(writer)


@pytest_asyncio.fixture
async def web(house: House) -> AsyncIterator[Web]:
    """A web, and Ana, who is followed by Ben."""
    await gather(house)
    await act(house, BEN, follow, ANA)
    web = Web()
    async with serving(web.answer) as web.server:
        yield web


async def say(house: House, text: str, *, person: Id = ANA, **more: Any) -> Post:
    """Let somebody post, and the worker do its part."""
    post = await act(house, person, publish, Words(text=text, **more))
    assert isinstance(post, Post)
    await run_everything_due(house)
    return post


async def cards(house: House) -> list[LinkCard]:
    """Read all cards."""
    async with house.reading() as work:
        return await work.db.all(ALL, LinkCard)


async def shown(house: House, client: httpx.AsyncClient, post: Post) -> dict[str, Any] | None:
    """Give the card as an app of Ana's has it."""
    async with house.work(actor=ANA) as work:
        token = await give_token(work, name="app")
    answer = await client.get(f"/api/v1/statuses/{post.id}", headers={"authorization": f"Bearer {token}"})
    assert answer.status_code == 200
    found: dict[str, Any] | None = answer.json()["card"]
    return found


FULL = """
  <title>Not this one</title>
  <meta property="og:title" content="The long table">
  <meta property="og:description" content="An evening with neighbours.">
  <meta property="og:site_name" content="The Mill Post">
  <meta property="og:image" content="/table.png"><meta property="og:image:alt" content="A table under a tree">
  <meta property="article:published_time" content="2025-03-02T18:00:00+01:00">
  <meta name="author" content="Ana Duarte">
"""


async def test_a_page_shows_what_it_says_of_itself(house: House, client: httpx.AsyncClient, web: Web) -> None:
    """Title, words, picture, where and by whom: in the entity, with a copy of the picture that is our own."""
    web.pages["/table.png"] = saying(picture(), kind="image/png")
    post = await say(house, f"Read this: {web.page('/table', FULL)}#part and rest")
    card = await shown(house, client, post)
    assert card is not None
    assert card["url"] == web.url("/table")
    assert (card["title"], card["description"]) == ("The long table", "An evening with neighbours.")
    assert (card["provider_name"], card["author_name"]) == ("The Mill Post", "Ana Duarte")
    assert (card["type"], card["html"], card["embed_url"]) == ("link", "", "")
    assert card["published_at"] == "2025-03-02T17:00:00.000Z"
    assert card["language"] == "en"
    assert card["image"].startswith("http://kith.test/media/")
    assert (card["width"], card["height"], card["image_description"]) == (600, 400, "A table under a tree")
    assert card["blurhash"]
    assert (await client.get(card["image"])).status_code == 200
    assert card["authors"] == [{"name": "Ana Duarte", "url": "", "account": None}]


async def test_a_page_without_such_words_is_called_by_its_title(
    house: House, client: httpx.AsyncClient, web: Web
) -> None:
    """And described as it describes itself to search engines."""
    url = web.page("/plain", "<title>\n Bread\t &amp; salt </title><meta name=description content='For six.'>")
    card = await shown(house, client, await say(house, url))
    assert card is not None
    assert (card["title"], card["description"], card["image"]) == ("Bread & salt", "For six.", None)


async def test_what_is_missing_is_asked_for_by_oembed(house: House, client: httpx.AsyncClient, web: Web) -> None:
    """A video elsewhere is a link: its HTML is never taken, its picture is."""
    said = {
        "type": "video", "title": "The choir", "author_name": "Jo", "author_url": "https://hav.example/jo",
        "provider_name": "Films", "thumbnail_url": "/thumb.png", "html": "<iframe src='//evil.example'></iframe>",
        "width": 1, "height": None,
    }  # fmt: skip
    web.pages["/oembed"] = saying(json.dumps(said).encode(), kind="application/json")
    web.pages["/thumb.png"] = saying(picture(), kind="image/png")
    url = web.page("/film", "<link rel='alternate' type='application/json+oembed' href='/oembed'>")
    card = await shown(house, client, await say(house, url))
    assert card is not None
    assert (card["type"], card["html"], card["title"]) == ("link", "", "The choir")
    assert (card["author_name"], card["author_url"]) == ("Jo", "https://hav.example/jo")
    assert card["image"]


async def test_a_picture_by_itself_is_a_photo(house: House, client: httpx.AsyncClient, web: Web) -> None:
    """Shown from here, as everything else."""
    web.pages["/sea.jpg"] = saying(picture(kind="JPEG"), kind="image/jpeg")
    card = await shown(house, client, await say(house, web.url("/sea.jpg")))
    assert card is not None
    assert (card["type"], card["title"]) == ("photo", "sea.jpg")
    assert card["embed_url"] == card["image"]
    assert card["image"].startswith("http://kith.test/media/")


async def test_the_first_link_away_counts(house: House, web: Web) -> None:
    """Names, hashtags and links to this very server have no card."""
    one, two = web.page("/one", "<title>One</title>"), web.page("/two", "<title>Two</title>")
    post = await say(house, f"@ben #tea http://kith.test/@ben and {one} {two}")
    assert [card.title for card in await cards(house)] == ["One"]
    assert post.link_id == (await cards(house))[0].id
    assert (await say(house, "@ben #tea http://kith.test/@ben")).link_id is None
    assert web.asked == ["/one"]


async def test_one_page_is_read_once(house: House, web: Web) -> None:
    """However often it is linked to, and however its address is spelt."""
    url = web.page("/one", "<title>One</title>")
    for text in (url, url.replace("http://", "HTTP://"), f"{url}#here"):
        await say(house, text)
    assert web.asked == ["/one"]
    assert len(await cards(house)) == 1


async def test_a_long_known_page_is_read_anew_when_somebody_links_to_it(
    house: House, web: Web, clock: TestClock
) -> None:
    """After a week; what it says then stands below the old posts as well, and the old picture goes."""
    web.pages["/a.png"], web.pages["/b.png"] = (saying(picture((90, side)), kind="image/png") for side in (60, 70))
    url = web.page("/one", "<title>One</title><meta property=og:image content=/a.png>")
    first = await say(house, url)
    web.page("/one", "<title>Another</title><meta property=og:image content=/b.png>")
    await say(house, url)
    assert [card.title for card in await cards(house)] == ["One"]
    async with house.reading() as work:
        [before] = await work.db.values(_PICTURES)
    clock.tick(hours=24 * READ_AGAIN_DAYS)
    second = await say(house, url)
    assert first.link_id == second.link_id
    [card] = await cards(house)
    assert card.title == "Another"
    async with house.reading() as work:
        [after] = await work.db.values(_PICTURES)
    assert before != after
    assert [house.blobs.exists(BlobKey(key)) for key in (before, after)] == [False, True]


async def test_a_page_that_fails_later_keeps_its_card(house: House, web: Web, clock: TestClock) -> None:
    """What it said is better than nothing; and it is tried again soon."""
    url = web.page("/one", "<title>One</title>")
    await say(house, url)
    del web.pages["/one"]
    clock.tick(hours=24 * READ_AGAIN_DAYS)
    await say(house, url)
    [card] = await cards(house)
    assert (card.state, card.title, card.failures) == ("known", "One", 1)
    clock.tick(hours=TRY_AGAIN_HOURS[0])
    web.page("/one", "<title>Back</title>")
    await say(house, url)
    [card] = await cards(house)
    assert (card.title, card.failures) == ("Back", 0)


async def test_a_failure_is_remembered(house: House, client: httpx.AsyncClient, web: Web, clock: TestClock) -> None:
    """Asked once; again after an hour, then after six, and only when somebody links to it."""
    url = web.url("/nowhere")
    post = await say(house, url)
    assert await shown(house, client, post) is None
    await say(house, url)
    assert web.asked == ["/nowhere"]
    clock.tick(hours=TRY_AGAIN_HOURS[0])
    await say(house, url)
    clock.tick(hours=TRY_AGAIN_HOURS[0])
    await say(house, url)
    assert web.asked == ["/nowhere"] * 2
    clock.tick(hours=TRY_AGAIN_HOURS[1] - TRY_AGAIN_HOURS[0])
    await say(house, url)
    assert web.asked == ["/nowhere"] * 3


async def test_an_edit_changes_the_card(house: House, client: httpx.AsyncClient, web: Web) -> None:
    """To the page that is linked to now, or to none."""
    one, two = web.page("/one", "<title>One</title>"), web.page("/two", "<title>Two</title>")
    post = await say(house, one)
    for text, title in ((two, "Two"), ("No link", None), (one, "One")):
        await act(house, ANA, edit, post.id, Words(text=text))
        await run_everything_due(house)
        card = await shown(house, client, post)
        assert (card and card["title"]) == title


async def test_what_is_for_the_people_named_alone_asks_nobody(
    house: House, client: httpx.AsyncClient, web: Web
) -> None:
    """Such a link may be a key. What is for followers has a card; an edit makes no difference."""
    url = web.page("/key", "<title>A key</title>")
    post = await say(house, f"@ben {url}", audience="mentioned")
    answer = await say(house, f"@ana {url}", person=BEN, reply_to_id=post.id)
    await act(house, ANA, edit, post.id, Words(text=f"@ben here: {url}"))
    await run_everything_due(house)
    assert (web.asked, await cards(house)) == ([], [])
    assert answer.audience == "mentioned"
    followers = await say(house, url, audience="followers")
    assert await shown(house, client, followers)
    assert await shown(house, client, post) is None


async def test_the_card_of_a_page_that_nobody_links_to_is_let_go(house: House, web: Web, clock: TestClock) -> None:
    """A month after it was last asked for, with its picture; others stay."""
    web.pages["/a.png"] = saying(picture(), kind="image/png")
    one = await say(house, web.page("/one", "<title>One</title><meta property=og:image content=/a.png>"))
    await say(house, web.page("/two", "<title>Two</title>"))
    await act(house, ANA, delete, one.id)
    nightly = next(one for one in NIGHTLY if one.name == "posts.forget_links")
    for days, left in ((KEPT_DAYS - 1, {"One", "Two"}), (2, {"Two"})):
        clock.tick(hours=24 * days)
        async with house.work() as work:
            await nightly.run(work)
        assert {card.title for card in await cards(house)} == left
    async with house.reading() as work:
        assert await work.db.values(_PICTURES) == []


async def test_a_page_decides_what_is_shown_of_it(house: House, client: httpx.AsyncClient, web: Web) -> None:
    """Where it asks for no excerpt, or no picture, there is none."""
    web.pages["/table.png"] = saying(picture(), kind="image/png")
    bare = web.page("/bare", FULL + "<meta name=robots content='index, nosnippet'>")
    card = await shown(house, client, await say(house, bare))
    assert card is not None
    assert (card["title"], card["description"], card["image"]) == ("The long table", "", None)
    card = await shown(
        house, client, await say(house, web.page("/dim", FULL + "<meta name=robots content=noimageindex>"))
    )
    assert card is not None
    assert (card["description"], card["image"]) == ("An evening with neighbours.", None)


async def _endless(writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<title>Endless</title>")
    for _each in range(1_600):
        writer.write(b"<p>" + b"x" * 65_000)
        await writer.drain()


async def _drop_by_drop(writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<title>Slow")
    for _each in range(300):
        writer.write(b" ")
        await writer.drain()
        await asyncio.sleep(0.1)


async def _round(writer: asyncio.StreamWriter) -> None:
    writer.write(saying(b"", status="302 Found", more="Location: /round\r\n"))


def _bomb() -> bytes:
    packed = gzip.compress(b"<title>Bomb</title>" + b"\0" * 100_000_000, 9)
    return saying(packed, more="Content-Encoding: gzip\r\n")


def _to(location: str) -> bytes:
    return saying(b"", status="302 Found", more=f"Location: {location}\r\n")


@pytest.mark.parametrize(
    ("answer", "title"),
    [
        (_endless, "Endless"),
        (_bomb(), "Bomb"),
        (_drop_by_drop, None),
        (_round, None),
        (_to("http://169.254.169.254/latest/meta-data/"), None),
        (_to("http://10.0.0.1:22/"), None),
        (_to("file:///etc/passwd"), None),
        (saying(b"%PDF-1.7", kind="application/pdf"), None),
        (saying(b"<title>x</title>", kind=""), None),
        (saying(b"<title>gone</title>", status="410 Gone"), None),
        (saying(b""), None),
        (b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 90\r\n\r\n<title>Torn", None),
        (b"SSH-2.0-OpenSSH_9.2\r\n", None),
        (saying(b"<title>" + b"x" * 900_000 + b"</title>"), "x" * 299 + "…"),
        (saying(b"<div>" * 180_000 + b"<title>Deep</title>"), None),
        (saying(b"<meta property=og:title content=a>" * 10_000 + b"<title>b</title>"), "a"),
        (saying(b"<meta " + b" ".join(b"a%d=1" % n for n in range(90_000)) + b"><title>Many</title>"), None),
        (saying(b"\xff\xfe" + "<title>Größe</title>".encode("utf-16-le")), "Größe"),
        (saying("<title>Größe</title>".encode(), kind="text/html; charset=iso-8859-1"), "Größe"),
        (saying("<title>Größe</title>".encode("latin-1"), kind="text/html; charset=utf-8"), "Gr\ufffd\ufffde"),
        (saying("<title>Größe</title>".encode("latin-1"), kind="text/html"), "Größe"),
        (saying("<title>Größe</title>".encode("latin-1"), kind="text/html; charset=idna"), "Größe"),
        (saying("<meta charset=windows-1251><title>Хлеб</title>".encode("cp1251"), kind="text/html"), "Хлеб"),
        (saying("<title>パン</title>".encode("shift_jis"), kind="text/html; charset=Shift_JIS"), "パン"),
        (saying(b"<title>&lt;script&gt;alert(1)&lt;/script&gt;</title>"), "<script>alert(1)</script>"),
        (saying(b"<title><script>alert(1)</script></title>"), "<script>alert(1)</script>"),
        (saying("<title>a\u202egpj.exe\u202c \u2066x\u200b\u200b\u200b</title>".encode()), "agpj.exe x\u200b\u200b"),
        (saying(b"<title>  \n\t </title>"), None),
    ],
    ids=range(28),
)  # fmt: skip
async def test_no_page_does_harm(
    house: House, client: httpx.AsyncClient, web: Web, answer: Any, title: str | None
) -> None:
    """Endless, packed, slow, circling, lying, too deep: a card of plain words, or none; and others follow."""
    web.pages["/bad"] = answer
    if answer is _round:
        web.pages["/round"] = answer
    begun = asyncio.get_running_loop().time()
    card = await shown(house, client, await say(house, web.url("/bad")))
    assert (card and card["title"]) == title
    assert asyncio.get_running_loop().time() - begun < 15
    good = await say(house, web.page("/good", "<title>Good</title>"))
    assert (await shown(house, client, good) or {})["title"] == "Good"


@pytest.mark.parametrize(
    "content", [b"", b"no picture", picture((1, 1)), picture((20, 300)), b"\x89PNG\r\n\x1a\n" + b"\xff" * 2000]
)
async def test_a_picture_that_is_none_is_left_out(
    house: House, client: httpx.AsyncClient, web: Web, content: bytes
) -> None:
    """Dots that count visitors, and what is no picture; the words stay."""
    web.pages["/dot.png"] = saying(content, kind="image/png")
    card = await shown(
        house, client, await say(house, web.page("/one", "<title>One</title><meta property=og:image content=/dot.png>"))
    )
    assert card is not None
    assert (card["title"], card["image"], card["blurhash"]) == ("One", None, None)


async def test_a_link_inside_is_not_asked(house: House, web: Web) -> None:
    """As on a server that stands out in the world: no door of this machine is knocked at."""
    strict = Outside(replace(house.settings, fetch_loopback=False))
    inner = replace(house, outside=strict)
    url = web.page("/inside", "<title>Inside</title>")
    port = web.server.port
    for host in ("127.0.0.1", "localhost", "0.0.0.0", "2130706433", "0x7f.1", "[::1]", "[::ffff:127.0.0.1]"):
        await say(inner, f"http://{host}:{port}/inside")
    await say(inner, "http://127.0.0.1:22/")
    assert web.asked == []
    assert {card.state for card in await cards(house)} == {"silent"}
    await strict.close()
    assert await say(house, url)


async def test_the_one_who_asks_says_who_it_is_and_nothing_else(house: House, web: Web) -> None:
    """No cookie, no referrer, nothing of who linked to it."""
    await say(house, web.page("/one", "<title>One</title>"))
    head = web.server.heads[0].lower()
    assert "kith/" in head
    for name in ("cookie:", "referer:", "authorization:", "ana"):
        assert name not in head.replace("application", "")

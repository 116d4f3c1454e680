"""Media for apps: pictures at once; video and sound taken in, made ready by a job, and shown."""

import asyncio
import io
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
import pytest
import pytest_asyncio
from PIL import Image

from kith.app import make_site
from kith.base.core.ids import Id
from kith.base.work import House
from kith.media.model import PREPARING_MAX, SOUND_SECONDS_MAX
from kith.media.tests.films import inside, made, needs_ffmpeg, silence, sound, video
from kith.people import give_token
from kith.people.tests.cast_of_relations import ANA, BEN, gather
from kith.worker import run_everything_due


class App:
    """Somebody's app."""

    def __init__(self, house: House, client: httpx.AsyncClient) -> None:
        self.house = house
        self.client = client
        self.token = ""

    async def ask(self, method: str, path: str, **more: Any) -> httpx.Response:
        """Ask as the person who is signed in."""
        return await self.client.request(method, path, headers={"authorization": f"Bearer {self.token}"}, **more)

    async def send(self, content: bytes, *, version: str = "v2", **more: Any) -> httpx.Response:
        """Upload a file, under a name that says nothing."""
        files = {"file": ("file.bin", content)} | more.pop("files", {})
        return await self.ask("POST", f"/api/{version}/media", files=files, data=more)

    async def ready(self, content: bytes, **more: Any) -> dict[str, Any]:
        """Upload a file, let the worker do its part, and give the entity."""
        sent = await self.send(content, **more)
        assert sent.status_code in (200, 202), sent.text
        await run_everything_due(self.house)
        shown = await self.ask("GET", f"/api/v1/media/{sent.json()['id']}")
        assert shown.status_code == 200, shown.text
        entity: dict[str, Any] = shown.json()
        return entity


@pytest_asyncio.fixture
async def app(house: House, client: httpx.AsyncClient) -> App:
    """Ana's app."""
    await gather(house)
    app = App(house, client)
    app.token = await _token(house, ANA)
    return app


async def _token(house: House, person: Id) -> str:
    async with house.work(actor=person) as work:
        return await give_token(work, name="app")


@pytest_asyncio.fixture
async def bare(house: House) -> AsyncIterator[App]:
    """Ana's app, on a server without ffmpeg."""
    await gather(house)
    changed = replace(house, settings=replace(house.settings, ffmpeg="off"))
    transport = httpx.ASGITransport(app=make_site(changed))
    async with httpx.AsyncClient(transport=transport, base_url="http://kith.test") as client:
        app = App(changed, client)
        app.token = await _token(house, ANA)
        yield app


def _png(size: tuple[int, int] = (300, 200)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, "PNG")
    return out.getvalue()


def _incoming(app: App) -> set[str]:
    return {path.name for path in app.house.blobs.incoming().iterdir()}


async def _file(app: App, url: str) -> bytes:
    answer = await app.client.get(url)
    assert answer.status_code == 200
    return answer.content


async def test_a_picture_is_ready_at_once(app: App) -> None:
    """Through both doors, with 200."""
    for version in ("v1", "v2"):
        sent = await app.send(_png(), version=version, description="Teal.", focus="0.5,-0.5")
        assert sent.status_code == 200
        entity = sent.json()
        assert (entity["type"], entity["description"]) == ("image", "Teal.")
        assert entity["meta"]["focus"] == {"x": 0.5, "y": -0.5}
        assert (await app.ask("GET", f"/api/v1/media/{entity['id']}")).json() == entity


@needs_ffmpeg
async def test_a_video_is_made_ready_by_a_job(app: App) -> None:
    """202 without an address, 206 until the worker has done its part, then 200 with all there is to say."""
    before = _incoming(app)
    sent = await app.send(video("mov", "-metadata", "comment=Kithcam", "-metadata", "location=+52.5+13.4/"))
    assert sent.status_code == 202
    assert (sent.json()["type"], sent.json()["url"]) == ("video", None)
    path = f"/api/v1/media/{sent.json()['id']}"
    assert (await app.ask("GET", path)).status_code == 206
    await run_everything_due(app.house)
    shown = await app.ask("GET", path)
    assert shown.status_code == 200
    entity = shown.json()
    assert entity["url"].endswith(".mp4")
    original, small = entity["meta"]["original"], entity["meta"]["small"]
    assert (original["width"], original["height"], original["frame_rate"]) == (320, 240, "25/1")
    assert 1.8 < original["duration"] < 2.2
    assert original["bitrate"] > 0
    assert (small["width"], small["height"]) == (320, 240)
    assert len(entity["blurhash"]) > 6
    told = inside(await _file(app, entity["url"]))
    assert "codec_name=h264" in told
    assert "codec_name=aac" in told
    assert "Kithcam" not in told
    assert "52.5" not in told
    poster = Image.open(io.BytesIO(await _file(app, entity["preview_url"])))
    assert poster.size == (320, 240)
    assert _incoming(app) == before


@needs_ffmpeg
@pytest.mark.parametrize(
    ("extension", "more", "kind"),
    [
        ("mp4", (), "video"),
        ("webm", ("-c:v", "libvpx", "-c:a", "libopus"), "video"),
        ("mkv", (), "video"),
        ("mov", ("-c:v", "libx265", "-tag:v", "hvc1", "-x265-params", "log-level=none"), "video"),
        ("ogv", (), "video"),
        ("mp3", (), "audio"),
        ("m4a", (), "audio"),
        ("ogg", ("-c:a", "libvorbis"), "audio"),
        ("opus", (), "audio"),
        ("flac", (), "audio"),
        ("wav", (), "audio"),
        ("aac", (), "audio"),
        ("weba", ("-f", "webm", "-c:a", "libopus"), "audio"),
        ("gif", (), "gifv"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
async def test_what_people_record_with_is_taken(app: App, extension: str, more: tuple[str, ...], kind: str) -> None:
    """Whatever the container and the codec, what comes out plays everywhere."""
    content = sound(extension, *more) if kind == "audio" else video(extension, *more, sounds=extension != "gif")
    entity = await app.ready(content)
    assert entity["type"] == kind
    assert entity["url"].endswith(".mp3" if kind == "audio" else ".mp4")
    assert 1.8 < entity["meta"]["duration"] < 2.3


@needs_ffmpeg
async def test_the_first_door_waits_until_it_is_ready(app: App) -> None:
    """Whoever asks there finds the address in the answer."""

    async def work_on() -> None:
        for _moment in range(200):
            if await run_everything_due(app.house):
                return
            await asyncio.sleep(0.05)

    sent, _worked = await asyncio.gather(app.send(sound("m4a"), version="v1"), work_on())
    assert sent.status_code == 200
    assert sent.json()["url"].endswith(".mp3")


@needs_ffmpeg
async def test_a_picture_of_ones_own_stands_for_it(app: App) -> None:
    """Sent along, or later in place of the first; a recording has none unless it is given one."""
    plain = await app.ready(sound())
    assert (plain["preview_url"], plain["blurhash"]) == (None, None)
    cover = await app.ready(sound("ogg"), files={"thumbnail": ("t.png", _png((50, 40)))})
    assert cover["meta"]["small"]["size"] == "50x40"
    film = await app.ready(video())
    changed = await app.ask(
        "PUT", f"/api/v1/media/{film['id']}", files={"thumbnail": ("t.png", _png((64, 48)))}, data={"description": "Us"}
    )
    assert changed.status_code == 200
    assert changed.json()["meta"]["small"]["size"] == "64x48"
    assert changed.json()["description"] == "Us"
    assert (await app.client.get(film["preview_url"])).status_code == 404
    wrong = await app.ask("PUT", f"/api/v1/media/{film['id']}", files={"thumbnail": ("t.png", b"no picture")})
    assert wrong.status_code == 422


@needs_ffmpeg
async def test_a_cover_comes_along(app: App) -> None:
    """The picture inside a recording stands for it; the names inside are left out."""
    picture = "color=c=red:s=120x120:d=1"
    content = made(
        "mp3", "-f", "lavfi", "-i", "sine=duration=2", "-f", "lavfi", "-i", picture, "-map", "0", "-map", "1",
        "-frames:v", "1", "-c:v", "mjpeg", "-disposition:v", "attached_pic", "-metadata", "title=Secret",
    )  # fmt: skip
    entity = await app.ready(content)
    assert entity["type"] == "audio"
    assert entity["meta"]["small"]["size"] == "120x120"
    assert "Secret" not in inside(await _file(app, entity["url"]))


@needs_ffmpeg
async def test_only_what_is_ready_goes_into_a_post(app: App) -> None:
    """Up to four of any kind; before it is ready the answer says so, and a scheduled post may wait for it."""
    film = (await app.send(video())).json()
    early = await app.ask("POST", "/api/v1/statuses", json={"status": "Look", "media_ids": [film["id"]]})
    assert early.status_code == 422
    assert "made ready" in early.json()["error"]
    await run_everything_due(app.house)
    others = [await app.ready(sound()), await app.ready(_png()), await app.ready(video("gif", sounds=False))]
    ids = [film["id"], *(one["id"] for one in others)]
    posted = await app.ask("POST", "/api/v1/statuses", json={"status": "Look", "media_ids": ids})
    assert posted.status_code == 200, posted.text
    shown = posted.json()["media_attachments"]
    assert [one["type"] for one in shown] == ["video", "audio", "image", "gifv"]
    assert shown[1:] == others


@needs_ffmpeg
async def test_it_is_sent_in_pieces(app: App) -> None:
    """As Safari asks for it, with its type and nothing that could act."""
    entity = await app.ready(video())
    whole = await app.client.get(entity["url"])
    assert whole.headers["content-type"] == "video/mp4"
    assert whole.headers["accept-ranges"] == "bytes"
    assert whole.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in whole.headers["content-security-policy"]
    piece = await app.client.get(entity["url"], headers={"range": "bytes=0-1"})
    assert (piece.status_code, piece.content) == (206, whole.content[:2])
    assert piece.headers["content-range"] == f"bytes 0-1/{len(whole.content)}"
    beyond = await app.client.get(entity["url"], headers={"range": "bytes=999999999-"})
    assert beyond.status_code == 416


@needs_ffmpeg
@pytest.mark.parametrize(
    "content",
    [
        b"", b"\0\0\0\x20ftypisom" + b"\0" * 200, b"\x1a\x45\xdf\xa3" + b"\xff" * 500, b"OggS" + b"\0" * 400,
        b"ID3\x04\0\0\0\0\0\0" + b"\0" * 300, b"RIFF\xff\xff\xff\xffWAVEfmt ", b"fLaC" + b"\xff" * 99,
        b"#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\nfile:///etc/passwd\n",
        b"ffconcat version 1.0\nfile /etc/passwd\n",
        b"<?xml version='1.0'?><MPD><BaseURL>file:///etc/passwd</BaseURL></MPD>",
    ],
    ids=range(10),
)  # fmt: skip
async def test_what_is_none_is_refused_at_once(app: App, content: bytes) -> None:
    """Empty, torn, or a list of other files: 422, in words, and nothing stays."""
    before = _incoming(app)
    sent = await app.send(content)
    assert sent.status_code == 422
    assert sent.json()["error"]
    assert _incoming(app) == before


@needs_ffmpeg
@pytest.mark.parametrize(
    ("content", "words"),
    [
        (lambda: video()[:3000], "damaged"),
        (lambda: video("mp4", "-vf", "scale=2:2", "-pix_fmt", "yuv420p"), "too small"),
        (lambda: made("mp4", "-f", "lavfi", "-i", "color=c=red:s=4096x4096:d=0.1"), "too many pixels"),
        (lambda: made("mp4", "-f", "lavfi", "-i", "color=c=red:s=32x32:r=240:d=0.5"), "too many frames"),
        (lambda: silence(SOUND_SECONDS_MAX * 10 // 3), "too long"),
        (lambda: made("mp4", "-f", "lavfi", "-i", "color=c=red:s=16x16:r=1:d=1000"), "too long"),
    ],
    ids=["torn", "tiny", "pixels", "frames", "ten hours of silence", "long"],
)
async def test_what_is_out_of_bounds_is_refused_at_once(app: App, content: Any, words: str) -> None:
    """Before anybody waits for it."""
    sent = await app.send(content())
    assert sent.status_code == 422
    assert words in sent.json()["error"]


@needs_ffmpeg
async def test_what_turns_out_unusable_says_so(app: App) -> None:
    """A head that promises more than there is: the job finds out; 422 from then on, and no post takes it."""
    before = _incoming(app)
    whole = video("mp4", "-movflags", "+faststart", seconds=8)
    sent = await app.send(whole[: len(whole) // 2])
    assert sent.status_code == 202
    await run_everything_due(app.house)
    shown = await app.ask("GET", f"/api/v1/media/{sent.json()['id']}")
    assert shown.status_code == 422
    assert "damaged" in shown.json()["error"]
    posted = await app.ask("POST", "/api/v1/statuses", json={"status": "Look", "media_ids": [sent.json()["id"]]})
    assert posted.status_code == 422
    assert _incoming(app) == before


@needs_ffmpeg
async def test_what_a_gif_leaves_clear_is_white(app: App) -> None:
    """As it looks on most pages."""
    frames = [Image.new("RGBA", (40, 40), (0, 0, 0, 0)) for _each in range(3)]
    for number, frame in enumerate(frames):
        frame.putpixel((number, 0), (255, 0, 0, 255))
    out = io.BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:], duration=100, disposal=2)
    entity = await app.ready(out.getvalue())
    assert entity["type"] == "gifv"
    poster = Image.open(io.BytesIO(await _file(app, entity["preview_url"]))).convert("RGB")
    assert poster.crop((20, 20, 40, 40)).getextrema()[0][0] > 240  # type: ignore[index]


@needs_ffmpeg
async def test_a_list_inside_a_video_leads_nowhere(app: App) -> None:
    """A file that begins as one thing and goes on as another is read as what it begins as, or not at all."""
    whole = video("mp4", "-movflags", "+faststart")
    entity = await app.ready(whole + b"\n#EXTM3U\n#EXTINF:5,\nfile:///etc/passwd\n")
    assert b"root:" not in await _file(app, entity["url"])


@needs_ffmpeg
async def test_one_person_fills_no_workbench(app: App) -> None:
    """A few may wait at a time; others wait for none of them."""
    content = sound("wav", seconds=1)
    for _number in range(PREPARING_MAX):
        assert (await app.send(content)).status_code == 202
    assert (await app.send(content)).status_code == 403
    app.token = await _token(app.house, BEN)
    assert (await app.send(content)).status_code == 202


@needs_ffmpeg
async def test_what_is_thrown_away_is_not_made_ready(app: App) -> None:
    """Discarded while it waits: the file goes, and its job finds nothing to do."""
    before = _incoming(app)
    sent = (await app.send(video())).json()
    assert (await app.ask("DELETE", f"/api/v1/media/{sent['id']}")).status_code == 200
    assert _incoming(app) == before
    assert await run_everything_due(app.house) == 1
    assert (await app.ask("GET", f"/api/v1/media/{sent['id']}")).status_code == 404


@needs_ffmpeg
async def test_nobody_sees_what_another_uploads(app: App) -> None:
    """Not there, waiting or ready."""
    film = (await app.send(video())).json()
    app.token = await _token(app.house, BEN)
    assert (await app.ask("GET", f"/api/v1/media/{film['id']}")).status_code == 404
    assert (await app.ask("PUT", f"/api/v1/media/{film['id']}", data={"description": "Mine"})).status_code == 404


@pytest.mark.parametrize(("query", "left"), [({}, 200), ({"delete_media": "true"}, 404)])
async def test_what_was_attached_stays_for_writing_anew(app: App, query: dict[str, str], left: int) -> None:
    """After a status is deleted, unless its media are to go along."""
    picture = (await app.send(_png())).json()
    form = {"status": "The quinces", "media_ids[]": [picture["id"]]}
    status = (await app.ask("POST", "/api/v1/statuses", data=form)).json()
    gone = await app.ask("DELETE", f"/api/v1/statuses/{status['id']}", params=query)
    assert gone.json()["media_attachments"][0]["id"] == picture["id"]
    assert (await app.ask("GET", f"/api/v1/media/{picture['id']}")).status_code == left


@pytest.mark.parametrize("path", ["/api/v1/scheduled_statuses", "/api/kith/v1/drafts"])
async def test_what_is_kept_for_later_costs_the_same_however_much_it_is(app: App, path: str) -> None:
    """Each with its picture."""
    tomorrow = app.house.clock() + timedelta(days=1)
    at = {"scheduled_at": tomorrow.isoformat()} if "scheduled" in path else {}
    there = "/api/v1/statuses" if at else path
    costs = []
    for number in range(3):
        picture = await app.ready(_png((30 + number, 20)))
        kept = await app.ask("POST", there, json={"status": "Later", "media_ids": [picture["id"]], **at})
        assert kept.status_code == 200, kept.text
        before = app.house.database.statements
        listed = (await app.ask("GET", path)).json()
        costs.append(app.house.database.statements - before)
        assert listed[0]["media_attachments"][0]["id"] == picture["id"]
    assert len(listed) == 3
    assert costs[2] == costs[1]


async def test_without_ffmpeg_it_is_refused_in_words(bare: App) -> None:
    """Video and sound; pictures, moving ones too, are taken as ever. The limits say the same."""
    for content in (b"\0\0\0\x20ftypisom" + b"\0" * 200, b"ID3\x04\0\0\0\0\0\0" + b"\0" * 300):
        sent = await bare.send(content)
        assert sent.status_code == 422
        assert "neither video nor sound" in sent.json()["error"]
    moving = [Image.new("RGB", (20, 20), colour) for colour in ("red", "green")]
    out = io.BytesIO()
    moving[0].save(out, "GIF", save_all=True, append_images=moving[1:])
    assert (await bare.send(out.getvalue())).json()["type"] == "image"
    limits = (await bare.ask("GET", "/api/v2/instance")).json()["configuration"]["media_attachments"]
    assert limits["video_size_limit"] == 0
    assert not [kind for kind in limits["supported_mime_types"] if not kind.startswith("image/")]


@needs_ffmpeg
async def test_with_ffmpeg_the_limits_say_what_is_taken(app: App) -> None:
    """In both forms of the entity."""
    for version in ("v1", "v2"):
        answer = await app.ask("GET", f"/api/{version}/instance")
        limits = answer.json()["configuration"]["media_attachments"]
        assert {"video/mp4", "video/webm", "audio/ogg", "image/png"} <= set(limits["supported_mime_types"])
        assert limits["video_size_limit"] == 99_000_000
        assert limits["video_matrix_limit"] == 3840 * 2160

"""Files of any kind, and recordings with their waveform: kept, given out, and never shown as something else."""

import re
from array import array

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.base.core.ids import Id
from kith.base.work import House
from kith.media import claim, own_media
from kith.media.model import NAME_MAX, PEAKS
from kith.media.rules import Loudness, Unusable, cleaned_name
from kith.media.tests.films import needs_ffmpeg, sound
from kith.notices.tests.scene import run_jobs
from kith.posts.tests.cast import BEN, gather_cast, sign_in

PAGE = b"<!doctype html><script>alert(1)</script>"


async def _sent(client: httpx.AsyncClient, name: str, content: bytes, **more: str) -> httpx.Response:
    opened = await client.get("/write")
    token = re.search(r'name="csrf" value="([0-9a-f]+)"', opened.text)
    assert token
    return await client.post("/media", data={"csrf": token[1], **more}, files={"file": (name, content)})


async def test_a_file_is_given_out_to_be_saved_and_never_shown(house: House, client: httpx.AsyncClient) -> None:
    """A page in a file would else speak with this server's voice."""
    await gather_cast(house)
    await sign_in(house, client, BEN)
    told = (await _sent(client, "C:\\dances\\polka.html", PAGE, whatever="1")).json()
    assert (told["kind"], told["name"], told["state"]) == ("file", "polka.html", "ready")
    assert told["size_bytes"] == len(PAGE)
    async with house.reading(actor=BEN) as work:
        [medium] = await own_media(work, [Id(int(told["id"]))])
    given_out = await client.get(f"/media/{medium.file_key}")
    assert given_out.content == PAGE
    assert given_out.headers["content-type"] == "application/octet-stream"
    assert given_out.headers["content-disposition"] == "attachment"
    assert given_out.headers["x-content-type-options"] == "nosniff"
    assert given_out.headers["content-security-policy"] == "sandbox; default-src 'none'"


async def test_a_file_is_taken_where_it_is_asked_for_only(house: House, client: httpx.AsyncClient) -> None:
    """A post takes pictures, video and sound; an empty file is none, and one above the bound is told so."""
    await gather_cast(house)
    await sign_in(house, client, BEN)
    assert (await _sent(client, "notes.txt", b"Tea at five.")).status_code == 422
    assert (await _sent(client, "notes.txt", b"", whatever="1")).status_code == 422
    told = (await _sent(client, "notes.txt", b"Tea at five.", whatever="1")).json()
    async with house.work() as work:
        work.actor = work.hand = BEN
        with pytest.raises(Unusable, match="Files go into conversations"):
            await claim(work, [Id(int(told["id"]))], used_for=BEN)
        [medium] = await claim(work, [Id(int(told["id"]))], used_for=BEN, with_files=True)
    assert medium.used_for is None  # as it was before


@needs_ffmpeg
async def test_a_recording_shows_where_it_is_loud(house: House, client: httpx.AsyncClient) -> None:
    """As a browser records it: WebM that does not say how long it is."""
    await gather_cast(house)
    await sign_in(house, client, BEN)
    fading = ("-af", "volume='if(lt(t,1),0.02,1)':eval=frame", "-c:a", "libopus", "-live", "1")
    told = (await _sent(client, "voice.webm", sound("webm", *fading, seconds=2))).json()
    assert told["state"] == "waiting"
    await run_jobs(house)
    ready = (await client.get(f"/media/{told['id']}/progress")).json()
    assert (ready["kind"], ready["state"]) == ("audio", "ready")
    assert 1.8 < ready["seconds"] < 2.3
    peaks = ready["peaks"]
    assert PEAKS - 2 <= len(peaks) <= PEAKS
    assert max(peaks[: PEAKS // 3]) < "5" < min(peaks[-PEAKS // 3 : -4])


@given(st.lists(st.integers(-32768, 32767), max_size=700), st.integers(1, 9))
def test_peaks_do_not_depend_on_how_the_sound_comes(samples: list[int], piece: int) -> None:
    """Byte by byte, or all at once: the same strokes, never more than fit."""
    content = array("h", samples).tobytes()
    whole, parts = Loudness(samples=len(samples)), Loudness(samples=len(samples))
    whole.hear(content)
    for start in range(0, len(content), piece):
        parts.hear(content[start : start + piece])
    assert whole.peaks() == parts.peaks()
    assert len(whole.peaks()) <= PEAKS
    assert bool(whole.peaks()) == bool(samples)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("tea.pdf", "tea.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\ana\\tea.pdf", "tea.pdf"),
        ("gpj.\u202eexe", "gpj. exe"),  # what turns the reading around would hide what it is
        (".htaccess", "htaccess"),
        ("", "file"),
        ("...", "file"),
        ("a\nb\x00.txt", "a b .txt"),
        ("x" * 300 + ".docx", "x" * (NAME_MAX - 6) + "….docx"),
        ("x" * 300, "x" * (NAME_MAX - 1) + "…"),
    ],
)
def test_a_name_says_what_a_file_is_and_nothing_else(name: str, kept: str) -> None:
    """No folders, no signs that turn or hide parts of it, never too long."""
    assert cleaned_name(name, otherwise="file") == kept

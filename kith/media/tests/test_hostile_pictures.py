"""Files that were made to do harm, to betray somebody, or to fill the house."""

import io
import re
import struct
import zlib
from datetime import timedelta

import pytest
from PIL import Image

from kith.base.core.errors import Invalid, NotFound, Refused
from kith.base.core.ids import Id
from kith.base.storage.blobs import BlobKey
from kith.base.storage.statement import Statement
from kith.base.work import House
from kith.media import change_details, upload
from kith.media.jobs import delete_unused
from kith.media.model import ALT_MAX, UNUSED_HOURS, WAITING_MAX, Medium
from kith.people.tests.cast_of_relations import ANA, BEN, act, gather
from kith.people.tests.door import PASSWORD, browser, found, send
from kith.posts import delete, edit, publish
from kith.posts.model import Words
from tests.clock import TestClock

_LEFT = Statement("SELECT id FROM media ORDER BY id")
GPS, MAKE = 0x8825, 0x010F


def _file(kind: str, size: tuple[int, int] = (80, 60), **more: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, kind, **more)
    return out.getvalue()


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def _png_bomb(side: int) -> bytes:
    """A PNG that says it is `side` wide and high, and unpacks to as much from almost nothing."""
    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    packer = zlib.compressobj(9)
    rows = b"".join(packer.compress(b"\0" * (side // 8 + 1)) for _row in range(min(side, 4_000))) + packer.flush()
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", rows) + _chunk(b"IEND", b"")


def _text_bomb() -> bytes:
    """A small picture with a comment that unpacks to a hundred megabytes."""
    packed = zlib.compress(b"\0" * 100_000_000, 9)
    whole = _file("PNG")
    return whole[:33] + _chunk(b"zTXt", b"Comment\0\0" + packed) + whole[33:]


def _gif(frames: int, side: int = 40) -> bytes:
    pictures = [Image.new("RGB", (side, side), (number % 250, 90, 90)) for number in range(frames)]
    out = io.BytesIO()
    pictures[0].save(out, "GIF", save_all=True, append_images=pictures[1:], duration=50)
    return out.getvalue()


async def _take(house: House, content: bytes, *, person: Id = ANA, **said: object) -> Medium:
    made = await act(house, person, upload, content, **said)
    assert isinstance(made, Medium)
    return made


async def _left(house: House) -> list[Id]:
    async with house.reading() as work:
        return await work.db.values(_LEFT)


@pytest.mark.parametrize(
    "content",
    [
        b"", b"x", b"\xff\xd8\xff", _file("JPEG")[:400], _file("PNG")[:-30], _file("WEBP")[:60],
        b"GIF89a" + b"\xff" * 90,
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", b"<html><script>alert(1)</script>",
        b"%PDF-1.7\n", b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\nshowpage", b"PK\x03\x04" + b"\0" * 60,
        b"P6 99999 99999 255\n", _png_bomb(60_000), _png_bomb(9_000), _file("ICO"), _file("PCX"), b"\0" * 100_000,
    ],
    ids=range(18),
)  # fmt: skip
async def test_what_is_no_sound_picture_is_refused(house: House, content: bytes) -> None:
    """Torn, too large for any eye, of a kind that can act, or of one that nobody needs; nothing is kept of it."""
    await gather(house)
    with pytest.raises(Invalid):
        await _take(house, content)
    assert await _left(house) == []
    assert await _take(house, _file("JPEG"))


async def test_a_comment_that_unpacks_without_end_does_no_harm(house: House) -> None:
    """Refused or taken without it; never kept."""
    await gather(house)
    try:
        medium = await _take(house, _text_bomb())
    except Invalid:
        return
    assert medium.size_bytes < 20_000


async def test_nothing_that_a_camera_wrote_is_kept(house: House) -> None:
    """Place, camera, comments, colour profiles and previews are gone; how it is held is in the pixels now."""
    await gather(house)
    exif = Image.Exif()
    exif[MAKE] = "Kithcam"
    exif[0x0112] = 6  # turned by a quarter
    exif.get_ifd(GPS)[2] = (52.0, 31.0, 12.0)
    medium = await _take(house, _file("JPEG", exif=exif, comment=b"Kithcam was here"))
    for key in (medium.file_key, medium.small_key):
        content = await house.blobs.read(BlobKey(key))
        assert b"Kithcam" not in content
        assert b"Exif" not in content
        assert not Image.open(io.BytesIO(content)).getexif()
    assert (medium.width, medium.height) == (60, 80)


async def test_what_hides_behind_a_picture_is_left_behind(house: House) -> None:
    """A picture that is a page, a program or an archive as well is only a picture afterwards."""
    await gather(house)
    for tail in (b"<script>alert(1)</script>", b"PK\x03\x04secret.zip", b"#!/bin/sh\nrm"):
        medium = await _take(house, _file("JPEG") + tail)
        assert tail not in await house.blobs.read(BlobKey(medium.file_key))


async def test_the_name_of_a_file_says_nothing(house: House) -> None:
    """What it is, its bytes say: a PNG becomes what we write ourselves."""
    await gather(house)
    for kind in ("PNG", "GIF", "WEBP", "BMP", "TIFF"):
        assert (await _take(house, _file(kind))).file_key.endswith(".jpg")


async def test_a_moving_picture_moves_within_bounds(house: House) -> None:
    """A few frames go on moving; thousands are shown by their first."""
    await gather(house)
    assert (await _take(house, _gif(5))).kind == "moving"
    assert (await _take(house, _gif(260))).kind == "image"


async def test_a_strange_shape_is_made_to_fit(house: House) -> None:
    """As long as a thread, and as small as a dot."""
    await gather(house)
    for size in ((1, 1), (15_000, 1), (1, 15_000)):
        medium = await _take(house, _file("PNG", size))
        assert max(medium.width, medium.height) <= 2048
        assert min(medium.width, medium.height, medium.small_width, medium.small_height) >= 1


@pytest.mark.parametrize(
    ("alt", "fits"),
    [("x" * ALT_MAX, True), ("x" * (ALT_MAX + 1), False), ("👩‍👩‍👧‍👦" * 200, True), ("👩‍👩‍👧‍👦" * 300, False)],
)
async def test_what_is_said_of_a_picture_has_its_bounds(house: House, *, alt: str, fits: bool) -> None:
    """At the upload and afterwards; counted as the column counts."""
    await gather(house)
    medium = await _take(house, _file("PNG"))
    if fits:
        await act(house, ANA, change_details, medium.id, alt=alt, focus_x=0.0, focus_y=0.0)
        await _take(house, _file("PNG"), alt=alt)
        return
    with pytest.raises(Invalid):
        await act(house, ANA, change_details, medium.id, alt=alt, focus_x=0.0, focus_y=0.0)
    with pytest.raises(Invalid):
        await _take(house, _file("PNG"), alt=alt)


async def test_nobody_describes_or_uses_the_picture_of_another(house: House) -> None:
    """An id is no key."""
    await gather(house)
    medium = await _take(house, _file("PNG"))
    with pytest.raises(NotFound):
        await act(house, BEN, change_details, medium.id, alt="Mine.", focus_x=0.0, focus_y=0.0)
    with pytest.raises(Invalid):
        await act(house, BEN, publish, Words(text="Mine.", media_ids=(medium.id,)))
    await act(house, ANA, publish, Words(text="Mine.", media_ids=(medium.id,)))


async def test_pictures_wait_in_a_bounded_number(house: House) -> None:
    """Who uploads and never posts fills nobody's disk."""
    await gather(house)
    medium = await _take(house, _file("PNG"))
    async with house.work() as work:
        copies = [
            {f: getattr(medium, f) for f in Medium.__struct_fields__} | {"id": work.new_id()}
            for _number in range(WAITING_MAX - 1)
        ]
        await work.db.insert_all([Medium(**copy) for copy in copies])
    with pytest.raises(Refused):
        await _take(house, _file("PNG"))
    assert await _take(house, _file("PNG"), person=BEN)


async def test_a_picture_goes_with_the_last_that_shows_it(house: House, clock: TestClock) -> None:
    """Never used, edited out, or deleted with its post: the night after the next it is gone, row and file."""
    await gather(house)
    unused, dropped, deleted, kept = [await _take(house, _file("PNG", (70 + number, 50))) for number in range(4)]
    post = await act(house, ANA, publish, Words(text="Two.", media_ids=(dropped.id, kept.id)))
    other = await act(house, ANA, publish, Words(text="One.", media_ids=(deleted.id,)))
    await act(house, ANA, edit, post.id, Words(text="One.", media_ids=(kept.id,)))  # type: ignore[attr-defined]
    await act(house, ANA, delete, other.id)  # type: ignore[attr-defined]
    clock.tick(hours=UNUSED_HOURS + timedelta(minutes=1).total_seconds() / 3600)
    async with house.work() as work:
        await delete_unused(work)
    assert await _left(house) == [kept.id]
    assert [house.blobs.exists(BlobKey(one.file_key)) for one in (unused, dropped, deleted, kept)] == [
        False, False, False, True,
    ]  # fmt: skip


async def test_an_upload_beyond_what_the_settings_allow_is_not_read(house: House) -> None:
    """Cut off while it comes in, long before the largest that any server may allow; a smaller one is told the bound."""
    await found(house, "ana")
    async with browser(house, media_max_mb=1, video_max_mb=1, attached_max_mb=1) as client:
        await send(client, "/sign-in", who="ana", password=PASSWORD)
        for size, status in ((900, 201), (1_100_000, 422), (6_000_000, 413)):
            content = _file("JPEG") + b"\0" * size
            opened = await client.get("/settings/password")
            token = re.search(r'name="csrf" value="([0-9a-f]+)"', opened.text)
            assert token
            sent = await client.post("/media", data={"csrf": token[1]}, files={"file": ("a.jpg", content)})
            assert sent.status_code == status

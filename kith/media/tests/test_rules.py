"""What a file is by its first bytes, and what is made of what ffprobe sees."""

import msgspec
import pytest

from kith.media.rules import Film, Seen, Unusable, check_film, check_result, container_of, film_of, read_seen


@pytest.mark.parametrize(
    ("head", "demuxer"),
    [
        (b"\0\0\0\x1cftypisom", "mov"),
        (b"\0\0\0\x14ftypqt  ", "mov"),
        (b"\0\0\0\x08wide\0\0", "mov"),
        (b"\0\0\0\x18ftypheic", None),
        (b"\0\0\0\x18ftypavif", None),
        (b"\x1a\x45\xdf\xa3\x01", "matroska"),
        (b"OggS\0\x02", "ogg"),
        (b"ID3\x03\0", "mp3"),
        (b"\xff\xfb\x90\x44", "mp3"),
        (b"\xff\xf1\x50\x80", "aac"),
        (b"\xff\xff\xff\xff", None),
        (b"\xff\xd8\xff\xe0", None),
        (b"fLaC\0", "flac"),
        (b"RIFF\0\0\0\0WAVEfmt ", "wav"),
        (b"RIFF\0\0\0\0WEBPVP8 ", None),
        (b"RIFF\0\0\0\0AVI LIST", None),
        (b"GIF89a", "gif"),
        (b"\x89PNG\r\n\x1a\n", None),
        (b"#EXTM3U\n", None),
        (b"ffconcat version 1.0", None),
        (b"", None),
    ],
)
def test_the_first_bytes_decide(head: bytes, demuxer: str | None) -> None:
    """Lists of further files are none of them."""
    found = container_of(head)
    assert (found and found.demuxer) == demuxer


def _seen(*, seconds: object = 10, **video: object) -> Seen:
    stream = {"codec_type": "video", "codec_name": "h264", "width": 1920, "height": 1080, "avg_frame_rate": "30/1"}
    answer = {"streams": [stream | video], "format": {"duration": str(seconds)}}
    return read_seen(msgspec.json.encode(answer))


@pytest.mark.parametrize(
    ("video", "size"),
    [
        ({}, (1280, 720)),
        ({"side_data_list": [{"rotation": -90}]}, (720, 1280)),
        ({"side_data_list": [{}, {"rotation": 180}]}, (1280, 720)),
        ({"width": 720, "height": 576, "sample_aspect_ratio": "16:15"}, (768, 576)),
        ({"width": 720, "height": 576, "sample_aspect_ratio": "0:1"}, (720, 576)),
        ({"width": 100, "height": 100, "sample_aspect_ratio": "1000:1"}, (1200, 100)),
        ({"width": 101, "height": 33}, (100, 32)),
        ({"width": 8000, "height": 16}, (192, 16)),
    ],
)
def test_it_is_shown_upright_and_in_its_shape(video: dict[str, object], size: tuple[int, int]) -> None:
    """Small enough, and even, as H.264 wants it."""
    film = film_of(_seen(**video), gif=False)
    assert (film.width, film.height) == size


@pytest.mark.parametrize(
    ("rate", "kept"), [("30000/1001", 30000 / 1001), ("120/1", 60), ("0/0", 30), ("", 30), ("x", 30), ("-5/1", 30)]
)
def test_frames_come_at_a_rate_that_is_bounded(rate: str, kept: float) -> None:
    """Where it is not known, at a usual one."""
    assert film_of(_seen(avg_frame_rate=rate), gif=False).frame_rate == pytest.approx(kept)


@pytest.mark.parametrize(
    ("video", "problem"),
    [
        ({"seconds": 901}, "video long"),
        ({"seconds": "1e9"}, "video long"),
        ({"width": 4097, "height": 2160}, "pixels"),
        ({"width": 9000, "height": 100}, "pixels"),
        ({"width": 15}, "tiny"),
        ({"width": 0}, "tiny"),
        ({"avg_frame_rate": "121/1"}, "frames"),
        ({"codec_type": "data"}, "torn"),
        ({"codec_name": ""}, "torn"),
        ({"disposition": {"attached_pic": 1}}, "torn"),
    ],
)
def test_what_is_out_of_bounds_is_refused(video: dict[str, object], problem: str) -> None:
    """One thing beyond each bound; at the bounds it goes through."""
    check_film(_seen(seconds=900, width=3840, height=2160, avg_frame_rate="120/1"), gif=False)
    with pytest.raises(Unusable) as refused:
        check_film(_seen(**video), gif=False)
    assert refused.value.problem == problem


@pytest.mark.parametrize("answer", [b"", b"{", b"[]", b'{"streams": 1}', b'{"streams": [{"width": "wide"}]}'])
def test_an_answer_that_is_none_is_refused(answer: bytes) -> None:
    """As a file that cannot be read."""
    with pytest.raises(Unusable):
        read_seen(answer)


@pytest.mark.parametrize(
    ("kind", "said", "made", "problem"),
    [
        ("video", 100, 100, ""),
        ("video", 100, 50, "torn"),
        ("video", 10, 901, "video long"),
        ("video", 0, 30, ""),
        ("gifv", 10, 0, "torn"),
        ("audio", 100, 20, ""),
        ("audio", 1, 10_801, "sound long"),
    ],
)
def test_what_was_made_is_held_against_what_was_said(kind: str, said: float, made: float, problem: str) -> None:
    """A head that lies is found out by what comes of it."""
    film = Film(kind=kind, seconds=said)  # type: ignore[arg-type]
    if not problem:
        check_result(_seen(seconds=made), film)
        return
    with pytest.raises(Unusable) as refused:
        check_result(_seen(seconds=made), film)
    assert refused.value.problem == problem

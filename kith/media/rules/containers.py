"""What a file is by its first bytes. Its name, and what the sender calls it, say nothing."""

import msgspec

HEAD_BYTES = 64


class Container(msgspec.Struct, frozen=True):
    """A kind of file that may hold video or sound, by the name of the one part of ffmpeg that will read it."""

    demuxer: str


MOV, MATROSKA, OGG = Container("mov"), Container("matroska"), Container("ogg")
MP3, AAC, WAV, FLAC, GIF = Container("mp3"), Container("aac"), Container("wav"), Container("flac"), Container("gif")

# What apps are told that they may send, where ffmpeg is there.
VIDEO_TYPES = (
    "video/mp4", "video/quicktime", "video/webm", "video/ogg", "video/x-matroska", "video/3gpp",
    "audio/mpeg", "audio/mp3", "audio/ogg", "audio/opus", "audio/vorbis", "audio/webm", "audio/mp4", "audio/m4a",
    "audio/x-m4a", "audio/aac", "audio/3gpp", "audio/flac", "audio/x-flac", "audio/wav", "audio/wave", "audio/x-wav",
    "audio/vnd.wave",
)  # fmt: skip

_BEGINNINGS: tuple[tuple[bytes, Container], ...] = (
    (b"\x1a\x45\xdf\xa3", MATROSKA),
    (b"OggS", OGG),
    (b"fLaC", FLAC),
    (b"ID3", MP3),
    (b"GIF87a", GIF),
    (b"GIF89a", GIF),
)
# What a picture begins with, of all kinds that the workshop opens.
_PICTURES_BEGIN = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"BM", b"II*\0", b"MM\0*")
_BOXES = (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot")
# HEIC and AVIF lie in the same boxes as video, and are pictures.
_PICTURES = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif", b"avis")


def may_be_picture(head: bytes) -> bool:
    """Tell whether it is worth looking whether this is a picture."""
    boxed = head[4:8] == b"ftyp" and head[8:12] in _PICTURES
    return boxed or head.startswith(_PICTURES_BEGIN) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP")


def container_of(head: bytes) -> Container | None:
    """Tell what may hold video or sound. `None`: a picture, or nothing that is known."""
    for beginning, container in _BEGINNINGS:
        if head.startswith(beginning):
            return container
    if head[:4] == b"RIFF" and head[8:12] == b"WAVE":
        return WAV
    if head[4:8] in _BOXES:
        return None if head[4:8] == b"ftyp" and head[8:12] in _PICTURES else MOV
    if len(head) > 2 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0:  # the sync word of MPEG sound
        return _mpeg_sound(head[1], head[2])
    return None


def _mpeg_sound(second: int, third: int) -> Container | None:
    """Tell ADTS AAC from MP3 by the layer; what no MPEG sound has in its header is none."""
    if second & 0xF6 == 0xF0:
        return AAC
    layer, rate, sampling = second >> 1 & 3, third >> 4, third >> 2 & 3
    return MP3 if layer == 1 and rate != 15 and sampling != 3 else None

"""The words that ffprobe and ffmpeg are given. Only what stands here is ever run.

Which part of ffmpeg reads a file is said, not guessed, and everything else is locked: no list of further files (HLS,
concat), no protocol but the one file, no decoder that a phone, a camera or a recorder does not need.
"""

from collections.abc import Sequence

from kith.media.model import SOUND_SECONDS_MAX, VIDEO_PIXELS_MAX, VIDEO_SECONDS_MAX
from kith.media.rules.containers import Container
from kith.media.rules.films import Film

PEAKS_HERTZ = 4_000  # enough to see where somebody speaks and where they breathe
STREAMS_MAX = 32
LOOK_BYTES, LOOK_US = 30_000_000, 10_000_000  # how far is read to find out what it is
DECODERS = (
    "h264", "hevc", "vp8", "vp9", "libvpx-vp9", "libdav1d", "libaom-av1", "av1", "mpeg4", "h263", "theora", "gif",
    "mjpeg", "png", "aac", "mp3", "mp3float", "opus", "libopus", "vorbis", "flac", "alac", "amrnb", "amrwb", "pcm_u8",
    "pcm_s16le", "pcm_s24le", "pcm_s32le", "pcm_f32le", "pcm_s16be", "pcm_s24be", "pcm_s32be", "pcm_alaw", "pcm_mulaw",
)  # fmt: skip
_ASKED = (
    "format=duration,bit_rate:stream=codec_type,codec_name,width,height,avg_frame_rate,sample_rate,channels,"
    "color_transfer,sample_aspect_ratio:stream_disposition=attached_pic:stream_side_data=rotation"
)
# Nothing of the device, the place, the day or the program goes along.
_BARE = (
    "-map_metadata", "-1", "-map_chapters", "-1", "-dn", "-sn",
    "-fflags", "+bitexact", "-flags:v", "+bitexact", "-flags:a", "+bitexact",
)  # fmt: skip
# From the light of a phone's HDR into that of every screen.
_TONES = (
    "zscale=t=linear:npl=100", "format=gbrpf32le", "zscale=p=bt709", "tonemap=hable:desat=0",
    "zscale=t=bt709:m=bt709:r=tv",
)  # fmt: skip
# What a GIF leaves clear becomes white, as it looks on most pages.
_ON_WHITE = "format=rgba,split[over][under];[under]lutrgb=r=255:g=255:b=255:a=255[white];[white][over]overlay"


def ask_order(container: Container, source: str) -> list[str]:
    """Ask ffprobe what is in a file."""
    return [*_locks(container), "-i", f"file:{source}", "-show_entries", _ASKED, "-of", "json"]


def make_order(container: Container, source: str, film: Film, result: str) -> list[str]:
    """Let ffmpeg make a file that every browser plays, and say how far it is."""
    begin = [*_reading(container, source), "-progress", "pipe:1", "-nostats"]
    if film.kind == "audio":
        sound = ["-map", "0:a:0", "-vn", "-ac", "2", "-ar", "44100", "-c:a", "libmp3lame", "-b:a", "128k"]
        return [*begin, *sound, *_BARE, "-id3v2_version", "0", *_until(SOUND_SECONDS_MAX), "-f", "mp3", _to(result)]
    video = [
        "-map", "0:V:0", "-vf", _filters(film), "-c:v", "libx264", "-preset", "veryfast", "-crf", "23",
        "-maxrate", "2500k", "-bufsize", "5000k", "-pix_fmt", "yuv420p", "-threads", "2",
    ]  # fmt: skip
    sound = ["-map", "0:a:0", "-c:a", "aac", "-b:a", "128k", "-ac", "2", "-ar", "48000"] if film.sounds else ["-an"]
    end = ["-movflags", "+faststart", "-f", "mp4", _to(result)]
    return [*begin, *video, *sound, *_BARE, *_until(VIDEO_SECONDS_MAX), *end]


def poster_order(container: Container, source: str, result: str, *, cover: bool) -> list[str]:
    """Let ffmpeg take a picture out of a file: the cover of a recording, or what a video begins with."""
    chosen = ["-map", "0:v:0"] if cover else ["-map", "0:V:0", "-vf", "thumbnail=24"]
    return [*_reading(container, source), *chosen, "-frames:v", "1", "-an", "-c:v", "png", "-f", "image2", _to(result)]


def peaks_order(container: Container, source: str) -> list[str]:
    """Let ffmpeg give how far the sound swings, instant by instant: 16 bits each, one channel."""
    plain = ["-map", "0:a:0", "-vn", "-ac", "1", "-ar", str(PEAKS_HERTZ), "-c:a", "pcm_s16le", "-f", "s16le", "pipe:1"]
    return [*_reading(container, source), *plain]


def _locks(container: Container) -> list[str]:
    return [
        "-v", "error", "-protocol_whitelist", "file,pipe", "-format_whitelist", container.demuxer,
        "-codec_whitelist", ",".join(DECODERS), "-max_streams", str(STREAMS_MAX), "-probesize", str(LOOK_BYTES),
        "-analyzeduration", str(LOOK_US), "-f", container.demuxer,
    ]  # fmt: skip


def _reading(container: Container, source: str) -> list[str]:
    bounds = ["-max_pixels", str(VIDEO_PIXELS_MAX), "-threads", "2"]
    return ["-nostdin", "-y", *_locks(container), *bounds, "-i", f"file:{source}"]


def _filters(film: Film) -> str:
    steps: Sequence[str] = (
        *((_ON_WHITE,) if film.kind == "gifv" else ()),
        f"fps={film.frame_rate:.4f}",
        f"scale={film.width}:{film.height}",
        *(_TONES if film.hdr else ()),
        "setsar=1",
        "format=yuv420p",
    )
    return ",".join(steps)


def _until(seconds: int) -> list[str]:
    """Stop a second past the bound: what says it is shorter than it is shows itself by reaching that."""
    return ["-t", str(seconds + 1)]


def _to(result: str) -> str:
    return f"file:{result}"

"""Videos and recordings for tests, made by ffmpeg; tests that need it are skipped where it is not."""

import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path

import pytest

needs_ffmpeg = pytest.mark.skipif(
    not (shutil.which("ffmpeg") and shutil.which("ffprobe")), reason="ffmpeg is not installed (bin/test installs it)"
)

PICTURES = "testsrc2=size=320x240:rate=25:duration={seconds}"
TONE = "sine=frequency=440:duration={seconds}"


@cache
def made(extension: str, *arguments: str) -> bytes:
    """Let ffmpeg write a file of a kind."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"made.{extension}")
        subprocess.run(["ffmpeg", "-v", "error", "-y", *arguments, str(path)], check=True, stdin=subprocess.DEVNULL)
        return path.read_bytes()


def video(extension: str = "mp4", *more: str, seconds: float = 2, sounds: bool = True) -> bytes:
    """Make a video."""
    sound = ("-f", "lavfi", "-i", TONE.format(seconds=seconds)) if sounds else ()
    return made(extension, "-f", "lavfi", "-i", PICTURES.format(seconds=seconds), *sound, *more)


def sound(extension: str = "mp3", *more: str, seconds: float = 2) -> bytes:
    """Make a recording."""
    return made(extension, "-f", "lavfi", "-i", TONE.format(seconds=seconds), *more)


def silence(seconds: int) -> bytes:
    """Make hours of nothing, in little room."""
    return made("flac", "-f", "lavfi", "-i", f"anullsrc=r=8000:cl=mono:d={seconds}")


def inside(content: bytes) -> str:
    """Tell all that ffprobe knows of a file."""
    with tempfile.NamedTemporaryFile() as file:
        file.write(content)
        file.flush()
        asked = ["ffprobe", "-v", "error", "-show_format", "-show_streams", "-show_chapters", file.name]
        return subprocess.run(asked, check=True, capture_output=True, text=True).stdout

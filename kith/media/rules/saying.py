"""What may be said of a medium, and what is said to people about a file that cannot be used."""

import unicodedata

from kith.base.core.errors import Invalid
from kith.base.core.words import _
from kith.media.model import FRAMES_A_SECOND_MAX, NAME_MAX, SOUND_SECONDS_MAX, VIDEO_SECONDS_MAX, VIDEO_SIDE_MIN


def check_focus(focus_x: float, focus_y: float) -> None:
    """Raise `Invalid` unless both lie between -1 and 1."""
    if not (-1 <= focus_x <= 1 and -1 <= focus_y <= 1):  # also refuses NaN, which compares with nothing
        raise Invalid(_("The point that stays in view lies between -1 and 1."), field="focus")


def cleaned_name(name: str, *, otherwise: str) -> str:
    """Give the name of a file as it is kept: without folders, and without signs that turn or hide parts of it.

    What is too long keeps its ending, which says what opens it.
    """
    last = name.replace("\\", "/").rpartition("/")[2]
    seen = "".join(" " if unicodedata.category(one)[0] in "CZ" else one for one in unicodedata.normalize("NFC", last))
    words = " ".join(seen.split()).lstrip(".") or otherwise
    if len(words) <= NAME_MAX:
        return words
    stem, _dot, ending = words.rpartition(".")
    ending = f".{ending}" if stem and len(ending) <= 12 else ""
    return words[: NAME_MAX - len(ending) - 1] + "…" + ending


class Unusable(Invalid):
    """A file that cannot be taken; `problem` is the word that is kept of it."""

    def __init__(self, problem: str, text: str) -> None:
        super().__init__(text, field="file")
        self.problem = problem


def unusable(problem: str) -> Unusable:
    """Say why a file cannot be taken."""
    words = {
        "unknown": _("That file is no picture that Kith knows. JPEG, PNG, GIF, WebP, AVIF, HEIC, BMP and TIFF work."),
        "unknown file": _(
            "Kith does not know that kind of file. Pictures (JPEG, PNG, GIF, WebP, AVIF, HEIC), video (MP4, MOV, WebM) "
            "and sound (MP3, M4A, OGG, WAV, FLAC) work."
        ),
        "large": _("That picture has too many pixels. Make it smaller (60 megapixels at most) and try again."),
        "broken": _("That picture is damaged and cannot be read. Try to save it anew."),
        "no tools": _("This server takes pictures, but neither video nor sound."),
        "torn": _("That file is damaged, or holds neither video nor sound that Kith knows. Try to save it anew."),
        "video long": _("That video is too long: {count} minutes fit.").format(count=VIDEO_SECONDS_MAX // 60),
        "sound long": _("That recording is too long: {count} hours fit.").format(count=SOUND_SECONDS_MAX // 3600),
        "pixels": _("That video has too many pixels. Up to 3840 × 2160 fit."),
        "tiny": _("That video is too small to be seen: it needs {count} pixels each way.").format(count=VIDEO_SIDE_MIN),
        "frames": _("That video has too many frames a second: {count} fit.").format(count=FRAMES_A_SECOND_MAX),
        "slow": _("That file took too long to be made ready. A shorter one may do."),
        "file": _("Files go into conversations; a post holds pictures, video and sound."),
        "lost": _("That file did not arrive whole. Add it once more."),
    }
    return Unusable(problem, words.get(problem, words["broken"]))

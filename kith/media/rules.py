"""What may be said of a picture, and what is said to people about one that cannot be used."""

from kith.base.core.errors import Invalid
from kith.base.core.words import _


def check_focus(focus_x: float, focus_y: float) -> None:
    """Raise `Invalid` unless both lie between -1 and 1."""
    if not (-1 <= focus_x <= 1 and -1 <= focus_y <= 1):  # also refuses NaN, which compares with nothing
        raise Invalid(_("The point that stays in view lies between -1 and 1."), field="focus")


def unusable(problem: str) -> Invalid:
    """Say why a file cannot be taken."""
    words = {
        "unknown": _("That file is no picture that Kith knows. JPEG, PNG, GIF, WebP, AVIF, HEIC, BMP and TIFF work."),
        "large": _("That picture has too many pixels. Make it smaller (60 megapixels at most) and try again."),
        "broken": _("That picture is damaged and cannot be read. Try to save it anew."),
    }
    return Invalid(words.get(problem, words["broken"]), field="file")

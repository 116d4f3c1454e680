"""Pure rules of media: what may be said of it, what a file is by its first bytes, and how video and sound are made."""

from kith.media.rules.containers import GIF, HEAD_BYTES, MOV, MP3, VIDEO_TYPES, Container, container_of, may_be_picture
from kith.media.rules.films import Film, Seen, check_film, check_result, film_of, read_seen
from kith.media.rules.orders import PEAKS_HERTZ, ask_order, make_order, peaks_order, poster_order
from kith.media.rules.peaks import Loudness
from kith.media.rules.saying import Unusable, check_focus, cleaned_name, unusable

__all__ = [
    "GIF",
    "HEAD_BYTES",
    "MOV",
    "MP3",
    "PEAKS_HERTZ",
    "VIDEO_TYPES",
    "Container",
    "Film",
    "Loudness",
    "Seen",
    "Unusable",
    "ask_order",
    "check_film",
    "check_focus",
    "check_result",
    "cleaned_name",
    "container_of",
    "film_of",
    "make_order",
    "may_be_picture",
    "peaks_order",
    "poster_order",
    "read_seen",
    "unusable",
]

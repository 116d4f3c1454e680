"""Pure rules of media: what may be said of it, what a file is by its first bytes, and how video and sound are made."""

from kith.media.rules.containers import GIF, HEAD_BYTES, MOV, MP3, VIDEO_TYPES, Container, container_of
from kith.media.rules.films import Film, Seen, check_film, check_result, film_of, read_seen
from kith.media.rules.orders import ask_order, make_order, poster_order
from kith.media.rules.saying import Unusable, check_focus, unusable

__all__ = [
    "GIF",
    "HEAD_BYTES",
    "MOV",
    "MP3",
    "VIDEO_TYPES",
    "Container",
    "Film",
    "Seen",
    "Unusable",
    "ask_order",
    "check_film",
    "check_focus",
    "check_result",
    "container_of",
    "film_of",
    "make_order",
    "poster_order",
    "read_seen",
    "unusable",
]

"""Faces and landscapes for people who have not chosen a picture: drawn by us, the same for ever for the same id.

Never a grey silhouette, never initials. Pure: an id goes in, SVG comes out; no id or gradient inside that could meet
another's on a page.
"""

from kith.people.face.banner import draw_banner
from kith.people.face.face import Looks, draw_face, looks_of
from kith.people.face.house import draw_house

__all__ = ["Looks", "draw_banner", "draw_face", "draw_house", "looks_of"]

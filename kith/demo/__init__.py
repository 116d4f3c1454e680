"""The demo: a living village to look at, made through the real actions, where a visitor can be anybody.

The same village every time, seen from today: its two years end now. On this machine alone: the page that signs a
visitor in as somebody answers nobody else.
"""

from kith.demo.village import build_village
from kith.demo.web import DEMO_ROUTES

__all__ = ["DEMO_ROUTES", "build_village"]

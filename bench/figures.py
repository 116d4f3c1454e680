"""Which figures there are, and their groups."""

from collections.abc import Iterable

from bench.crowd import crowd
from bench.desks import desk_cases, desk_live
from bench.figure import Measure
from bench.floods import desk_flood
from bench.keeping import readers, starting
from bench.open_pages import open_pages
from bench.reading import home_list, home_page, notifications, public_list, thread, thread_page
from bench.signs import signs
from bench.streaming import live, streams
from bench.talking import message_growth, message_streams, message_writing, messages
from bench.writing import favouriting, posting

GROUPS: dict[str, dict[str, Measure]] = {
    "api": {
        "home-list": home_list,
        "public-list": public_list,
        "thread": thread,
        "notifications": notifications,
        "posting": posting,
        "favouriting": favouriting,
        "live": live,
        "readers": readers,
        "streams": streams,
    },
    "live": {
        "live": live,
        "messages": messages,
        "message-writing": message_writing,
        "message-growth": message_growth,
        "message-streams": message_streams,
        "signs": signs,
        "open-pages": open_pages,
    },
    "desk": {"desk-cases": desk_cases, "desk-live": desk_live, "desk-flood": desk_flood},
    "pages": {"home-page": home_page, "thread-page": thread_page},
    "server": {"starting": starting},
    "many": {"crowd": crowd},
}
FIGURES: dict[str, Measure] = {name: measure for group in GROUPS.values() for name, measure in group.items()}


def chosen(names: Iterable[str]) -> list[str]:
    """Give the figures of these names, each once; a group stands for all in it. Raises `KeyError` for what is neither.

    No name is every figure.
    """
    found = [one for name in names for one in GROUPS.get(name, (name,))]
    for name in found:
        FIGURES[name]
    return list(dict.fromkeys(found)) or list(FIGURES)

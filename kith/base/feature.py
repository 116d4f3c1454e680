"""The plug: all that a feature brings, as one value."""

from dataclasses import dataclass

from kith.base.core.record import Record
from kith.base.web.live import LiveView
from kith.base.web.page import Count, Slot
from kith.base.web.routing import Route
from kith.base.web.sockets import Socket
from kith.base.work import Gate, Listener, Nightly, Taker, VirtualList


@dataclass(frozen=True, kw_only=True)
class Feature:
    """One folder of `kith/`, as the roots see it."""

    name: str
    records: tuple[type[Record], ...] = ()
    routes: tuple[Route, ...] = ()
    gates: tuple[Gate, ...] = ()
    takers: tuple[Taker, ...] = ()
    listeners: tuple[Listener, ...] = ()
    slots: tuple[Slot | Count, ...] = ()
    nightly: tuple[Nightly, ...] = ()
    live: tuple[LiveView, ...] = ()
    sockets: tuple[Socket, ...] = ()
    lists: tuple[VirtualList, ...] = ()

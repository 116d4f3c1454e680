"""What is new to one, of whom wrote it."""

from collections.abc import Iterable

from kith.base.core.ids import Id
from kith.base.work import Work
from kith.conversations import store
from kith.people import viewer_of


async def newest_from(work: Work, wanted: Iterable[tuple[Id, Id]]) -> dict[tuple[Id, Id], Id]:
    """Give the newest message that is new to one, for each of these conversations and authors; none: it is left out."""
    pairs = sorted(set(wanted))
    found = await store.newest_from(work.db, await viewer_of(work), pairs, work.now) if pairs else {}
    return {pair: one.id for pair, one in found.items()}

"""What happens to link cards by itself."""

from kith.base.work import Listener, Work
from kith.cards.actions import read_page
from kith.cards.model import LinkWanted


async def _read(work: Work, fact: LinkWanted) -> None:
    await read_page(work, fact)


LISTENERS = (Listener(fact=LinkWanted, name="cards.read", run=_read),)

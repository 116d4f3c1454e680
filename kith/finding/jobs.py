"""What happens by itself."""

from datetime import time

from kith.base.work import Listener, Nightly, Work
from kith.finding import store
from kith.finding.actions import clear, discard_file, forget, read_file
from kith.finding.model import FileCame, FileForgotten
from kith.people.model import Left


async def _read(work: Work, fact: FileCame) -> None:
    await read_file(work, fact)


async def _discard(work: Work, fact: FileForgotten) -> None:
    await discard_file(work, fact)


async def _left(work: Work, fact: Left) -> None:
    await store.forget_wishes(work.db, fact.account_id)
    await store.forget_pasts(work.db, fact.account_id)
    await forget(work.house, fact.account_id)


async def _clear(work: Work) -> None:
    await clear(work.house)


LISTENERS = (
    Listener(FileCame, "finding.read", _read, writes=False),
    Listener(FileForgotten, "finding.discard", _discard, writes=False),
    Listener(Left, "finding.left", _left),
)
NIGHTLY = (Nightly(name="finding.clear", at=time(3, 50), run=_clear),)

"""The plug of ties."""

from kith.base.feature import Feature
from kith.base.work import Listener, Work
from kith.people.model import Left
from kith.ties import store
from kith.ties.model import ActRecord, TieRecord


async def _left(work: Work, fact: Left) -> None:
    await store.forget_ties(work.db, fact.account_id)
    await store.forget_acts(work.db, fact.account_id)


FEATURE = Feature(
    name="ties",
    records=(TieRecord, ActRecord),
    listeners=(Listener(Left, "ties.left", _left),),
)

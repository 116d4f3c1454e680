"""The plug of ties."""

from kith.base.feature import Feature
from kith.base.work import Listener, Work
from kith.people.model import Left
from kith.ties import store
from kith.ties.model import (
    ActRecord,
    CircleDay,
    CirclePlace,
    DeclaredRelation,
    TiePrompt,
    TieRecord,
    TieSettings,
    TieWish,
)


async def _left(work: Work, fact: Left) -> None:
    await store.forget_ties(work.db, fact.account_id)
    await store.forget_acts(work.db, fact.account_id)
    await store.forget_relations(work.db, fact.account_id)
    await store.forget_prompts(work.db, fact.account_id)
    await store.forget_circles(work.db, fact.account_id)


FEATURE = Feature(
    name="ties",
    records=(TieRecord, ActRecord, CircleDay, CirclePlace, TieWish, TieSettings, DeclaredRelation, TiePrompt),
    listeners=(Listener(Left, "ties.left", _left),),
)

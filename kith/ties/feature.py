"""The plug of ties."""

from datetime import time

from kith.base.feature import Feature
from kith.base.work import Listener, Nightly, Work
from kith.people.model import Left
from kith.ties import store
from kith.ties.actions.paths import renew_suggestions
from kith.ties.model import (
    ActRecord,
    CircleDay,
    CirclePlace,
    DeclaredRelation,
    TiePrompt,
    TieRecord,
    TieSettings,
    TieSuggestion,
    TieWish,
    UsableTie,
)


async def _left(work: Work, fact: Left) -> None:
    await store.forget_ties(work.db, fact.account_id)
    await store.forget_acts(work.db, fact.account_id)
    await store.forget_relations(work.db, fact.account_id)
    await store.forget_prompts(work.db, fact.account_id)
    await store.forget_paths(work.db, fact.account_id)
    await store.forget_circles(work.db, fact.account_id)


async def _renew(work: Work) -> None:
    await renew_suggestions(work.house)


FEATURE = Feature(
    name="ties",
    records=(
        TieRecord,
        ActRecord,
        CircleDay,
        CirclePlace,
        TieWish,
        TieSettings,
        DeclaredRelation,
        TiePrompt,
        UsableTie,
        TieSuggestion,
    ),
    listeners=(Listener(Left, "ties.left", _left),),
    nightly=(Nightly(name="ties.suggestions", at=time(3, 20), run=_renew),),
)

"""The plug of filters."""

from kith.base.feature import Feature
from kith.base.work import Listener, Work
from kith.filters import store
from kith.filters.model import Filter, FilterKeyword, FilterPost
from kith.filters.web import ROUTES
from kith.people.model import Left


async def _left(work: Work, fact: Left) -> None:
    await store.forget(work.db, fact.account_id)


FEATURE = Feature(
    name="filters",
    records=(Filter, FilterKeyword, FilterPost),
    routes=ROUTES,
    listeners=(Listener(Left, "filters.left", _left),),
)

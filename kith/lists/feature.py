"""The plug of lists."""

from kith.base.feature import Feature
from kith.base.work import Listener, Work
from kith.lists import store
from kith.lists.model import ListPlace, PersonList
from kith.people.model import Left, Unfollowed


async def _unfollowed(work: Work, fact: Unfollowed) -> None:
    """Whom one follows no longer stands on no list; whoever follows again meanwhile puts them on anew."""
    await store.take_out_of_all(work.db, fact.follower_id, fact.followee_id)
    work.forget(f"viewer:{fact.follower_id}")


async def _left(work: Work, fact: Left) -> None:
    await store.forget(work.db, fact.account_id)


FEATURE = Feature(
    name="lists",
    records=(PersonList, ListPlace),
    listeners=(Listener(Unfollowed, "lists.unfollowed", _unfollowed), Listener(Left, "lists.left", _left)),
)

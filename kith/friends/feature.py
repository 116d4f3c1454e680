"""The plug of friends."""

from kith.base.feature import Feature
from kith.base.work import Listener, Work
from kith.friends import store
from kith.friends.actions.marking import hear_deleted, written_for
from kith.friends.model import BirthdayShare, FriendMark
from kith.friends.web import ROUTES, SLOTS
from kith.people.model import Left
from kith.posts.model import Deleted


async def _left(work: Work, fact: Left) -> None:
    await store.forget(work.db, fact.account_id)
    await store.take_share_back(work.db, fact.account_id)


def _was_for_somebody(fact: Deleted) -> bool:
    return bool(written_for(fact))


FEATURE = Feature(
    name="friends",
    records=(FriendMark, BirthdayShare),
    routes=ROUTES,
    slots=SLOTS,
    listeners=(
        Listener(Left, "friends.left", _left),
        Listener(Deleted, "friends.deleted", hear_deleted, wants=_was_for_somebody),
    ),
)

"""The plug of friends."""

from kith.base.feature import Feature
from kith.base.work import Listener, Work
from kith.friends import store
from kith.friends.actions.marking import hear_words_gone
from kith.friends.model import BirthdayShare, FriendMark
from kith.friends.web import ROUTES, SLOTS
from kith.people.model import Left
from kith.ties.model import WordsGone


async def _left(work: Work, fact: Left) -> None:
    await store.forget(work.db, fact.account_id)
    await store.take_share_back(work.db, fact.account_id)


FEATURE = Feature(
    name="friends",
    records=(FriendMark, BirthdayShare),
    routes=ROUTES,
    slots=SLOTS,
    listeners=(
        Listener(Left, "friends.left", _left),
        Listener(WordsGone, "friends.words_gone", hear_words_gone),
    ),
)

"""The plug of emoji."""

from kith.base.feature import Feature
from kith.base.work import Listener, Work
from kith.emoji import store
from kith.emoji.model import ServerEmoji
from kith.emoji.web import ROUTES
from kith.people.model import Left


async def _left(work: Work, fact: Left) -> None:
    await store.forget(work.db, fact.account_id)


FEATURE = Feature(name="emoji", records=(ServerEmoji,), routes=ROUTES, listeners=(Listener(Left, "emoji.left", _left),))

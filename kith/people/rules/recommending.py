"""Whom one may recommend."""

from kith.base.core.errors import Refused
from kith.base.core.words import _
from kith.people.model import RECOMMENDED_MAX, Follow


def check_may_recommend(follow: Follow | None, *, recommended: int) -> None:
    """Raise `Refused` unless somebody follows whom they recommend, and there is room."""
    if follow is None or follow.state != "accepted":
        raise Refused(_("Only people whom you follow can be recommended."))
    if recommended >= RECOMMENDED_MAX:
        raise Refused(_("You recommend {count} people. Take one of them off first.").format(count=RECOMMENDED_MAX))

"""Who may see which message, as a pure decision: the twin of `store.VISIBLE`."""

from collections.abc import Collection
from datetime import datetime, timedelta

from kith.base.core.ids import Id
from kith.conversations.model import ConversationMember, Message, Seat, SeatState, WhoSeesPresence
from kith.people.model import Account


def may_see(
    message: Message,
    member: ConversationMember | None,
    *,
    hidden_from: Collection[Id],
    now: datetime,
) -> bool:
    """Answer whether somebody may see a message; `hidden_from` are those whom a block keeps away from them."""
    if member is None or member.left_at is not None or message.author_id in hidden_from:
        return False
    if message.seq <= max(member.since_seq, member.cleared_seq):
        return False
    return message.vanishes_at is None or now < message.vanishes_at


def vanishes_at(sent_at: datetime, keeps_days: int | None) -> datetime | None:
    """Tell when something that was sent then is gone; `None`: never by itself."""
    return None if keeps_days is None else sent_at + timedelta(days=keeps_days)


def is_silent(seat: Seat, now: datetime) -> bool:
    """Answer whether somebody let their conversation interrupt them no more, for now."""
    return seat.silent_until is not None and now < seat.silent_until


def sees_presence(wish: WhoSeesPresence, *, talks: bool, tied: bool) -> bool:
    """Answer whether somebody is seen to be here by one other: with whom they talk, or have a tie as well."""
    return wish != "nobody" and talks and (wish == "everyone" or tied)


def shows_marks(mine: SeatState, theirs: SeatState, *, i_show: bool, they_show: bool) -> bool:
    """Answer whether somebody's marks and presence may be seen: of those who show theirs, by those who show theirs,
    and not before a request is accepted."""
    return i_show and they_show and mine == "open" and theirs == "open"


def reminds(seat: Seat, other: Account | None) -> bool:
    """Tell whether its owner lets themselves be reminded of a talk of two: once the other has died, only if asked."""
    died_at = other.remembered_at if other is not None else None
    asked_since = seat.memories_asked_at is not None and died_at is not None and seat.memories_asked_at > died_at
    return seat.memories and (died_at is None or asked_since)

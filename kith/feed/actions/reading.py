"""What a reader decides on Home: what they have read, whose posts they are done with, and how they read."""

from kith.base.core.errors import Invalid, NotFound, SignInFirst
from kith.base.core.ids import Id, first_id_at
from kith.base.core.words import _
from kith.base.work import Work
from kith.feed import store
from kith.feed.actions.fair import mark_passed
from kith.feed.actions.pieces import Cursor
from kith.feed.model import CARDS_MAX, HomeOrder
from kith.feed.sittings import end_sitting, find_sitting
from kith.people import present_accounts, viewer_of
from kith.people.model import Account, DoneUnopened


async def home_order_of(work: Work) -> HomeOrder:
    """Give how whoever acts reads Home."""
    return await store.load_choice(work.db, _reader(work))


async def choose(work: Work, home_order: HomeOrder) -> None:
    """Read Home that way from now on, on every device."""
    await store.choose_order(work.db, _reader(work), home_order)


async def mark_seen(work: Work, cursor: Cursor) -> None:
    """Mark the cards before this place as read. Of a sitting that is gone nothing is known, and nothing is marked."""
    sitting = await find_sitting(work.house.live.valkey, _reader(work), cursor.sitting_id)
    if sitting is not None:
        await mark_passed(work, sitting, cursor.index)


async def look_anew(work: Work) -> None:
    """End the sitting: the next Home has what came in meanwhile."""
    await end_sitting(work.house.live.valkey, _reader(work))


async def done_with(work: Work, author_id: Id, *, up_to: Id) -> None:
    """Mark everything of an author up to this post as read; what they write from now on comes as ever."""
    await _present(work, author_id)
    reader_id = _reader(work)
    known = (await store.load_strangers(work.db, reader_id, [author_id])).get(author_id)
    if known is None or (up_to > known.done_id and up_to not in known.read_ids):
        work.tell(DoneUnopened(reader_id=reader_id, author_id=author_id))
    await store.keep_done(work.db, reader_id, author_id, min(up_to, first_id_at(work.now)))


async def give_cards(work: Work, author_id: Id, cards: int | None) -> None:
    """Give an author so many cards on Home, where there is something for each; `None` leaves it to their closeness."""
    if cards is not None and not 1 <= cards <= CARDS_MAX:
        raise Invalid(_("Choose from 1 to {count} cards.").format(count=CARDS_MAX), field="cards")
    await _present(work, author_id)
    await store.keep_cards(work.db, _reader(work), author_id, cards)
    await look_anew(work)


async def cards_given(work: Work, author_id: Id) -> tuple[Account, int | None]:
    """Give somebody, and how many cards the reader gives them, where they chose."""
    author = await _present(work, author_id)
    mark = (await store.load_strangers(work.db, _reader(work), [author_id])).get(author_id)
    return author, mark.cards if mark else None


async def _present(work: Work, author_id: Id) -> Account:
    viewer = await viewer_of(work)
    apart = author_id in viewer.hidden or author_id == viewer.id
    accounts = [] if apart else await present_accounts(work.db, [author_id])
    if not accounts:
        raise NotFound
    return accounts[0]


def _reader(work: Work) -> Id:
    if work.actor is None:
        raise SignInFirst
    return work.actor

"""Which message a notice is about, for apps: the newest that is new to one, unless a filter hides it."""

from collections.abc import Iterable

from kith.base.core.ids import Id
from kith.base.core.text import plain
from kith.base.work import Work
from kith.conversations import messages_by_ids, newest_from
from kith.conversations.model import Message
from kith.filters import Sieve, sieve_of


async def unfiltered_said(work: Work, wanted: Iterable[tuple[Id, Id]]) -> dict[tuple[Id, Id], Id]:
    """Find the newest that is new in each of these conversations, of each of these people, and is not hidden."""
    found = await newest_from(work, wanted)
    sieve = await sieve_of(work) if found else None
    if not sieve:
        return found
    views = await messages_by_ids(work, list(found.values()))
    return {
        pair: one for pair, one in found.items() if one in views and not _is_hidden(work, views[one].message, sieve)
    }


def _is_hidden(work: Work, message: Message, sieve: Sieve) -> bool:
    words = "\n".join((plain(message.html), *(one.alt for one in message.attachments)))
    met = sieve.find(words, message.id, now=work.now)
    return any(one.filter.action == "hide" and one.works_in("notifications") for one in met)

"""What contacts listen to."""

from kith.base.work import Listener, Work
from kith.contacts import store
from kith.contacts.actions.sending import discard_list, read_list
from kith.contacts.model import ContactListCame, ContactListForgotten
from kith.desk.model import ErasedAtDesk
from kith.people.model import Left


async def _erased(work: Work, fact: ErasedAtDesk) -> None:
    await store.wants_nothing(work.db, fact.person_id, fact.organisation_id)


async def _left(work: Work, fact: Left) -> None:
    await store.forget(work.db, fact.account_id)


LISTENERS = (
    Listener(ContactListCame, "contacts.read", read_list),
    Listener(ContactListForgotten, "contacts.discard", discard_list),
    Listener(ErasedAtDesk, "contacts.erased", _erased),
    Listener(Left, "contacts.left", _left),
)

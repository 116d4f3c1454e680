"""What somebody does with their lists."""

from collections.abc import Iterable

import msgspec

from kith.base.bus.live import LiveEvent
from kith.base.core.errors import Invalid, NotFound, Refused, SignInFirst
from kith.base.core.ids import Id
from kith.base.core.text import clean_line
from kith.base.core.words import _
from kith.base.work import VirtualList, Work
from kith.lists import store
from kith.lists.model import LISTS_MAX, MEMBERS_MAX, TITLE_MAX, ListPlace, PersonList, RepliesPolicy
from kith.people import read_apart, viewer_of
from kith.people.model import Viewer


async def make_list(
    work: Work, title: str, *, replies_policy: RepliesPolicy = "list", exclusive: bool = False
) -> PersonList:
    """Make a list. Raises `Invalid` without a title, `Refused` for one too many."""
    owner_id = _acting(work)
    if len(await store.lists_of(work.db, owner_id)) >= LISTS_MAX:
        raise Refused(_("You have {count} lists. Delete one first.").format(count=LISTS_MAX))
    made = PersonList(
        owner_id=owner_id,
        id=work.new_id(),
        title=_title(title),
        replies_policy=replies_policy,
        exclusive=exclusive,
        created_at=work.now,
    )
    await work.db.insert(made)
    return made


async def change_list(
    work: Work,
    list_id: Id,
    *,
    title: str | None = None,
    replies_policy: RepliesPolicy | None = None,
    exclusive: bool | None = None,
) -> PersonList:
    """Change what is given; the rest stays. Raises `Invalid` for a list that fills itself."""
    _check_own(work, list_id)
    before = await store.lock_list(work.db, _acting(work), list_id)
    after = msgspec.structs.replace(
        before,
        title=before.title if title is None else _title(title),
        replies_policy=replies_policy or before.replies_policy,
        exclusive=before.exclusive if exclusive is None else exclusive,
    )
    if after != before:
        await store.change(work.db, after)
        await _reads_anew(work)
    return after


async def delete_list(work: Work, list_id: Id) -> None:
    """Delete a list; nobody is told, and nobody is unfollowed. Raises `Invalid` for a list that fills itself."""
    _check_own(work, list_id)
    if not await store.delete(work.db, _acting(work), list_id):
        raise NotFound
    work.announce(LiveEvent(kind="list.deleted", subject_id=list_id), {_acting(work)})
    await _reads_anew(work)


async def add_people(work: Work, list_id: Id, account_ids: Iterable[Id]) -> None:
    """Put people on a list. Raises `NotFound` unless one follows each of them, or is it oneself."""
    owner_id = _acting(work)
    _check_own(work, list_id)
    await store.lock_list(work.db, owner_id, list_id)
    viewer, wanted = await viewer_of(work), list(dict.fromkeys(account_ids))
    if not set(wanted) <= {owner_id, *viewer.following}:
        raise NotFound(_("Only people whom you follow can stand on your lists."))
    on_it = await store.members_of(work.db, owner_id, list_id)
    if len({*on_it, *wanted}) > MEMBERS_MAX:
        raise Refused(_("A list has room for {count} people.").format(count=MEMBERS_MAX))
    places = [ListPlace(owner_id=owner_id, list_id=list_id, account_id=one, id=work.new_id()) for one in wanted]
    await store.put_on(work.db, places)
    await _reads_anew(work)


async def remove_people(work: Work, list_id: Id, account_ids: Iterable[Id]) -> None:
    """Take people off a list; who does not stand on it is no trouble."""
    owner_id = _acting(work)
    _check_own(work, list_id)
    await store.find_list(work.db, owner_id, list_id)
    await store.take_out(work.db, owner_id, list_id, list(account_ids))
    await _reads_anew(work)


def virtual_lists(work: Work) -> list[VirtualList]:
    """List the lists that fill themselves, in the order of the features that bring them."""
    return list(work.house.plugs.lists.values())


def find_virtual(work: Work, list_id: Id) -> VirtualList | None:
    """Find a list that fills itself."""
    return work.house.plugs.lists.get(list_id)


def _check_own(work: Work, list_id: Id) -> None:
    virtual = find_virtual(work, list_id)
    if virtual is not None:
        raise Invalid(_("“{title}” fills itself, so it cannot be changed.").format(title=virtual.title()))


async def _reads_anew(work: Work) -> None:
    """Keep out of Home who stands on an exclusive list now. Every read of a viewer knows it, at no cost."""
    owner_id = _acting(work)
    await read_apart(work.db, owner_id, await store.kept_out_of_home(work.db, owner_id))
    work.memo.pop(Viewer, None)
    work.forget(f"viewer:{owner_id}")


def _title(text: str) -> str:
    title = clean_line(text, length_max=TITLE_MAX, field="title")
    if not title or len(title) > TITLE_MAX:
        raise Invalid(_("A list needs a title of up to {count} characters.").format(count=TITLE_MAX), field="title")
    return title


def _acting(work: Work) -> Id:
    if work.actor is None:
        raise SignInFirst
    return work.actor

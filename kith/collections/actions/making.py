"""What the maker of a collection does with it."""

from collections.abc import Iterable

import msgspec

from kith.base.core.errors import Invalid, NotFound, SignInFirst
from kith.base.core.ids import Id
from kith.base.core.text import clean_line
from kith.base.core.words import _
from kith.base.work import Work
from kith.collections import store
from kith.collections.model import (
    DESCRIPTION_MAX,
    LANGUAGE_MAX,
    NAME_MAX,
    Change,
    Collected,
    Collection,
    CollectionChanged,
    CollectionPlace,
    CollectionWish,
    Uncollected,
)
from kith.collections.rules import (
    check_language,
    check_may_stand,
    check_name,
    check_room,
    check_room_for_collections,
    policy_or_usual,
    says_otherwise,
    standing_of,
    state_for,
)
from kith.people import check_hashtag, find_follow, find_member, present_accounts, viewer_of
from kith.people.model import HASHTAG_COLUMN_MAX, Account


async def make_collection(work: Work, wish: CollectionWish, people: Iterable[Id] = ()) -> Collection:
    """Make a collection, with these people in it. Raises `Invalid`, `Refused`; `NotFound` for who is not there."""
    owner_id, wanted = acting(work), list(dict.fromkeys(people))
    check_room_for_collections(await store.lock_owner(work.db, owner_id))
    check_room(len(wanted) - 1)
    made = Collection(
        owner_id=owner_id,
        id=work.new_id(),
        name=_name(wish.name),
        description=_description(wish.description),
        tag=_tag(wish.tag),
        language=_language(wish.language),
        sensitive=wish.sensitive,
        discoverable=wish.discoverable,
        created_at=work.now,
        updated_at=work.now,
    )
    await work.db.insert(made)
    for account_id in wanted:
        await _put(work, made, account_id)
    return made


async def change_collection(work: Work, collection_id: Id, change: Change) -> Collection:
    """Change what is given; the rest stays. Raises `NotFound` for what one did not make."""
    before = await store.lock_collection(work.db, acting(work), collection_id)
    after = msgspec.structs.replace(
        before,
        name=before.name if change.name is None else _name(change.name),
        description=before.description if change.description is None else _description(change.description),
        tag=before.tag if change.tag is None else _tag(change.tag),
        language=before.language if change.language is None else _language(change.language),
        sensitive=before.sensitive if change.sensitive is None else change.sensitive,
        discoverable=before.discoverable if change.discoverable is None else change.discoverable,
    )
    if after == before:
        return before
    after = msgspec.structs.replace(after, updated_at=work.now)
    await store.change(work.db, after)
    if says_otherwise(before, after):
        work.tell(CollectionChanged(owner_id=after.owner_id, collection_id=after.id))
    return after


async def delete_collection(work: Work, collection_id: Id) -> None:
    """Delete a collection; nobody is told."""
    owner_id = acting(work)
    await store.lock_collection(work.db, owner_id, collection_id)
    for account_id in await store.delete(work.db, owner_id, collection_id):
        work.tell(Uncollected(owner_id=owner_id, collection_id=collection_id, account_id=account_id))


async def put_in(work: Work, collection_id: Id, account_id: Id) -> CollectionPlace:
    """Put somebody into a collection, or ask them, as their policy has it; done twice it is the same.

    Raises `NotFound`, `Refused`.
    """
    collection = await store.lock_collection(work.db, acting(work), collection_id)
    return await _put(work, collection, account_id)


async def take_out(work: Work, collection_id: Id, place_id: Id) -> None:
    """Take somebody out again; they are not told. What they said no to is no longer the maker's to take away."""
    owner_id = acting(work)
    collection = await store.lock_collection(work.db, owner_id, collection_id)
    for place in await store.places_in(work.db, [collection]):
        if place.id == place_id:
            await remove(work, owner_id, collection_id, place.account_id)
            return
    raise NotFound


async def remove(work: Work, owner_id: Id, collection_id: Id, account_id: Id) -> None:
    """Delete a place, and say so."""
    await store.remove_place(work.db, owner_id, collection_id, account_id)
    work.tell(Uncollected(owner_id=owner_id, collection_id=collection_id, account_id=account_id))


async def _put(work: Work, collection: Collection, account_id: Id) -> CollectionPlace:
    person = await _person(work, account_id)
    known = await store.find_place_of(work.db, collection.owner_id, collection.id, account_id)
    check_may_stand(account_id, collection.owner_id, known)
    if known is not None:
        return known
    check_room(await store.count_taken(work.db, collection.owner_id, collection.id))
    chosen = (await store.policies_of(work.db, [account_id])).get(account_id)
    follow = await find_follow(work.db, collection.owner_id, account_id)
    follows = follow is not None and follow.state == "accepted"
    place = CollectionPlace(
        owner_id=collection.owner_id,
        collection_id=collection.id,
        account_id=account_id,
        id=work.new_id(),
        state=state_for(standing_of(policy_or_usual(chosen, person), follows=follows), person),
        created_at=work.now,
    )
    await store.add_place(work.db, place)
    work.tell(Collected(owner_id=place.owner_id, collection_id=place.collection_id, account_id=account_id))
    return place


async def _person(work: Work, account_id: Id) -> Account:
    """Get somebody who may be met. Whoever waits for approval is nobody to meet yet."""
    found = await present_accounts(work.db, [account_id])
    if not found or account_id in (await viewer_of(work)).hidden:
        raise NotFound
    if found[0].domain is None:
        member = await find_member(work.db, account_id)
        if member is None or member.approved_at is None:
            raise NotFound
    return found[0]


def _name(text: str) -> str:
    name = clean_line(text, length_max=NAME_MAX, field="name")
    check_name(name)
    return name


def _description(text: str) -> str:
    return clean_line(text, length_max=DESCRIPTION_MAX, field="description")


def _tag(text: str) -> str | None:
    tag = clean_line(text, length_max=HASHTAG_COLUMN_MAX, field="tag_name")
    try:
        return check_hashtag(tag) if tag else None
    except Invalid as error:
        raise Invalid(error.text, field="tag_name") from error


def _language(text: str) -> str | None:
    code = clean_line(text, length_max=LANGUAGE_MAX, field="language")
    if not code:
        return None
    check_language(code)
    return code


def acting(work: Work) -> Id:
    """Give the person on whose behalf this is done."""
    if work.actor is None:
        raise SignInFirst(_("Please sign in first."))
    return work.actor

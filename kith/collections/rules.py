"""What is decided about collections."""

import re

from kith.base.core.errors import Invalid, Refused
from kith.base.core.ids import Id
from kith.base.core.words import _
from kith.collections.model import (
    COLLECTIONS_MAX,
    LANGUAGE_MAX,
    NAME_MAX,
    PLACES_MAX,
    Collection,
    CollectionPlace,
    FeaturePolicy,
    PlaceState,
    Standing,
)
from kith.people.model import Account

# A language tag as browsers and apps send it (BCP 47): "pt", "pt-BR", "zh-Hant".
_LANGUAGE = re.compile(r"[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8}){0,3}")


def policy_or_usual(chosen: FeaturePolicy | None, account: Account) -> FeaturePolicy:
    """Give somebody's policy. Who never chose lets their followers do it; if they do not wish to be found, is asked.

    Who lives elsewhere has told nobody here.
    """
    if account.domain is not None:
        return "nobody"
    return chosen or ("followers" if account.discoverable else "asked")


def standing_of(policy: FeaturePolicy, *, follows: bool) -> Standing:
    """Tell how a policy answers a maker, by whether they follow its person."""
    if policy == "nobody":
        return "denied"
    if policy == "everyone" or (policy == "followers" and follows):
        return "automatic"
    return "manual"


def state_for(standing: Standing, person: Account) -> PlaceState:
    """Tell how a place begins. Raises `Refused` where there can be none."""
    if standing == "denied":
        name = person.name or person.handle
        raise Refused(_("{name} would rather not stand in collections.").format(name=name))
    return "accepted" if standing == "automatic" else "pending"


def check_may_stand(account_id: Id, owner_id: Id, known: CollectionPlace | None) -> None:
    """Raise `Refused` for oneself, and for somebody who did not want to stand there."""
    if account_id == owner_id:
        raise Refused(_("A collection names others. You stand above it already, as the one who made it."))
    if known is not None and known.state in ("rejected", "revoked"):
        raise Refused(_("They would rather not stand in this collection."))


def check_room(taken: int) -> None:
    """Raise `Refused` where a collection is full; who is asked holds a place."""
    if taken >= PLACES_MAX:
        raise Refused(_("A collection has room for {count} people.").format(count=PLACES_MAX))


def check_room_for_collections(made: int) -> None:
    """Raise `Refused` where somebody has as many as one can."""
    if made >= COLLECTIONS_MAX:
        raise Refused(_("You have {count} collections. Delete one first.").format(count=COLLECTIONS_MAX))


def check_name(name: str) -> None:
    """Raise `Invalid` without a name, or with one that is too long."""
    if not name or len(name) > NAME_MAX:
        raise Invalid(_("A collection needs a name of up to {count} characters.").format(count=NAME_MAX), field="name")


def check_language(code: str) -> None:
    """Raise `Invalid` for what is no language tag."""
    if len(code) > LANGUAGE_MAX or not _LANGUAGE.fullmatch(code):
        raise Invalid(_("This is not a language that can be noted."), field="language")


def is_asked_of(place: CollectionPlace | None) -> bool:
    """Tell whether somebody has yet to say yes or no."""
    return place is not None and place.state == "pending"


def says_otherwise(before: Collection, after: Collection) -> bool:
    """Tell whether those who stand in a collection should hear of a change: it says something else of them now."""
    told = ("name", "description", "tag", "sensitive")
    return any(getattr(before, name) != getattr(after, name) for name in told)


def may_see_place(place: CollectionPlace, viewer_id: Id) -> bool:
    """Answer whether somebody may know of a place: all of one that is taken, two of one that is asked for."""
    if place.state == "accepted":
        return True
    return place.state == "pending" and viewer_id in (place.owner_id, place.account_id)

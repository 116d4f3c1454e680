"""Who may put whom into a collection, and who may know of it."""

import pytest

from kith.base.core.errors import Refused
from kith.base.core.ids import Id
from kith.collections.model import CollectionPlace, FeaturePolicy, PlaceState, Standing
from kith.collections.rules import may_see_place, policy_or_usual, standing_of, state_for
from kith.people.model import Account
from tests.clock import BEGINNING

MAKER, PERSON, OTHER = Id(1), Id(2), Id(3)


@pytest.mark.parametrize(
    ("policy", "follows", "standing"),
    [
        ("everyone", False, "automatic"),
        ("everyone", True, "automatic"),
        ("followers", True, "automatic"),
        ("followers", False, "manual"),
        ("asked", True, "manual"),
        ("asked", False, "manual"),
        ("nobody", True, "denied"),
        ("nobody", False, "denied"),
    ],
)
def test_a_policy_answers_a_maker(policy: FeaturePolicy, *, follows: bool, standing: Standing) -> None:
    """By whether they follow, and by nothing else."""
    assert standing_of(policy, follows=follows) == standing


@pytest.mark.parametrize(
    ("chosen", "discoverable", "domain", "policy"),
    [
        (None, True, None, "followers"),
        (None, False, None, "asked"),
        ("everyone", False, None, "everyone"),
        ("nobody", True, None, "nobody"),
        (None, True, "hav.social", "nobody"),
    ],
)
def test_who_never_chose_has_a_usual_policy(
    *, chosen: FeaturePolicy | None, discoverable: bool, domain: str | None, policy: FeaturePolicy
) -> None:
    """It asks those who do not wish to be found; nobody speaks for who lives elsewhere."""
    assert policy_or_usual(chosen, _account(discoverable=discoverable, domain=domain)) == policy


def test_a_place_begins_as_the_policy_has_it() -> None:
    """At once, with a question, or not at all."""
    assert state_for("automatic", _account()) == "accepted"
    assert state_for("manual", _account()) == "pending"
    with pytest.raises(Refused, match="rather not stand in collections"):
        state_for("denied", _account())


@pytest.mark.parametrize(
    ("state", "viewer", "may"),
    [
        ("accepted", OTHER, True),
        ("accepted", Id(0), True),
        ("pending", MAKER, True),
        ("pending", PERSON, True),
        ("pending", OTHER, False),
        ("rejected", MAKER, False),
        ("revoked", PERSON, False),
    ],
)
def test_what_is_not_agreed_is_known_to_two_alone(state: PlaceState, viewer: Id, *, may: bool) -> None:
    """And what was said no to, to nobody."""
    place = CollectionPlace(
        owner_id=MAKER, collection_id=Id(9), account_id=PERSON, id=Id(10), state=state, created_at=BEGINNING
    )
    assert may_see_place(place, viewer) is may


def _account(*, discoverable: bool = True, domain: str | None = None) -> Account:
    return Account(id=PERSON, handle="ben", name="Ben", discoverable=discoverable, domain=domain, created_at=BEGINNING)

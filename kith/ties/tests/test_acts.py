"""Which acts lie in a post."""

import pytest

from kith.base.core.ids import Id
from kith.ties import acts_of
from kith.ties.model import Said

ME, ANA, BEN, CLEO = Id(1), Id(2), Id(3), Id(4)
POST, ROOT = Id(100), Id(90)


def _acts(**said: object) -> dict[Id, tuple[str, int]]:
    made = Said(**({"author_id": ME, "post_id": POST, "root_id": ROOT, "private": False} | said))  # type: ignore[arg-type]
    return {act.getter_id: (act.kind, act.among) for act in acts_of(made)}


@pytest.mark.parametrize(
    ("said", "acts"),
    [
        ({}, {}),
        ({"named_ids": (ANA,)}, {ANA: ("mention", 1)}),
        ({"named_ids": (ANA, BEN, ME)}, {ANA: ("mention", 2), BEN: ("mention", 2)}),
        ({"named_ids": tuple(range(2, 8))}, {}),
        ({"private": True, "named_ids": (ANA,)}, {ANA: ("letter", 1)}),
        ({"private": True, "named_ids": (ANA, ME)}, {ANA: ("letter", 1)}),
        ({"private": True, "named_ids": (ANA, BEN)}, {ANA: ("letter", 2), BEN: ("letter", 2)}),
        ({"private": True, "named_ids": tuple(range(2, 7))}, {}),
        ({"answered_id": ANA, "named_ids": (ANA, BEN)}, {ANA: ("reply", 1), BEN: ("mention", 2)}),
        ({"answered_id": ME}, {}),
        ({"quoted_id": ANA}, {ANA: ("comment", 1)}),
        ({"quoted_id": ME}, {}),
        ({"answered_id": ANA, "quoted_id": ANA}, {ANA: ("reply", 1)}),
        ({"answered_id": ANA, "thread": (ANA, BEN, ME)}, {ANA: ("reply", 1), BEN: ("together", 2)}),
        ({"thread": tuple(range(1, 13))}, {Id(one): ("together", 11) for one in range(2, 13)}),
        ({"thread": tuple(range(1, 14))}, {}),
        ({"private": True, "named_ids": (ANA,), "thread": (BEN,)}, {ANA: ("letter", 1)}),
    ],
)
def test_a_post_holds_one_act_a_person_the_weightiest(said: dict[str, object], acts: dict[Id, tuple[str, int]]) -> None:
    """A broadcast holds none."""
    assert _acts(**said) == acts

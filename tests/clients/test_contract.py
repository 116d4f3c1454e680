"""What all clients were told, seen together: every operation reached, every answer as Mastodon's contract has it.

Runs last. Alone it has nothing to look at.
"""

import json
import os
from pathlib import Path

import pytest

from tests.clients.between import Exchange
from tests.clients.contract import Contract, find_contract
from tests.clients.operations import is_proven, operations, reached, write
from tests.clients.streamed import events


@pytest.fixture(scope="module")
def contract() -> Contract:
    """The contract, where it is."""
    file = find_contract()
    if file is None:
        pytest.skip("Mastodon's contract is not here; KITH_CONTRACT may name it")
    return Contract(json.loads(file.read_text(encoding="utf-8")))


def test_every_answer_is_as_the_contract_has_it(heard: list[Exchange], contract: Contract) -> None:
    """Whoever asked, and whatever for: answers of the API, and what streams carry, have the promised shape."""
    told: dict[str, str] = {}
    for one in heard:
        for complaint in contract.complaints(one):
            told.setdefault(complaint, one.test)
        for event, payload in events(one):
            for complaint in contract.complaints_of_event(event, payload):
                told.setdefault(complaint, one.test)
    assert not told, "\n".join(f"{said}  [{test}]" for said, test in sorted(told.items()))


def test_every_operation_is_proven(request: pytest.FixtureRequest, heard: list[Exchange]) -> None:
    """The test that `docs/apps.md` names beside an operation has reached it."""
    here = {path.name for path in Path(__file__).parent.glob("test_*.py")}
    if not here <= {item.path.name for item in request.session.items} or request.config.option.keyword:
        pytest.skip("only when all clients have been tried")
    found = reached(heard)
    if os.environ.get("KITH_WRITE_PROOFS"):
        write(found)
    served = [one for one in operations() if one.state == "served"]
    unproven = [one.row for one in served if not is_proven(one, found[one.method, one.path])]
    assert not unproven, "\n".join(unproven)

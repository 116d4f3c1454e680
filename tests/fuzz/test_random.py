"""Whatever chance puts together: any door, any fields, any way of sending them. The same chances every time."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kith.base.work import House
from tests.fuzz.doors import Door, doors
from tests.fuzz.hostile import BOUNDARY, TEXTS
from tests.fuzz.village import Village
from tests.fuzz.visitor import FORM, Visitor, encoded, forget_limits, nothing_wrong

EXAMPLES = 250
NAMES_MAX = 8  # fields of one request

_texts = st.one_of(st.sampled_from(TEXTS), st.text(max_size=40), st.integers().map(str))
_json = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), _texts),
    lambda below: st.one_of(st.lists(below, max_size=3), st.dictionaries(st.text(max_size=6), below, max_size=3)),
    max_leaves=6,
)
_endings = st.sampled_from(("", "", "", "[]", "[0]", "[a]", "[][id]", "[", "]", "[a][b]"))


@pytest.fixture
def written(house: House, village: Village) -> list[tuple[Door, str]]:
    """The doors through which something is written, each with an address of something that is there."""
    return [(door, village.path(door)) for door in doors(house) if door.route.method != "GET"]


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(chance=st.data())
async def test_nothing_that_chance_brings_breaks_the_server(
    house: House, ana: Visitor, olga: Visitor, written: list[tuple[Door, str]], chance: st.DataObject
) -> None:
    """Forms, parts and JSON; each a little like what the door expects."""
    door, path = chance.draw(st.sampled_from(written))
    visitor = olga if door.route.access == "owner" else ana
    await forget_limits(house)
    await visitor.come_in()
    names = chance.draw(st.lists(st.sampled_from(door.fields or ("text",)), max_size=NAMES_MAX))
    way = chance.draw(st.sampled_from(("form", "parts", "json")))
    if way == "json":
        body, kind = _as_json({name: chance.draw(_json) for name in names}), b"application/json"
    else:
        fields = {name + chance.draw(_endings): chance.draw(_texts) for name in names}
        body, kind = (encoded(fields), FORM) if way == "form" else _as_parts(fields)
    await visitor.send(door.route.method, path, body=body, kind=kind)
    nothing_wrong(ana, olga)


def _as_json(values: dict[str, Any]) -> bytes:
    return json.dumps(values).encode()


def _as_parts(fields: dict[str, str]) -> tuple[bytes, bytes]:
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    ]
    body = "".join([*parts, f"--{BOUNDARY}--\r\n"]).encode("utf-8", "surrogatepass")
    return body, f"multipart/form-data; boundary={BOUNDARY}".encode()

"""Clients written in JavaScript: what web apps are built on."""

import base64

from tests.clients.conftest import People
from tests.clients.node_clients import run_script
from tests.clients.test_mastodon_py import picture


def test_masto_spends_its_first_hour(people: People) -> None:
    """Following, posting with a picture, editing, polls, streams, notices, lists, search, every page of a list."""
    run_script("first_hour.mjs", url=people.url, picture=base64.b64encode(picture()).decode(), **_tokens(people))


def test_masto_looks_into_every_corner(people: People) -> None:
    """What its other script has not asked: filters and their parts, people, lists, and what nobody does in an hour."""
    run_script("corners.mjs", url=people.url, picture=base64.b64encode(picture()).decode(), **_tokens(people))


def test_megalodon_finds_everything(people: People) -> None:
    """Its own calls, and its stream."""
    run_script("megalodon.mjs", url=people.url, **_tokens(people))


def _tokens(people: People) -> dict[str, str]:
    return {name: people.tokens[name] for name in ("anna", "bela")}

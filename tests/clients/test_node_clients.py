"""Clients written in JavaScript: what web apps are built on."""

import base64
from collections.abc import Iterator
from contextlib import contextmanager

import httpx

from tests.clients.conftest import People
from tests.clients.node_clients import run_script
from tests.clients.test_mastodon_py import picture
from tests.clients.test_owners import Pages


def test_masto_spends_its_first_hour(people: People) -> None:
    """Following, posting with a picture, editing, polls, streams, notices, lists, search, every page of a list."""
    run_script("first_hour.mjs", url=people.url, picture=base64.b64encode(picture()).decode(), **_tokens(people))


def test_masto_looks_into_every_corner(people: People) -> None:
    """What its other script has not asked: filters and their parts, people, lists, and what nobody does in an hour."""
    run_script("corners.mjs", url=people.url, picture=base64.b64encode(picture()).decode(), **_tokens(people))


def test_masto_asks_for_the_rest(people: People) -> None:
    """Whatever it can ask that its other scripts have not, and all its streams, with something announced."""
    with announced(people):
        run_script("rest.mjs", url=people.url, picture=base64.b64encode(picture()).decode(), **_tokens(people))


def test_megalodon_finds_everything(people: People) -> None:
    """All that it can ask, and its six streams, with something announced."""
    with announced(people):
        run_script("megalodon.mjs", url=people.url, picture=base64.b64encode(picture()).decode(), **_tokens(people))


@contextmanager
def announced(people: People) -> Iterator[None]:
    """Let the owner announce something for a while."""
    pages, pen = Pages(people), "/owner/announcements"
    pages.send(pen, pen, text="Sharks at five")
    token = {"authorization": f"Bearer {people.tokens['anna']}"}
    [made] = httpx.get(f"{people.url}/api/v1/announcements", headers=token, timeout=30).json()
    try:
        yield
    finally:
        pages.send(pen, f"{pen}/{made['id']}/delete")
        pages.close()


def _tokens(people: People) -> dict[str, str]:
    return {name: people.tokens[name] for name in ("anna", "bela", "cleo")}

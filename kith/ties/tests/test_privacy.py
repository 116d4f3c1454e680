"""What is between two people is theirs: no page, list, count, order or notice shows it to others, or to the other."""

import inspect
import re

import httpx
import pytest

from kith import ties
from kith.base.core.ids import Id
from kith.base.work import House
from kith.people import give_token
from kith.posts.tests.cast import ANA, BEN, CLEO, follow, gather_cast, jobs, say, sign_in
from kith.ties import (
    decline,
    hope_to_hear,
    keep_close,
    mark_parted,
    my_relations,
    my_ties,
    never_suggest,
    propose,
    record,
    set_not_close,
    set_suggested,
)
from kith.ties.model import Act, Past

PAGES = (
    "/", "/public", "/@ana", "/@ben", "/@ana/followers", "/@ben/following", "/people", "/people?sort=lately",
    "/people/following", "/people/waiting", "/people/unheard", "/people/long-time", "/@ana/us", "/@ben/us",
    "/@ana/line", "/notices", "/search?q=ana",
)  # fmt: skip
API = (
    f"/api/v1/accounts/{ANA}",
    f"/api/v1/accounts/{BEN}",
    f"/api/v1/accounts/{ANA}/statuses",
    f"/api/v1/accounts/{ANA}/following",
    f"/api/v1/accounts/relationships?id[]={ANA}&id[]={BEN}",
    f"/api/v1/accounts/familiar_followers?id[]={ANA}",
    "/api/v1/notifications",
    "/api/v1/timelines/home",
    "/api/v1/timelines/public",
    "/api/v2/search?q=a",
    "/api/kith/v1/ties",
    f"/api/kith/v1/ties/{ANA}",
    "/api/kith/v1/ties/relations",
    "/api/kith/v1/ties/waiting",
    "/api/kith/v1/ties/unheard",
    "/api/kith/v1/ties/long_unseen",
    "/api/kith/v1/birthdays",
)
_CHANGES_ANYWAY = re.compile(
    r'value="[0-9a-f]{16,}"|name="once" value="[^"]+"|'
    r'content="[0-9a-f]{16,}"|nonce-\S+|"[^"]*Z"|\d+ (seconds?|minutes?)'
)


@pytest.fixture(autouse=True)
async def _cast(house: House) -> None:
    await gather_cast(house)
    await follow(house, CLEO, ANA)
    await follow(house, CLEO, BEN)
    for person in (ANA, BEN):
        await say(house, person, "Good morning")


async def _world(house: House, client: httpx.AsyncClient, person: Id) -> dict[str, str]:
    """Read all that somebody can see, on pages and by an app."""
    await sign_in(house, client, person)
    seen = {}
    for path in PAGES:
        answer = await client.get(path, headers={"accept": "text/html"}, follow_redirects=True)
        seen[path] = f"{answer.status_code} {_CHANGES_ANYWAY.sub('', answer.text)}"
    async with house.work(actor=person) as work:
        token = await give_token(work, name="test")
    client.cookies.clear()
    for path in API:
        answer = await client.get(path, headers={"authorization": f"Bearer {token}"})
        seen[path] = f"{answer.status_code} {_CHANGES_ANYWAY.sub('', answer.text)}"
    return seen


async def _be_close(house: House) -> None:
    """Let Ana and Ben act towards each other, and Ben ask what they are."""
    for number in range(6):
        async with house.work(actor=ANA) as work:
            await record(
                work,
                [
                    Act(giver_id=giver, getter_id=getter, kind="letter", subject_id=Id(number + 1))
                    for giver, getter in ((ANA, BEN), (BEN, ANA))
                ],
            )
            await my_ties(work)
    async with house.work(actor=BEN) as work:
        await propose(work, ANA, "friend", Past())


async def _speak(house: House) -> None:
    """Let Ana say everything about Ben that one can say, and no to what he asks."""
    async with house.work(actor=ANA) as work:
        await keep_close(work, BEN, 5)
        await set_not_close(work, BEN)
        await never_suggest(work, BEN)
        await mark_parted(work, BEN)
        await hope_to_hear(work, BEN)
        await set_suggested(work, suggested=False)
        await decline(work, BEN, "friend")


@pytest.mark.parametrize("viewer", [CLEO, BEN])
async def test_others_see_nothing_of_a_tie_and_of_what_is_said_about_it(
    house: House, client: httpx.AsyncClient, viewer: Id
) -> None:
    """Byte for byte the same world as before: for a third person; and for the other of the two, who knows what the two
    did, but nothing of what is said about it.
    """
    if viewer == BEN:
        await _be_close(house)
    before = await _world(house, client, viewer)
    waiting = sorted(set(await jobs(house)))
    if viewer != BEN:
        await _be_close(house)
    await _speak(house)
    assert await _world(house, client, viewer) == before
    assert sorted(set(await jobs(house))) == waiting
    async with house.reading(actor=viewer) as work:
        assert [one.person_id for one in await my_ties(work)] == ([ANA] if viewer == BEN else [])
        assert [one.state for one in await my_relations(work)] == (["waiting"] if viewer == BEN else [])


def test_nobody_can_ask_for_the_ties_of_another() -> None:
    """Everything at the front door reads those of whoever acts: none takes whose they shall be."""
    for name in ties.__all__:
        thing = getattr(ties, name)
        if inspect.iscoroutinefunction(thing):
            names = list(inspect.signature(thing).parameters)
            assert names[0] in ("work", "house"), name
            assert not {"owner_id", "reader_id", "person_id", "viewer", "actor"} & set(names), name

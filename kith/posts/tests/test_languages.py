"""Reading somebody in some of their languages, from the page."""

import httpx

from kith.base.core.ids import Id
from kith.base.work import House
from kith.people.actions.follows import follow
from kith.people.store import relation
from kith.people.tests.cast_of_relations import ANA, BEN, act, gather, sign_in
from kith.people.tests.test_relation_pages import _send
from kith.posts.actions import publish
from kith.posts.model import Words

PLACE = "/@ana/languages"


async def _languages(house: House, person: Id) -> tuple[str, ...] | None:
    async with house.reading() as work:
        return (await relation(work.db, person, ANA, work.now)).languages


async def test_one_chooses_among_those_they_write_in(house: House, client: httpx.AsyncClient) -> None:
    """All of them is every language, also what comes later; none at all is no choice; what nobody speaks is refused."""
    await gather(house)
    for language in ("de", "pt", None):
        await act(house, ANA, publish, Words(text="Words", language=language))
    await act(house, ANA, publish, Words(text="Hush", language="fr", audience="mentioned"))
    await sign_in(house, client, BEN)
    assert (await client.get(PLACE)).status_code == 403
    await act(house, BEN, follow, ANA)
    shown = (await client.get(PLACE)).text
    assert 'value="de" checked' in shown
    assert 'value="fr"' not in shown
    assert (await _send(client, PLACE, PLACE, **{"languages[]": "de"})).status_code == 303
    assert await _languages(house, BEN) == ("de",)
    assert (await _send(client, PLACE, PLACE)).status_code == 422
    assert (await _send(client, PLACE, PLACE, **{"languages[]": "?"})).status_code == 422
    assert await _languages(house, BEN) == ("de",)
    await _send(client, PLACE, PLACE, **{"languages[]": ["de", "pt"]})
    assert await _languages(house, BEN) is None

"""A poll or a quote for few is no post for others: no list of posts has it, on pages or for apps."""

from collections.abc import Callable, Mapping
from typing import Any

import httpx
import pytest

from kith.base.work import House
from kith.gateways.mastodon.tests.asking import asker
from kith.notices.tests.scene import run_jobs
from kith.posts.tests.cast import ANA, BEN, CLEO, DAN, say, sign_in

WORD = "quincejam"  # in the words and in a hashtag
PAGES: tuple[str, ...] = (
    "/",
    "/?order=newest",
    "/@ana",
    "/@ana/replies",
    "/@ana/pictures",
    "/@ana/tagged/quincejam",
    "/tags/quincejam",
)
PAGES += ("/tags",)
LISTS: tuple[str, ...] = (
    "timelines/home",
    "timelines/public",
    "timelines/tag/quincejam",
    "accounts/11/statuses",
    "trends/statuses",
)
LISTS += ("accounts/11/statuses?tagged=quincejam", "accounts/11/featured_tags", "trends/tags", "trends/links")

Body = Mapping[str, Any]


def _poll(_quoted: str) -> Body:
    return {"poll": {"options": ["six", "seven"], "expires_in": 3600}}


def _quote(quoted: str) -> Body:
    return {"quoted_status_id": quoted}


@pytest.mark.parametrize("what", [_poll, _quote])
async def test_what_is_for_few_stands_in_no_list_of_posts(
    house: House, client: httpx.AsyncClient, what: Callable[[str], Body]
) -> None:
    """Neither for its author, nor for whom it is for, nor for whoever follows the two; it stands in their talk."""
    ask = await asker(house)
    quoted = await say(house, BEN, "Jam for all")
    body = {"status": f"@ben {WORD} #{WORD}", "visibility": "direct", **what(str(quoted.id))}
    made = (await ask(ANA, "POST", "/api/v1/statuses", body)).json()
    assert (made["visibility"], f"#{WORD}" in made["content"] or WORD in made["content"]) == ("direct", True)
    await run_jobs(house)
    for person in (ANA, BEN, CLEO, DAN):
        for path in LISTS:
            assert made["id"] not in (await ask(person, "GET", f"/api/v1/{path}")).text, path
        await sign_in(house, client, person)
        for path in PAGES:
            shown = (await client.get(path)).text
            assert f'data-href="/@ana/{made["id"]}"' not in shown, path  # no card; Home says above that there is talk
    for person, status in ((ANA, 200), (BEN, 200), (CLEO, 404), (DAN, 404)):
        one = f"/api/v1/statuses/{made['id']}"
        assert (await ask(person, "GET", one)).status_code == status
        assert (await ask(person, "GET", f"{one}/context")).status_code == status
        await sign_in(house, client, person)
        assert (await client.get(f"/@ana/{made['id']}")).status_code == status
        for path in ("/talk/threads", f"/search?q={WORD}"):  # whoever has it finds it again
            assert (made["id"] in (await client.get(path)).text) == (status == 200), path
    found = (await ask(CLEO, "GET", f"/api/v2/search?q={WORD}")).json()
    assert (found["statuses"], [one["name"] for one in found["hashtags"]]) == ([], [])
    assert (await ask(CLEO, "GET", f"/api/v1/statuses/{quoted.id}/quotes")).json() == []

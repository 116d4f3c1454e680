"""What the site answers where no page is."""

from dataclasses import replace

import httpx

from kith.app import make_site
from kith.base.storage.database import Database
from kith.base.work import House


async def test_the_address_of_a_form_is_no_blank_page(house: House, client: httpx.AsyncClient) -> None:
    """Whoever opens it is told so, with a way on; a program reads the status and what there is."""
    page = await client.get("/sign-out", headers={"accept": "text/html"})
    assert (page.status_code, page.headers["allow"]) == (405, "POST")
    assert "Nothing was changed." in page.text
    assert 'href="/"' in page.text
    answer = await client.get("/sign-out", headers={"accept": "application/json"})
    assert (answer.status_code, answer.headers["allow"], answer.text) == (405, "POST", "")


async def test_who_finds_no_connection_is_told_so(house: House) -> None:
    """Nobody waits for ever: with 503 and when to come again, in words or as JSON; afterwards all is as before."""
    assert house.settings.database_url is not None
    database = await Database.open(house.settings.database_url, connections_max=1, acquire_timeout_s=0.01)
    site = make_site(replace(house, database=database))
    try:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app=site), base_url="http://kith.test") as client:
            taken = await database.connections.take()
            page, data = "text/html", "application/json"
            for path, accept in (("/public", page), ("/no/such/page", page), ("/api/v1/timelines/public", data)):
                answer = await client.get(path, headers={"accept": accept})
                assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
                assert "try again in a moment" in answer.text
                assert ("<h1>That did not work</h1>" in answer.text) == (accept == page)
            await database.connections.give_back(taken)
            assert (await client.get("/public", headers={"accept": "text/html"})).status_code == 200
    finally:
        await database.close()

"""What the site answers where no page is."""

import httpx

from kith.base.work import House


async def test_the_address_of_a_form_is_no_blank_page(house: House, client: httpx.AsyncClient) -> None:
    """Whoever opens it is told so, with a way on; a program reads the status and what there is."""
    page = await client.get("/sign-out", headers={"accept": "text/html"})
    assert (page.status_code, page.headers["allow"]) == (405, "POST")
    assert "Nothing was changed." in page.text
    assert 'href="/"' in page.text
    answer = await client.get("/sign-out", headers={"accept": "application/json"})
    assert (answer.status_code, answer.headers["allow"], answer.text) == (405, "POST", "")

"""A website proves that it is an organisation's: by a link on the page, or a line in a file of its own."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from kith.base.core.errors import Invalid
from kith.base.outside.tests.server import saying, serving
from kith.base.work import House
from kith.cards.tests.test_cards import Web
from kith.organisations import About, find_organisation, tell_about
from kith.organisations.rules.websites import normal_website, same_site, says_me
from kith.organisations.tests.scene import Clinic, a_clinic
from kith.worker import run_everything_due

PROFILE = "http://kith.test/@clinic"


@pytest_asyncio.fixture
async def site() -> AsyncIterator[Web]:
    """A website."""
    web = Web()
    async with serving(web.answer) as web.server:
        yield web


async def looked_at(house: House, clinic: Clinic, website: str) -> tuple[str, str]:
    """Name a website, let the worker look, and give what came of it."""
    async with house.work(actor=clinic.owner) as work:
        await tell_about(work, clinic.id, About(website=website))
    await run_everything_due(house)
    async with house.reading() as work:
        found = await find_organisation(work.db, clinic.id)
    assert found is not None
    return found.website_state, found.website_said


async def test_a_link_with_rel_me_proves_it(house: House, site: Web) -> None:
    """To the organisation's own page, and to no other."""
    clinic = await a_clinic(house)
    other = site.page("/other", "", body='<a rel="me" href="http://kith.test/@samira">us</a>')
    assert (await looked_at(house, clinic, other))[0] == "failed"
    plain = site.page("/plain", "", body=f'<a href="{PROFILE}">us</a>')
    assert (await looked_at(house, clinic, plain))[0] == "failed"
    ours = site.page("/", "", body=f'<a rel="noopener me" href="{PROFILE}/">us</a>')
    assert await looked_at(house, clinic, ours) == ("verified", "")


async def test_a_line_in_the_well_known_file_proves_it(house: House, site: Web) -> None:
    """Where the page itself cannot be changed."""
    clinic = await a_clinic(house)
    site.pages["/.well-known/kith.txt"] = saying(f"# who we are\n{PROFILE}\n".encode(), kind="text/plain")
    assert (await looked_at(house, clinic, site.page("/", "")))[0] == "verified"


async def test_another_website_is_another_proof(house: House, site: Web) -> None:
    """What was proved of one is not said of the next."""
    clinic = await a_clinic(house)
    ours = site.page("/", "", body=f'<a rel="me" href="{PROFILE}">us</a>')
    assert (await looked_at(house, clinic, ours))[0] == "verified"
    state, said = await looked_at(house, clinic, site.url("/nothing"))
    assert state == "failed"
    assert said


@pytest.mark.parametrize(
    "text", ["javascript:alert(1)", "ftp://clinic.example", "https://", "https://a b", "http://u:p@x.example"]
)
def test_what_is_no_page_of_the_web_is_refused(text: str) -> None:
    """In words, before anything is asked."""
    with pytest.raises(Invalid):
        normal_website(text, length_max=300)


def test_where_a_page_sends_one_vouches_for_nobody() -> None:
    """An open redirect would else lend its name; `www.` alone is the same house."""
    assert same_site("https://www.clinic.example/", "https://clinic.example/a")
    assert not same_site("https://evil.example/", "https://clinic.example/?to=evil.example")


def test_hostile_html_says_nothing() -> None:
    """It is read to its bound, whatever it is."""
    assert not says_me("<a " * 50_000 + "<!--" * 20_000, PROFILE)

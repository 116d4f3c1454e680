"""Search finds what one may see."""

import httpx
import pytest

from kith.base.work import House
from kith.people import JoinForm, begin_session, join
from kith.posts import publish
from kith.posts.model import Words


@pytest.fixture
async def signed_in(house: House, client: httpx.AsyncClient) -> httpx.AsyncClient:
    """Ben, signed in, in a village where Ana has said three things."""
    async with house.work() as work:
        ana = await join(work, JoinForm(handle="ana", name="Ana Duarte", password="a long table"))
        ben = await join(work, JoinForm(handle="ben", password="a longer table"))
        work.actor = work.hand = ana.id
        for text, audience in (("Quinces for all #quince", "everyone"), ("Quinces for some", "followers")):
            await publish(work, Words(text=text, audience=audience))  # type: ignore[arg-type]
        key = await begin_session(work, ben.id, user_agent="")
    client.cookies.set("kith_session", key.written("."))
    return client


async def test_people_hashtags_and_posts_are_found(signed_in: httpx.AsyncClient) -> None:
    """One word finds all three kinds."""
    assert "Ana Duarte" in (await signed_in.get("/search", params={"q": "duarte"})).text
    found = (await signed_in.get("/search", params={"q": "quinces"})).text
    assert "Quinces for all" in found
    assert 'href="/tags/quince"' in (await signed_in.get("/search", params={"q": "quin"})).text


async def test_what_is_for_others_is_not_found(signed_in: httpx.AsyncClient) -> None:
    """The same word, in a post for followers."""
    assert "Quinces for some" not in (await signed_in.get("/search", params={"q": "quinces"})).text


@pytest.mark.parametrize(
    "words", ["", '"', "' OR 1=1 --", "%", "\\", "{{7*7}}", "<b>", "a" * 100, "and or -", "\u202e"]
)
async def test_any_words_are_taken(signed_in: httpx.AsyncClient, words: str) -> None:
    """Whatever is typed, the page answers, and shows it as text."""
    answer = await signed_in.get("/search", params={"q": words})
    assert answer.status_code == 200
    assert "<b>" not in answer.text
    assert "49" not in answer.text.partition("<main")[2].partition("</form>")[0]


async def test_too_many_words_are_refused_in_words(signed_in: httpx.AsyncClient) -> None:
    """Past the bound it says so."""
    assert (await signed_in.get("/search", params={"q": "a" * 101})).status_code == 422

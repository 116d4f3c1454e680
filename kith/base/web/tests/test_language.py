"""Which language a page speaks."""

import httpx
import pytest

from kith.base.web.language import choose, direction_of
from kith.base.work import House


@pytest.mark.parametrize(
    ("chosen", "wished", "language"),
    [
        ("ar", "en", "ar"),
        (None, "ar", "ar"),
        (None, "ar-EG,en;q=0.5", "ar"),
        (None, "en;q=0.5, ar;q=0.9", "ar"),
        (None, "xx,yy;q=0.1", "en"),
        ("xx", "ar", "ar"),
        (None, "", "en"),
        (None, ";q=,q;=;;,\x00", "en"),
    ],
)
def test_a_choice_goes_before_what_the_browser_asks(chosen: str | None, wished: str, language: str) -> None:
    """And English stands in for what Kith does not speak."""
    assert choose(chosen, wished) == language


def test_arabic_runs_from_right_to_left() -> None:
    """The page says so, and everything on it turns."""
    assert (direction_of("ar"), direction_of("en")) == ("rtl", "ltr")


async def test_a_passer_by_is_spoken_to_as_their_browser_asks(house: House, client: httpx.AsyncClient) -> None:
    """The words, the language and the direction go together."""
    page = await client.get("/sign-in", headers={"accept-language": "ar-SA"})
    assert '<html lang="ar" dir="rtl"' in page.text
    assert "أهلًا بعودتك" in page.text


async def test_a_refusal_is_in_the_same_language_as_its_page(house: House, client: httpx.AsyncClient) -> None:
    """Not half in one and half in another."""
    page = await client.get("/nowhere", headers={"accept-language": "ar"})
    assert page.status_code == 404
    assert "لا شيء هنا" in page.text
    assert "nothing here" not in page.text

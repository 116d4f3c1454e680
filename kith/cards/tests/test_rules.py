"""The pure rules of link cards."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from kith.base.core.ids import Id
from kith.cards.model import NAME_MAX, TITLE_MAX, WORDS_MAX, LinkCard
from kith.cards.rules import (
    Embedded,
    Said,
    address_of,
    card_from,
    card_id_of,
    first_address,
    is_due,
    read_embedded,
    read_said,
)

NOW = datetime(2026, 5, 1, tzinfo=UTC)
PAGE = "https://mill.example/evenings/one"
CARD = LinkCard(id=Id(1), address=PAGE, asked_at=NOW)


@pytest.mark.parametrize(
    ("link", "address"),
    [
        ("https://Mill.Example", "https://mill.example/"),
        ("https://mill.example:443/a#b", "https://mill.example/a"),
        ("http://mill.example:80/a?b=1#c", "http://mill.example/a?b=1"),
        ("https://mühle.example/brot und salz", "https://xn--mhle-0ra.example/brot%20und%20salz"),
        ("https://mill.example./a", "https://mill.example/a"),
        ("ftp://mill.example/", None),
        ("javascript:alert(1)", None),
        ("https://ana:secret@mill.example/", None),
        ("https://mill.example/" + "x" * 2000, None),
        ("https://", None),
        ("https://[::1", None),
        ("", None),
    ],
)
def test_an_address_has_one_form(link: str, address: str | None) -> None:
    """What no server should be asked has none."""
    assert address_of(link) == address


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("No link, #tag, @ana, @jo@hav.example", None),
        ("https://kith.example/@ana/1 https://kith.example:443/x", None),
        ("https://kith.example/@ana and https://mill.example/a.", "https://mill.example/a"),
        ("https://KITH.example/ (https://mill.example/b)", "https://mill.example/b"),
        ("https://sub.kith.example/", "https://sub.kith.example/"),
        ("http://user:pass@mill.example/ https://mill.example/c", "https://mill.example/c"),
    ],
)
def test_the_first_link_that_leads_away_is_found(text: str, address: str | None) -> None:
    """This server's own pages, names and hashtags are none."""
    assert first_address(text, domain="kith.example") == address


def test_the_id_of_an_address_is_known_to_this_server_alone() -> None:
    """The same each time, another on another server, and an id in any case."""
    one, again, other = card_id_of(PAGE, b"a" * 32), card_id_of(PAGE, b"a" * 32), card_id_of(PAGE, b"b" * 32)
    assert one == again != other
    assert 0 < one < 2**63


def _card(embedded: Embedded | None = None, **said: object) -> tuple[LinkCard, list[str]]:
    return card_from(CARD, Said(**said), embedded or Embedded(), url=PAGE, now=NOW)  # type: ignore[arg-type]


def test_long_words_are_cut_between_words() -> None:
    """Each within its column, however long it comes."""
    card, _pictures = _card(
        meta={
            "og:title": "word " * 5_000, "og:description": "x" * 100_000, "og:site_name": "y" * 5_000,
            "author": "z" * 5_000,
        }
    )  # fmt: skip
    assert card.title.endswith("word…")
    assert [len(one) for one in (card.words, card.provider, card.author)] == [WORDS_MAX, NAME_MAX, NAME_MAX]
    assert len(card.title) <= TITLE_MAX


def test_addresses_that_cannot_be_asked_are_left_out() -> None:
    """A page may write anything where an address should stand."""
    embedded = Embedded(provider_url="javascript:alert(1)", author_url="//hav.example/jo", thumbnail_url="data:,x")
    card, pictures = _card(
        embedded, meta={"og:image": "file:///etc/passwd", "twitter:image": "../table.png"}, icon="http://a b/"
    )
    assert (card.provider_url, card.author_url) == ("", "https://hav.example/jo")
    assert pictures == ["https://mill.example/table.png"]


def test_pictures_are_found_from_where_the_page_says_it_is() -> None:
    """Its `<base>` counts, as in a browser."""
    _found, pictures = _card(base="https://files.example/a/", meta={"og:image": "b.png"})
    assert pictures == ["https://files.example/a/b.png"]


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2026-04-30T12:00:00Z", datetime(2026, 4, 30, 12, tzinfo=UTC)),
        ("2026-04-30T12:00:00+02:00", datetime(2026, 4, 30, 10, tzinfo=UTC)),
        ("2026-04-30", datetime(2026, 4, 30, tzinfo=UTC)),
        ("2126-04-30", None),
        ("0001-01-01T00:00:00+14:00", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_when_it_was_published(text: str, instant: datetime | None) -> None:
    """Nothing that lies ahead, and nothing before there were pages."""
    card, _pictures = _card(meta={"article:published_time": text})
    assert card.published_at == instant


@pytest.mark.parametrize(("text", "language"), [("en_GB", "en-GB"), ("de", "de"), ("<b>", None), ("x" * 99, None)])
def test_which_language_it_is_in(text: str, language: str | None) -> None:
    """As browsers write it, or none."""
    card, _pictures = _card(language=text)
    assert card.language == language


@pytest.mark.parametrize(
    ("meta", "embedded", "kind"),
    [
        ({}, "", "link"),
        ({"og:type": "video.other"}, "", "video"),
        ({"og:video": "x"}, "", "video"),
        ({}, "photo", "photo"),
        ({}, "rich", "rich"),
        ({"og:type": "article"}, "nonsense", "link"),
    ],
)
def test_what_kind_of_page_it_is(meta: dict[str, str], embedded: str, kind: str) -> None:
    """As it says itself."""
    assert _card(Embedded(type=embedded), meta=meta)[0].kind == kind


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"null", b"{", b'{"title": 1, "type": ["x"]}', b"\xff", b"[" * 100_000, b'{"title": {"a": 1}}']
)
def test_an_answer_that_is_none_harms_nothing(body: bytes) -> None:
    """What is no text in it is not there."""
    assert read_embedded(body) in (None, Embedded())
    assert read_said(body) in (None, Said())


@pytest.mark.parametrize(
    ("state", "failures", "hours", "due"),
    [
        ("known", 0, 24 * 7 - 1, False),
        ("known", 0, 24 * 7, True),
        ("known", 1, 1, True),
        ("silent", 1, 0.9, False),
        ("silent", 1, 1, True),
        ("silent", 2, 5, False),
        ("silent", 3, 24, True),
        ("silent", 40, 24 * 7 - 1, False),
        ("silent", 40, 24 * 7, True),
        ("wanted", 0, 5, False),
        ("wanted", 0, 6, True),
    ],
)
def test_when_a_page_is_read_again(state: str, failures: int, hours: float, due: bool) -> None:  # noqa: FBT001 - a table
    """The more often it failed, the longer it is left alone."""
    card = msgspec.structs.replace(CARD, state=state, failures=failures)
    assert is_due(card, now=NOW + timedelta(hours=hours)) == due

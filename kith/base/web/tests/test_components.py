"""The components themselves: all of them rendered with samples, without a database."""

import re
from collections import Counter
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from markupsafe import Markup

from kith.base.web.bundle import icon_markup, make_assets
from kith.base.web.page import Pages
from kith.base.web.shown import GLOBALS
from kith.base.web.style.samples import samples

NOW = datetime(2026, 11, 23, 18, 40, tzinfo=UTC)


@pytest.fixture(scope="module")
def pages() -> Pages:
    """The templates, as the site has them."""
    assets = make_assets()
    sprite = assets["icons.svg"].url

    def icon(name: str, label: str | None = None) -> Markup:
        return icon_markup(sprite, name, label)

    own = {"asset": lambda name: assets[name].url, "icon": icon}
    return Pages([], GLOBALS | own, check_for_changes=False)


def _shell(**more: object) -> SimpleNamespace:
    me = SimpleNamespace(id=7, handle="mara", domain=None, name="Mara", avatar=None, kind="person", pronouns="she/her")
    plain = {
        "csrf": "signed", "language": "en", "dir": "ltr", "theme": None, "path": "/style", "site_name": "Kith",
        "role": "owner", "mode": "development", "now": NOW, "me": me, "unread": 3, "unread_talks": 1, "mirror_is_on": 1,
        "unread_conversations": 1, "teams": 1, "team_offers": 1, "agreed": 1, "acting": None, "acted": None,
        "resting": None,
        "timezone": "UTC", "papers": (("/privacy", "Privacy"),),
    }  # fmt: skip
    return SimpleNamespace(**plain | more)


@pytest.mark.parametrize("visitor", [True, False])
def test_every_component_renders_for_members_and_for_visitors(pages: Pages, *, visitor: bool) -> None:
    """Strict templates: a name that is missing is an error here and not on somebody's page."""
    shell = _shell(me=None, role=None) if visitor else _shell()
    html = pages.render("components/style.html", page=samples(NOW), shell=shell)
    assert ("shell--guest" in html) == visitor
    assert not re.search(r"\sstyle=|\son[a-z]+=\"|javascript:", html)
    assert 'src="http' not in html


def test_an_id_stands_once_on_a_page(pages: Pages) -> None:
    """Labels and live updates find their element by it."""
    html = pages.render("components/style.html", page=samples(NOW), shell=_shell())
    twice = [found for found, times in Counter(re.findall(r'\sid="([^"]+)"', html)).items() if times > 1]
    assert twice == []


def test_every_form_that_changes_something_is_signed(pages: Pages) -> None:
    """A form that forgot would be refused only when somebody presses it."""
    html = pages.render("components/style.html", page=samples(NOW), shell=_shell())
    for form in re.findall(r"<form[^>]*method=\"post\".*?</form>", html, re.DOTALL):
        assert 'name="csrf" value="signed"' in form


@pytest.mark.parametrize("status", [401, 403, 404, 422, 429, 500])
def test_a_failure_has_a_page(pages: Pages, status: int) -> None:
    """It says what happened and offers a way on, and what it says stays text."""
    content = {"status": status, "text": "Nothing is lost. <b>"}
    html = pages.render("components/error.html", page=content, shell=_shell(me=None, role=None))
    assert "Nothing is lost. &lt;b&gt;" in html
    assert "<b>" not in pages.render("components/error_fragment.html", page=content | {"field": None}, shell=_shell())


def test_a_page_without_a_database_needs_words_alone(pages: Pages) -> None:
    """What says that something broke must not break of it."""
    shell = SimpleNamespace(language="ar", dir="rtl", theme=None, site_name="Kith")
    content = {"status": 500, "text": "Nothing is lost. <b>", "again": ""}
    html = pages.render("components/bare.html", page=content, shell=shell)
    assert 'dir="rtl"' in html
    assert "Nothing is lost. &lt;b&gt;" in html


def test_the_offline_page_holds_nobodys_name(pages: Pages) -> None:
    """A browser keeps it for whoever comes next."""
    assert "Mara" not in pages.render("components/offline.html", page=None, shell=_shell())

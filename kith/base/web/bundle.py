"""What every page loads: one style sheet, one script, htmx, the icons, the typefaces; made in memory at start.

No build step: the files of `styles/` and each feature's `style.css` are joined, and so are the scripts. What only some
pages need lies in `later/`, here or in a feature: each file is an asset of its own, a script there a module. The
address of each holds a hash of its content, so a browser may keep it for ever.
"""

import gzip
import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from markupsafe import Markup

from kith.base.core.errors import KithError
from kith.base.web.icons import ICONS, TURNING
from kith.base.web.language import available
from kith.base.web.vendor import COPIED, VENDOR

HERE = Path(__file__).parent
KITH = HERE.parents[1]

ICONS_KEPT = 2_000  # drawn, with their labels in a few languages; a page draws three hundred
LAYERS = ("reset", "tokens", "base", "components", "features", "utilities")
_KINDS = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".woff2": "font/woff2",
}
# Of `base.js`: what modules may import.
SHARED = ("allIn", "morph", "on", "say", "shown", "tell", "typing", "whenShown")
_PACKED_ALREADY = {".png", ".woff2"}


_SET_UP = "Run bin/setup, or: python -m kith.base.web.vendor"


class NotSetUp(KithError):
    """The set-up has not fetched the pages' libraries; the text says what to run."""


@dataclass(frozen=True)
class Asset:
    """One file as it goes out. `packed` is its gzip, where that is smaller."""

    name: str
    kind: str
    content: bytes
    packed: bytes | None
    hash: str

    @property
    def url(self) -> str:
        """Give the address, which changes with the content."""
        return f"/assets/{self.hash}/{self.name}"


def check_set_up(vendor: Path = VENDOR) -> None:
    """Raise `NotSetUp` where something is missing without which no page can be served."""
    if not (vendor / "stamp").is_file():
        raise NotSetUp(f"The pages' libraries are not there yet. {_SET_UP}")
    if missing := sorted(name for name in (*COPIED, "icons.svg") if not (vendor / name).is_file()):
        raise NotSetUp(f"Of the pages' libraries some are missing: {', '.join(missing)}. {_SET_UP}")
    drawn = set(re.findall(r'<symbol id="([^"]+)"', (vendor / "icons.svg").read_text(encoding="utf-8")))
    if not drawn.issuperset(ICONS):
        raise NotSetUp(f"There are new icons since the set-up: {', '.join(sorted(set(ICONS) - drawn))}. {_SET_UP}")
    for language in available():
        if not (vendor / f"emoji-{language}.json").is_file():
            raise NotSetUp(f"The names of emoji are not there in all languages ({language}). {_SET_UP}")


def make_assets(kith: Path = KITH, vendor: Path = VENDOR) -> dict[str, Asset]:
    """Make all assets, by name. Raises `NotSetUp` when the libraries are not there."""
    check_set_up(vendor)
    made: dict[str, Asset] = {}
    for path in [*sorted((HERE / "static").glob("*.*")), *sorted(vendor.glob("*.*"))]:
        if path.suffix in _KINDS and path.name not in ("axe.min.js", "htmx.js", "idiomorph.js"):
            made[path.name] = _asset(path.name, path.read_bytes())
    made["htmx.js"] = _asset("htmx.js", _joined(vendor / name for name in ("htmx.js", "idiomorph.js")))
    made["kith.js"] = _asset("kith.js", _script(kith).encode())
    made["kith.css"] = _asset("kith.css", _style(kith, made).encode())
    later = {path.name: path for folder in (HERE, *sorted(kith.glob("*"))) for path in sorted(folder.glob("later/*.*"))}
    assert not later.keys() & made.keys(), "two assets have the same name"
    for name in later:
        _add_later(name, later, made)
    return made


@lru_cache(maxsize=ICONS_KEPT)
def icon_markup(sprite_url: str, name: str, label: str | None = None) -> Markup:
    """Draw an icon. Without a label it is an ornament beside a word, and silent."""
    assert name in ICONS, f"{name} is not in kith/base/web/icons.py"
    turning = " icon--turning" if name in TURNING else ""
    if label is None:
        return Markup('<svg class="icon{}" aria-hidden="true"><use href="{}#{}"></use></svg>').format(
            turning, sprite_url, name
        )
    return Markup('<svg class="icon{}" role="img" aria-label="{}"><use href="{}#{}"></use></svg>').format(
        turning, label, sprite_url, name
    )


def _asset(name: str, content: bytes) -> Asset:
    suffix = Path(name).suffix
    packed = None if suffix in _PACKED_ALREADY else gzip.compress(content, 9, mtime=0)
    if packed is not None and len(packed) >= len(content):
        packed = None
    return Asset(name, _KINDS[suffix], content, packed, hashlib.sha256(content).hexdigest()[:16])


def _style(kith: Path, assets: Mapping[str, Asset]) -> str:
    """Join the style sheets: the base's, then each feature's. `asset(x)` becomes the address of `x`."""
    files = [*sorted((HERE / "styles").glob("*.css")), *sorted(kith.glob("*/style.css"))]
    sheets = "\n".join(path.read_text(encoding="utf-8") for path in files)
    sheets = re.sub(r"/\*.*?\*/\n?", "", sheets, flags=re.DOTALL)
    sheets = re.sub(r"asset\(([\w.-]+)\)", lambda found: f'url("{assets[found[1]].url}")', sheets)
    return f"@layer {', '.join(LAYERS)};\n{sheets}"


def _script(kith: Path) -> str:
    """Join the scripts into one module. Each is a block of its own; only `base.js` shares its names."""
    shared = HERE / "scripts" / "base.js"
    others = [*sorted((HERE / "scripts").glob("*.js")), *sorted(kith.glob("*/script.js"))]
    blocks = [
        f"{{\n{path.read_text(encoding='utf-8')}}}\n" for path in others if path.name not in ("base.js", "worker.js")
    ]
    return f"{shared.read_text(encoding='utf-8')}{''.join(blocks)}export {{ {', '.join(SHARED)} }};\n"


def _add_later(name: str, later: Mapping[str, Path], made: dict[str, Asset]) -> None:
    """Make what only some pages load, behind all that it names itself: `"asset:x"` becomes the address of `x`."""
    if name in made:
        return
    text = later[name].read_text(encoding="utf-8")
    for needed in re.findall(r'"asset:([\w.-]+)"', text):
        _add_later(needed, later, made)
    text = re.sub(r'"asset:([\w.-]+)"', lambda found: f'"{made[found[1]].url}"', text)
    made[name] = _asset(name, text.encode())


def _joined(paths: Iterable[Path]) -> bytes:
    return b";\n".join(path.read_bytes() for path in paths)

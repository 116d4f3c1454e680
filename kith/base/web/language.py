"""Which language a request speaks: the person's choice, else the browser's wish, else English."""

from functools import cache, lru_cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

from babel import Locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALES = Path(__file__).parents[2] / "locale"
DEFAULT = "en"


@cache
def available() -> tuple[str, ...]:
    """List the languages that Kith's pages speak, English first."""
    return (DEFAULT, *sorted(path.parent.parent.name for path in LOCALES.glob("*/LC_MESSAGES/kith.po")))


@cache
def translations_for(language: str) -> NullTranslations:
    """Load the sentences of a language. They are compiled from the `.po` file itself: no build step to forget."""
    path = LOCALES / language / "LC_MESSAGES" / "kith.po"
    if language == DEFAULT or not path.is_file():
        return NullTranslations()
    with path.open("rb") as source:
        catalogue = read_po(source, locale=language)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return GNUTranslations(compiled)


@cache
def direction_of(language: str) -> str:
    """Tell `ltr` or `rtl`."""
    return Locale.parse(language, sep="-").text_direction


def choose(chosen: str | None, accept_language: str) -> str:
    """Pick a language that Kith speaks."""
    return str(chosen) if chosen in available() else _wished(accept_language[:200])


@lru_cache(maxsize=1024)  # browsers and apps say one of a few things, again and again
def _wished(header: str) -> str:
    return next((wish for wish in _wishes(header) if wish in available()), DEFAULT)


def _wishes(header: str) -> list[str]:
    """Read Accept-Language (RFC 9110, 12.5.4), best first, each also by its main language alone."""
    weighed: list[tuple[float, str]] = []
    for part in header.split(","):
        tag, _, weight = part.strip().partition(";q=")
        try:
            quality = float(weight) if weight else 1.0
        except ValueError:
            continue
        weighed.append((quality, tag.strip().lower()))
    weighed.sort(key=lambda pair: -pair[0])
    return [name for _, tag in weighed for name in (tag, tag.partition("-")[0])]

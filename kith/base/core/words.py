"""Words for people, in the language they read.

Write `_("…")` around every sentence a person may see. The language is set once a request, at the edge, like the
paper a letter is written on: it never decides anything.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from gettext import GNUTranslations, NullTranslations

_translations: ContextVar[NullTranslations | None] = ContextVar("translations", default=None)


def gettext(message: str) -> str:
    """Give the sentence in the language of the request; in English where there is no translation."""
    translations = _translations.get()
    return message if translations is None else translations.gettext(message)


def ngettext(one: str, many: str, number: int) -> str:
    """Give the form of the sentence that fits the number."""
    translations = _translations.get()
    if translations is None:
        return one if number == 1 else many
    return translations.ngettext(one, many, number)


_ = gettext


def speaks_english() -> bool:
    """Tell whether sentences are given as they are written: for what English alone does."""
    return not isinstance(_translations.get(), GNUTranslations)


@contextmanager
def in_language(translations: NullTranslations) -> Iterator[None]:
    """Speak this language inside the block."""
    token = _translations.set(translations)
    try:
        yield
    finally:
        _translations.reset(token)

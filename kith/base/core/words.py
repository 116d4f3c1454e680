"""Words for people, in the language they read.

Write `_("…")` around every sentence a person may see. The language is set once a request, at the edge, like the
paper a letter is written on: it never decides anything.
"""

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


class in_language:  # noqa: N801 - it is written as `with in_language(…)`
    """Speak this language inside the block."""

    __slots__ = ("_before", "_translations")

    def __init__(self, translations: NullTranslations) -> None:
        self._translations = translations

    def __enter__(self) -> None:
        self._before = _translations.set(self._translations)

    def __exit__(self, *_error: object) -> None:
        _translations.reset(self._before)

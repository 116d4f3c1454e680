"""How templates call what they call. A page is some thousand calls of macros, sentences and icons; most of what they
cost was the looking at what is called, again each time.
"""

from functools import lru_cache
from types import FunctionType
from typing import Any

from jinja2.runtime import Context, Macro
from markupsafe import Markup

from kith.base.core import words

SENTENCES_KEPT = 10_000  # all sentences, in a few languages


class QuickContext(Context):
    """A context that knows the commonest two things that are called: a macro, and a plain function."""

    def call(__self, __obj: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: N805 - named as in Jinja, for its sake
        """Call what a template calls, as Jinja does."""
        kind = type(__obj)
        if kind is Macro:
            kwargs.pop("_block_vars", None)
            kwargs.pop("_loop_vars", None)
            return __obj(__self.eval_ctx, *args, **kwargs)
        if kind is FunctionType and not hasattr(__obj, "jinja_pass_arg"):
            kwargs.pop("_block_vars", None)
            kwargs.pop("_loop_vars", None)
            return __obj(*args, **kwargs)
        return super().call(__obj, *args, **kwargs)


def say(message: str, **variables: Any) -> Markup:
    """Give a sentence in the language of the request, with what is to stand in it, escaped."""
    said = words.gettext(message)
    return _as_markup(said) % variables if variables else _without_gaps(said)


@lru_cache(maxsize=SENTENCES_KEPT)
def _as_markup(said: str) -> Markup:
    return Markup(said)  # noqa: S704 - ours, or a translator's


@lru_cache(maxsize=SENTENCES_KEPT)
def _without_gaps(said: str) -> Markup:
    return _as_markup(said) % {}  # a percent sign stands there twice

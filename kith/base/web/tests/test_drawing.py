"""Templates call macros, sentences and functions as Jinja does; only sooner."""

import jinja2
import pytest

from kith.base.core import words
from kith.base.web.drawing import QuickContext, say

MACROS = """
{%- macro outer(word, times=1) %}<b>{{ word }}{{ caller() if caller }}</b>{% endmacro -%}
{%- set here = "set" -%}
"""


def draw(text: str, **values: object) -> str:
    """Draw one template, with what pages are given to call."""
    environment = jinja2.Environment(autoescape=True, extensions=["jinja2.ext.i18n"])
    environment.install_gettext_callables(words.gettext, words.ngettext, newstyle=True)  # type: ignore[attr-defined]
    environment.context_class = QuickContext
    environment.globals.update({"_": say, "gettext": say})
    return environment.from_string(MACROS + text).render(**values)


@pytest.mark.parametrize(
    ("template", "drawn"),
    [
        ("{{ _('Plain & simple') }}", "Plain & simple"),
        ("{{ _('100%% of %(name)s', name=name) }}", "100% of &lt;i&gt;"),
        ("{{ _('100%%') }}", "100%"),
        ("{% trans name=name %}Dear {{ name }}{% endtrans %}", "Dear &lt;i&gt;"),
        ("{{ outer(name, times=2) }}", "<b>&lt;i&gt;</b>"),
        ("{% call outer('a') %}{{ name }}{% endcall %}", "<b>a&lt;i&gt;</b>"),
        ("{% for one in [1, 2] %}{{ outer(one) }}{{ loop.cycle('x', 'y') }}{% endfor %}", "<b>1</b>x<b>2</b>y"),
        ("{{ shout(name) }}{{ here.upper() }}", "&lt;i&gt;!SET"),
        ("{{ counted() }}", "context: set"),
    ],
)
def test_what_a_template_calls_is_called_as_jinja_does(template: str, drawn: str) -> None:
    """Escaped once, with keywords, call blocks, loops, and the context where it is asked for."""

    @jinja2.pass_context
    def counted(context: jinja2.runtime.Context) -> str:
        return f"context: {context.resolve('here')}"

    assert draw(template, name="<i>", shout=lambda word: word + "!", counted=counted) == drawn


def test_what_is_not_there_is_not_called() -> None:
    """A name that nobody gave is a mistake of ours, and says so."""
    with pytest.raises(jinja2.UndefinedError):
        draw("{{ nobody() }}")

"""Nothing that a person reads stands in the code or a page without being marked for translation."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

KITH = Path(__file__).parents[2] / "kith"
# The style page is for those who build pages; the words of the village are its people's own.
NOT_FOR_PEOPLE = ("base/web/components/style", "base/web/components/htmx.html")
PAGES = [
    path
    for path in sorted(KITH.rglob("*.html"))
    if not str(path.relative_to(KITH)).startswith(NOT_FOR_PEOPLE) and "node_modules" not in path.parts
]
# What is said on a terminal is said in English, to who runs the server.
MODULES = [path for path in sorted(KITH.rglob("*.py")) if not {"tests", "cli"} & set(path.parts)]
ERRORS = {"KithError", "Refused", "Invalid", "Elsewhere", "TooMany", "TooLarge", "SignInFirst", "NotFound"}
READ_ALOUD = re.compile(r"""\s(?:title|alt|placeholder|aria-label|aria-description)=(["'])(.*?)\1""", re.DOTALL)
ATTRIBUTE = re.compile(r"""[\w-]+=(["']).*?\1""", re.DOTALL)
LETTERS = re.compile(r"(?<![/\w])[^\W\d_]{2,}")  # not the parts of an address


def _without_code(source: str) -> str:
    """Take out comments and what the template computes; what is left is said as it stands."""
    source = re.sub(r"\{#.*?#\}", " ", source, flags=re.DOTALL)
    source = re.sub(r"\{%.*?%\}", " ", source, flags=re.DOTALL)
    return re.sub(r"\{\{.*?\}\}", " ", source, flags=re.DOTALL)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(KITH)))
def test_a_page_says_nothing_unmarked(path: Path) -> None:
    """Between the elements, and in what a screen reader says."""
    source = _without_code(path.read_text(encoding="utf-8"))
    aloud = [words for _, words in READ_ALOUD.findall(source)]
    between = re.sub(r"<[^<>]*>", " ", ATTRIBUTE.sub(" ", source))
    found = {word for text in (*aloud, between) for word in LETTERS.findall(text)}
    assert found == set()


def _unmarked(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ERRORS and node.args:
            first = node.args[0]
            if isinstance(first, ast.JoinedStr) or (isinstance(first, ast.Constant) and isinstance(first.value, str)):
                yield f"line {node.lineno}: {ast.unparse(first)}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(KITH)))
def test_a_refusal_is_marked(path: Path) -> None:
    """`Refused(_("…"))`: it is read by the person who was refused."""
    assert list(_unmarked(ast.parse(path.read_text(encoding="utf-8")))) == []


def _formatted_first(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "_" and node.args:
            inner = node.args[0]
            if not (isinstance(inner, ast.Constant) and isinstance(inner.value, str)):
                yield f"line {node.lineno}: {ast.unparse(inner)}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(KITH)))
def test_a_sentence_is_looked_up_before_it_is_filled_in(path: Path) -> None:
    """`_("… {name}").format(name=…)`: with the name in it, no catalogue has the sentence."""
    assert list(_formatted_first(ast.parse(path.read_text(encoding="utf-8")))) == []

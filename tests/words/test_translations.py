"""Every sentence is said in every language that Kith speaks."""

import re
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

from kith.base.web.language import DEFAULT, available, direction_of, translations_for

ROOT = Path(__file__).parents[2]
LANGUAGES = [one for one in available() if one != DEFAULT]
HOLE = re.compile(r"%\((\w+)\)[sd]|\{(\w+)\}")
COUNTS = {"num", "count"}  # a language may have a word for none, one and two, and no need of the figure
NAMES = {"name", "server", "app", "words", "first", "second", "title"}


@cache
def sentences() -> frozenset[str | tuple[str, ...]]:
    """Find everything that is marked in the code and the pages, as bin/words does."""
    with (ROOT / "babel.cfg").open(encoding="utf-8") as source:
        methods, options = parse_mapping_cfg(source, filename="babel.cfg")
    keywords = {"_": None, "ngettext": (1, 2), "gettext": None}
    found = extract_from_dir(ROOT / "kith", methods, options, keywords=keywords)  # type: ignore[arg-type]
    return frozenset(message for _, _, message, _, _ in found if message)


@cache
def catalogue(language: str) -> Catalog:
    """Read the translations of one language."""
    with (ROOT / "kith" / "locale" / language / "LC_MESSAGES" / "kith.po").open("rb") as source:
        return read_po(source, locale=language)


def said(message: Message) -> list[str]:
    """Give all forms of a translation."""
    return list(message.string) if isinstance(message.string, (list, tuple)) else [message.string]


def holes(sentence: str) -> set[str]:
    """Give the names of what is filled in."""
    return {one or other for one, other in HOLE.findall(sentence)}


def test_there_is_a_language_that_runs_the_other_way() -> None:
    """Without one, nobody notices what is nailed to the left."""
    assert "rtl" in {direction_of(language) for language in LANGUAGES}
    assert len(sentences()) > 600


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_left_untranslated(language: str) -> None:
    """Not a page, not a refusal, not a mail. Run bin/words, then fill in what it adds."""
    known = {
        tuple(one.id) if isinstance(one.id, (list, tuple)) else one.id: one for one in catalogue(language) if one.id
    }
    missing = [one for one in sentences() if one not in known or not all(said(known[one])) or known[one].fuzzy]
    assert sorted(map(str, missing)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_fills_in_what_the_original_does(language: str) -> None:
    """A name that is lost is a sentence about nobody; one too many is an error in front of a person."""
    wrong = []
    for message in catalogue(language):
        if not message.id:
            continue
        many = isinstance(message.id, (list, tuple))
        wanted = holes(message.id[-1] if many else str(message.id))
        may_lack = COUNTS if many else set()
        wrong += [form for form in said(message) if not wanted - may_lack <= holes(form) <= wanted]
    assert wrong == []


@pytest.mark.parametrize("language", [one for one in LANGUAGES if direction_of(one) == "rtl"])
def test_names_keep_their_own_direction(language: str) -> None:
    """A Latin name in an Arabic sentence would drag the full stop behind it to the wrong side."""
    bare = re.compile(r"(?<!\u2068)(?:%\((?:{0})\)s|\{{(?:{0})\}})".format("|".join(sorted(NAMES))))
    assert [form for one in catalogue(language) if one.id for form in said(one) if bare.search(form)] == []


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "لا أحد ينتظر."),
        (1, "شخص واحد ينتظر."),
        (2, "شخصان ينتظران."),
        (7, "7 أشخاص ينتظرون."),
        (11, "11 شخصًا ينتظرون."),
        (99, "99 شخصًا ينتظرون."),
        (100, "100 شخص ينتظرون."),
        (103, "103 أشخاص ينتظرون."),
    ],
)
def test_arabic_counts_in_six_ways(number: int, words: str) -> None:
    """None, one, two, a few, many, and a hundred."""
    form = translations_for("ar").ngettext("%(num)d person is waiting.", "%(num)d people are waiting.", number)
    assert form.replace("%(num)d", str(number)) == words

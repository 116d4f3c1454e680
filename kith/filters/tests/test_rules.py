"""Which words meet which texts."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.base.core.errors import Invalid
from kith.base.core.ids import Id
from kith.filters.model import Filter, FilterKeyword, FilterPost, FilterWish, FullFilter
from kith.filters.rules import Sieve, Sought, any_of, check_keyword, check_wish
from tests.clock import BEGINNING

NOW = BEGINNING


def full(
    *keywords: str, whole: bool = True, posts: tuple[int, ...] = (), number: int = 1, ended: bool = False
) -> FullFilter:
    """Make a filter."""
    until = NOW - timedelta(seconds=1) if ended else None
    one = Filter(owner_id=Id(1), id=Id(number), title="x", contexts=("home",), expires_at=until, created_at=NOW)
    words = tuple(
        FilterKeyword(owner_id=Id(1), id=Id(place), filter_id=one.id, keyword=keyword, whole_word=whole)
        for place, keyword in enumerate(keywords)
    )
    places = tuple(FilterPost(owner_id=Id(1), id=Id(90 + post), filter_id=one.id, post_id=Id(post)) for post in posts)
    return FullFilter(filter=one, keywords=words, posts=places)


@pytest.mark.parametrize(
    ("keyword", "whole", "text", "meets"),
    [
        ("tea", True, "Tea, please", True),
        ("tea", True, "steam", False),
        ("tea", False, "steam", True),
        ("C++", True, "I write C++.", True),
        ("C++", True, "I write XC++", False),
        ("C++", True, "C++11", True),
        ("#choir", True, "Come to the #choir!", True),
        ("#choir", True, "Come to the #choirs", False),
        ("two words", True, "these TWO WORDS here", True),
        ("schön", True, "SCHÖN", True),
        ("شاي", True, "كوب شاي من فضلك", True),
        ("كتاب", True, "والكتاب جميل", False),
        ("كتاب", False, "والكتاب جميل", True),
        ("كتاب", True, "كِتَابٌ جميل", True),
        ("كِتاب", True, "كتـــاب جميل", True),
        ("ـ", False, "كتـــاب", False),
        ("שלום", True, "שָׁלוֹם לכם", True),
        ("कर", True, "तू कर अब", True),
        ("कर", True, "हम करें अब", False),
        ("कर", True, "सुकर है", False),
        ("कर", True, "तू कर।", True),
        ("政治", True, "中国政治问题", True),
        ("選挙", True, "総選挙の日", True),
        ("การเมือง", True, "ข่าวการเมืองวันนี้", True),
        ("GOP", True, "这是GOP的", True),
        ("GOP", True, "这是GOPs", False),
        ("❤️", True, "I ❤ you", True),
        ("❤", True, "I ❤️ you", True),
        ("#कर", True, "नया #कर", True),
        ("(a+)+$", False, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", False),
        (".*", False, "anything", False),
        ("😀", True, "so 😀!", True),
    ],
)
def test_a_keyword_is_text(keyword: str, text: str, *, whole: bool, meets: bool) -> None:
    """Whatever stands in it; a whole word ends where it begins or ends with a letter or digit."""
    assert bool(Sieve([full(keyword, whole=whole)]).find(text, Id(7), now=NOW)) is meets


def test_what_has_run_out_does_nothing() -> None:
    """It is there, and could be renewed."""
    assert Sieve([full("tea", ended=True)]).find("tea", Id(7), now=NOW) == ()


def test_it_says_by_what_it_met() -> None:
    """The keywords of each filter, and the post itself."""
    sieve = Sieve([full("tea", "cake", "rain"), full("pea", posts=(7,), number=2)])
    found = sieve.find("Tea and cake", Id(7), now=NOW)
    assert [(one.filter.id, one.keywords, one.post_id) for one in found] == [(1, ("tea", "cake"), None), (2, (), 7)]
    assert [one.filter.id for one in sieve.find("nothing of it", Id(7), now=NOW)] == [2]
    assert sieve.find("nothing of it", Id(8), now=NOW) == ()


@given(
    keywords=st.lists(st.text("ab-# ", min_size=1, max_size=4).filter(str.strip), max_size=5),
    text=st.text("ab-# .", max_size=30),
    whole=st.booleans(),
)
def test_the_sieve_agrees_with_looking_for_each(keywords: list[str], text: str, *, whole: bool) -> None:
    """One expression of all of them overlooks nothing, and finds nothing that is not there."""
    found = Sieve([full(*keywords, whole=whole)]).find(text, Id(7), now=NOW)
    met = {keyword for one in found for keyword in one.keywords}
    assert met == {keyword for keyword in keywords if _naive(keyword, text, whole=whole)}


def _naive(keyword: str, text: str, *, whole: bool) -> bool:
    for start in range(len(text) - len(keyword) + 1):
        end = start + len(keyword)
        if text[start:end] != keyword:
            continue
        before = text[start - 1] if start else " "
        after = text[end] if end < len(text) else " "
        cut_before = not (keyword[0].isalnum() and before.isalnum())
        cut_after = not (keyword[-1].isalnum() and after.isalnum())
        if not whole or (cut_before and cut_after):
            return True
    return False


@pytest.mark.parametrize(
    "wish",
    [
        FilterWish(title="", contexts=("home",)),
        FilterWish(title="x" * 300, contexts=("home",)),
        FilterWish(title="x", contexts=()),
        FilterWish(title="x", contexts=("home", "elsewhere")),
    ],
)
def test_a_filter_has_a_title_and_a_place(wish: FilterWish) -> None:
    """Each lacking one thing of the wish that is taken."""
    assert check_wish(FilterWish(title="x", contexts=("thread", "home"))).contexts == ("home", "thread")
    with pytest.raises(Invalid):
        check_wish(wish)


def test_a_keyword_has_some_length() -> None:
    """Neither nothing nor a book."""
    assert check_keyword(" tea ") == "tea"
    for text in ("", "  ", "x" * 600):
        with pytest.raises(Invalid):
            check_keyword(text)


def test_the_number_of_keywords_costs_little() -> None:
    """Five hundred keywords are one expression."""
    sieve = Sieve([full(*(f"word{number}" for number in range(500)))])
    assert sieve.find("nothing " * 1000, Id(7), now=NOW) == ()
    assert [len(one.keywords) for one in sieve.find("word17 word170", Id(7), now=NOW)] == [2]


@pytest.mark.parametrize(
    ("keyword", "text", "meets"),
    [
        ("a a", "xa a a", True),  # the first place is inside a word, the second begins within the first
        ("a a", "xa a ab", False),
        ("aa", "aaa aa", True),
        ("aa", "aaa aaa", False),
        ("++a", "+++ab ++a", True),
        ("++a", "+++ab ++ab", False),
        ("é", "éé éé ÉÉ É", True),
    ],
)
def test_a_word_is_found_behind_places_where_it_is_none(keyword: str, text: str, *, meets: bool) -> None:
    """Also where both share a letter."""
    found = Sieve([full(keyword)]).find(text, Id(7), now=NOW)
    assert bool(found) is meets
    assert [one.keywords for one in found] == ([(keyword,)] if meets else [])


def test_the_edges_of_words_are_written_once() -> None:
    """They take the most time to make ready; for each of five hundred keywords it was seconds."""
    words = [Sought.of(one) for one in full(*(f"word{number}" for number in range(500))).keywords]
    assert any_of(words).count("(?<!") == 1
    assert not any("(?" in one.literal.pattern for one in words)

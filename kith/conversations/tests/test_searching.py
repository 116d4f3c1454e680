"""Finding in a conversation what was said."""

import pytest

from kith.base.web.shown import trusted
from kith.base.work import House
from kith.conversations import delete_for_all, delete_for_me, messages_saying
from kith.conversations.rules import excerpt_of, pieces_of
from kith.conversations.tests.scene import ANA, BEN, act, look, pair, say
from kith.conversations.web.marking import marked


@pytest.mark.parametrize(
    ("sought", "found"),
    [
        ("soup", ["Soup on Sunday?", "No soup, bread"]),
        ("sou sun", ["Soup on Sunday?"]),
        ("SOUP bread", ["No soup, bread"]),
        ("oup", []),
        ("قهوة", ["أين القهوة؟"]),
        ("スープ", ["日曜日のスープ"]),
        ("🥣", ["🥣 at seven"]),
        ("it's 7:30", ["It's 7:30 now"]),
        ("' & | ! <-> :* \\ (", []),
        ("nothing_like_it", []),
        ("%", []),
    ],
)
async def test_what_was_said_is_found_by_its_words(house: House, sought: str, found: list[str]) -> None:
    """The newest first; by how words begin, in Arabic behind its article, too, else by letters."""
    talk = await pair(house)
    for text in ("Soup on Sunday?", "أين القهوة؟", "日曜日のスープ", "🥣 at seven", "It's 7:30 now", "No soup, bread"):
        await say(house, ANA, talk, text)
    views = await look(house, BEN, messages_saying, talk, sought)
    assert [view.message.text for view in views] == found[::-1]


@pytest.mark.parametrize(
    ("text", "sought", "marked"),
    [
        ("Soup, and no soups.", "soup", "[Soup], and no [soups]."),
        ("Soup on Sunday", "SUN sou", "[Soup] on [Sunday]"),
        ("Sunday is for soup-bowls", "soup", "Sunday is for [soup]-bowls"),
        ("A scoop of loup", "oup", "A scoop of loup"),
        ("أين القهوة؟", "قهوة", "أين [القهوة]؟"),
        ("日曜日のスープ", "スープ", "日曜日の[スープ]"),
        ("🥣 at seven", "🥣", "[🥣] at seven"),
        ("a.b*c (d", ".b*c (", "a.b*c (d"),
        ("nothing", "  ", "nothing"),
    ],
)
def test_what_was_sought_stands_out(text: str, sought: str, marked: str) -> None:
    """Whole words that begin so; letters, where there are no words."""
    pieces = pieces_of(text, sought)
    assert "".join(one.words for one in pieces) == text
    assert "".join(f"[{one.words}]" if one.hit else one.words for one in pieces) == marked


def test_an_excerpt_shows_the_place() -> None:
    """In one line, with some words before; the beginning, where what is sought is not in it."""
    long = "Word " * 60 + "and then soup " + "word " * 60
    excerpt = "".join(one.words for one in excerpt_of(long, "soup", length_max=80))
    assert excerpt.startswith("…Word")
    assert excerpt.endswith("…")
    assert "soup" in excerpt
    assert len(excerpt) == 82
    assert "".join(one.words for one in excerpt_of("One\ntwo soup", "soup", length_max=80)) == "One two soup"
    assert "".join(one.words for one in excerpt_of(long, "bread", length_max=10)) == "Word Word …"
    assert [one.words for one in excerpt_of("x" * 90 + " soup", "soup", length_max=80)] == ["…", "soup"]


@pytest.mark.parametrize(
    ("html", "sought", "shown"),
    [
        ("<p>Soup &amp; <a href=\"/soup\" title=\"soup\">soup</a></p>", "soup",
         "<p><mark>Soup</mark> &amp; <a href=\"/soup\" title=\"soup\"><mark>soup</mark></a></p>"),
        ("<p>&lt;b&gt; soup &lt;/b&gt;</p>", "b", "<p>&lt;<mark>b</mark>&gt; soup &lt;/<mark>b</mark>&gt;</p>"),
        ("<p>&lt;script&gt;</p>", "<script>", "<p><mark>&lt;script&gt;</mark></p>"),
        ("<p>soup</p>", "p", "<p>soup</p>"),
        ("<p>&amp;</p>", "amp", "<p>&amp;</p>"),
    ],
)  # fmt: skip
def test_marks_stand_between_the_tags(html: str, sought: str, shown: str) -> None:
    """No tag is touched, and nothing becomes one."""
    assert marked(trusted(html), sought) == shown


async def test_what_is_found_is_read_page_by_page(house: House) -> None:
    """Each page goes on below the last message of the one before; what is gone is not found."""
    talk = await pair(house)
    said = [await say(house, ANA, talk, f"Soup {number}") for number in range(5)]
    await act(house, ANA, delete_for_all, said[4].id)
    await act(house, BEN, delete_for_me, said[2].id)
    first = await look(house, BEN, messages_saying, talk, "soup", limit=2)
    rest = await look(house, BEN, messages_saying, talk, "soup", before_seq=first[-1].message.seq)
    assert [[view.message.text for view in part] for part in (first, rest)] == [["Soup 3", "Soup 1"], ["Soup 0"]]

"""Finding in a conversation what was said."""

import pytest

from kith.base.work import House
from kith.conversations import delete_for_all, delete_for_me, messages_saying
from kith.conversations.tests.scene import ANA, BEN, act, look, pair, say


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


async def test_what_is_found_is_read_page_by_page(house: House) -> None:
    """Each page goes on below the last message of the one before; what is gone is not found."""
    talk = await pair(house)
    said = [await say(house, ANA, talk, f"Soup {number}") for number in range(5)]
    await act(house, ANA, delete_for_all, said[4].id)
    await act(house, BEN, delete_for_me, said[2].id)
    first = await look(house, BEN, messages_saying, talk, "soup", limit=2)
    rest = await look(house, BEN, messages_saying, talk, "soup", before_seq=first[-1].message.seq)
    assert [[view.message.text for view in part] for part in (first, rest)] == [["Soup 3", "Soup 1"], ["Soup 0"]]

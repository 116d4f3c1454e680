"""What is said under a followed hashtag comes to Home; what is not for everyone, or unwanted, does not."""

import pytest

from kith.base.core.errors import Invalid, Refused
from kith.base.core.paging import Paging
from kith.base.work import House
from kith.feed import home_of
from kith.people import follow_tag, followed_tags, mute, unfollow_tag
from kith.people.model import TAG_FOLLOWS_MAX
from kith.posts.model import Audience
from kith.posts.tests.cast import ANA, BEN, CLEO, block, follow, gather_cast, say

WORDS = "Quince jam today #Jam #quince"


async def _home(house: House) -> list[str]:
    async with house.reading(actor=BEN) as work:
        piece = await home_of(work, Paging())
        upwards = await home_of(work, Paging(min_id=piece.cards[-1].post.id)) if piece.cards else piece
        assert [card.post.id for card in upwards.cards] == [card.post.id for card in piece.cards[:-1]]
        return [card.post.text for card in piece.cards]


@pytest.fixture(autouse=True)
async def _cast(house: House) -> None:
    await gather_cast(house)
    async with house.work(actor=BEN) as work:
        await follow_tag(work, "#JAM")
        await follow_tag(work, "quince")


async def test_a_strangers_words_come_once(house: House) -> None:
    """Two followed words in one post do not double it; and whom one follows comes as ever."""
    await say(house, CLEO, WORDS)
    assert await _home(house) == [WORDS]
    await follow(house, BEN, CLEO)
    assert await _home(house) == [WORDS]


async def test_who_stops_following_it_reads_it_no_longer(house: House) -> None:
    """Both words let go, and nothing of it stands there."""
    await say(house, CLEO, WORDS)
    async with house.work(actor=BEN) as work:
        await unfollow_tag(work, "jam")
        await unfollow_tag(work, "quince")
    assert await _home(house) == []


@pytest.mark.parametrize("audience", ["unlisted", "followers", "mentioned"])
async def test_only_what_is_for_everyone_comes(house: House, audience: Audience) -> None:
    """A hashtag in words for few brings them to nobody else."""
    await say(house, CLEO, WORDS, audience=audience)
    assert await _home(house) == []


async def test_answers_stay_in_their_talk(house: House) -> None:
    """Home is not for the middle of strangers' talks."""
    asked = await say(house, CLEO, "And you?")
    await say(house, CLEO, WORDS, reply_to=asked)
    assert await _home(house) == []


async def test_who_is_muted_or_blocked_does_not_come(house: House) -> None:
    """Not by this way either."""
    await say(house, CLEO, WORDS)
    async with house.work(actor=BEN) as work:
        await mute(work, CLEO, until_at=None, notices=True)
    assert await _home(house) == []
    await say(house, ANA, WORDS)
    await block(house, ANA, BEN)
    assert await _home(house) == []


async def test_a_hashtag_is_a_word_and_they_are_counted(house: House) -> None:
    """What is none is refused; one too many too; twice is once."""
    async with house.work(actor=BEN) as work:
        await follow_tag(work, "jam")
        assert [one.hashtag for one in (await followed_tags(work.db, BEN, Paging())).items] == ["quince", "jam"]
        for name in ("", "#", "two words", "a-b", "<b>", "1234", "a" * 300):
            with pytest.raises(Invalid):
                await follow_tag(work, name)
        for number in range(TAG_FOLLOWS_MAX - 2):
            await follow_tag(work, f"word{number}")
        with pytest.raises(Refused):
            await follow_tag(work, "onemore")

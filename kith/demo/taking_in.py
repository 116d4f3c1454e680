"""Who takes in how much: somebody with a cap on a loud friend, somebody whom Home comes to twice a day."""

from collections.abc import Mapping
from dataclasses import dataclass

from kith.base.core.ids import Id
from kith.base.work import Work
from kith.caps import EVERYONE, CapWish, PaceWish, set_cap, set_pace
from kith.demo.closeness import be
from kith.demo.history import Chronicle


@dataclass(frozen=True)
class Capped:
    """Who takes so many posts a week of whom, about what; of nobody by name means of everyone."""

    who: str
    of: str
    topic: str
    posts_a_week: int


CAPS = (
    Capped("mila", "xaver", "", 1),
    Capped("ruth", "", "partisan", 1),
    Capped("ruth", "morning_bakery", "selling", 1),
)
MORNING_AND_EVENING = PaceWish(comes_at=7 * 60, comes_again_at=19 * 60, minutes_a_day=30)
PACES = (("henrik", MORNING_AND_EVENING),)


def write_gladness(tell: Chronicle) -> None:
    """Let them say what came of it."""
    tea = tell.post(
        "mila",
        29,
        "I read Xaver once a week now, with tea. The rest waits in its fold until I have the nerves."
        " We have not quarrelled since, and on Sunday he carried my shopping.",
    )
    tell.answer("ingrid", tea, 27, "A rest is a note, too. I tell the basses every Thursday.")
    tell.read("mila", 20)  # that was the one of this week
    tell.post("henrik", 52, "Home before the night shift and after it. In between there are only people.")


async def limit(work: Work, ids: Mapping[str, Id]) -> None:
    """Let them choose it, each for themselves."""
    for one in CAPS:
        be(work, ids[one.who])
        await set_cap(
            work, CapWish(author_id=ids.get(one.of, EVERYONE), topic=one.topic, posts_a_week=one.posts_a_week)
        )
    for who, pace in PACES:
        be(work, ids[who])
        await set_pace(work, pace)

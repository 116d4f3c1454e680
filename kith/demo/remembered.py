"""Hedwig, who played the organ in the old mill and has died: her words stay, and others still speak of her."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from kith.base.core.ids import Id
from kith.base.work import House
from kith.demo.cast import Villager
from kith.demo.history import Chronicle
from kith.people import follow, remember

HEDWIG = Villager(
    "hedwig", "Hedwig Amsel", "Played the organ in the old mill for forty years. Now I listen.", "she/her",
    (("Music", "In the blue cupboard"),), circle="choir", old=True, skins=(0, 4),
)  # fmt: skip
DIED_DAYS = 240
_NEAR = ("mara", "ruth", "ingrid", "piotr", "ana", "rosa")
_WORDS = (
    (655, "The organ has a cold, and so have I. We both sound better towards evening."),
    (540, "To the altos: you were late on the third page, and I have never heard anything lovelier."),
    (410, "My handwriting has become small. Read it slowly. That is how it is meant."),
    (
        290,
        "Whoever wants my music: it is in the blue cupboard at the mill, sorted by how much I love it. The key is where "
        "keys are.",
    ),
)


def write_remembrance(tell: Chronicle) -> None:
    """Write down what she said, and what is said of her now."""
    for days, text in _WORDS:
        said = tell.post("hedwig", days * 24, text)
        for hours, who in enumerate(("ingrid", "ruth", "piotr")):
            tell.react(who, "like", said, days * 24 - 2 - hours)
    song = tell.post(
        "ingrid",
        31,
        "On Thursday we sing from Hedwig’s blue cupboard. Her pencil is still in the margins: “Breathe here. No, earlier.”",
    )
    tell.answer("piotr", song, 30, "She tuned the piano, and me. The bench by the organ has four good legs again.")
    tell.answer("ruth", song, 29, "I put the first quince on it this morning.")


async def follow_her(house: House, ids: Mapping[str, Id]) -> None:
    """Let those who were near her follow her, and her them."""
    for one in _NEAR:
        for who, whom in ((one, HEDWIG.handle), (HEDWIG.handle, one)):
            async with house.work(actor=ids[who]) as work:
                await follow(work, ids[whom])
                work.keep_quiet()


async def keep_in_remembrance(house: House, ids: Mapping[str, Id], today: datetime) -> None:
    """Let the owner keep her account so, since a while."""
    async with house.work(actor=ids["mara"]) as work:
        work.now = today - timedelta(days=DIED_DAYS)
        await remember(work, ids[HEDWIG.handle])

"""Short ways to tie people, and to let others be found through them."""

from collections.abc import Iterable

from kith.base.core.ids import Id
from kith.base.work import House
from kith.ties import answer_paths, record
from kith.ties.model import Act

Pair = tuple[Id, Id]


async def tie(house: House, pairs: Iterable[Pair]) -> None:
    """Let each two write each other a letter."""
    for one, other in pairs:
        for giver, getter in ((one, other), (other, one)):
            async with house.work(actor=giver) as work:
                letter = Act(giver_id=giver, getter_id=getter, kind="letter", subject_id=work.new_id())
                await record(work, [letter])


async def allow(house: House, people: Iterable[Id], *, on: bool = True) -> None:
    """Let them answer whether others may be found through them."""
    for person in people:
        async with house.work(actor=person) as work:
            await answer_paths(work, on=on)


async def tie_all(house: House, pairs: Iterable[Pair]) -> None:
    """Tie people who all allow that others are found through them."""
    wanted = list(pairs)
    await tie(house, wanted)
    await allow(house, sorted({person for pair in wanted for person in pair}))

"""At which pace Home comes."""

from kith.base.work import Work
from kith.caps import store
from kith.caps.actions.taking import acting, has_changed
from kith.caps.model import Pace, PaceWish
from kith.caps.rules import check_pace


async def set_pace(work: Work, wish: PaceWish) -> Pace | None:
    """Let Home come at this pace; with nothing wished, all the time. Raises `Invalid`."""
    reader_id = acting(work)
    check_pace(wish)
    pace = None
    if wish.minutes_a_day is None and wish.comes_at is None:
        await store.drop_pace(work.db, reader_id)
    else:
        pace = Pace(
            reader_id=reader_id,
            minutes_a_day=wish.minutes_a_day,
            comes_at=wish.comes_at,
            comes_again_at=wish.comes_again_at,
            zone=wish.zone,
        )
        await store.put_pace(work.db, pace)
    await has_changed(work, reader_id)
    return pace

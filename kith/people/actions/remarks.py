"""Private notes on people: seen by nobody but the one who wrote them."""

from kith.base.core.ids import Id
from kith.base.core.text import clean
from kith.base.work import Work
from kith.people import store
from kith.people.actions.meeting import acting, glance
from kith.people.model import REMARK_MAX, Remark
from kith.people.rules.relations import check_remark


async def remark(work: Work, about_id: Id, text: str) -> None:
    """Keep a note on somebody; an empty one takes it away."""
    about = await glance(work, about_id)
    kept = clean(text, length_max=REMARK_MAX).strip()
    check_remark(kept)
    if kept:
        await store.put_remark(
            work.db, Remark(person_id=acting(work), about_id=about.id, text=kept, updated_at=work.now)
        )
    else:
        await store.remove_remark(work.db, acting(work), about.id)

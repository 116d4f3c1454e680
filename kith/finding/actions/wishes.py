"""By what one lets oneself be found."""

from kith.base.work import Work
from kith.finding import store
from kith.finding.actions.running import acting
from kith.finding.model import FindingWishes
from kith.finding.rules import check_wishes


async def own_wishes(work: Work) -> FindingWishes | None:
    """Find what whoever acts decided; `None` where they were not asked yet."""
    return await store.find_wishes(work.db, acting(work))


async def set_wishes(
    work: Work, *, by_address: bool, mastodon: str = "", x: str = "", instagram: str = ""
) -> FindingWishes:
    """Decide by what one is found. Raises `Invalid` for what is no handle."""
    mastodon, x, instagram = check_wishes(mastodon=mastodon, x=x, instagram=instagram)
    wishes = FindingWishes(
        owner_id=acting(work),
        by_address=by_address,
        mastodon=mastodon,
        x=x,
        instagram=instagram,
        decided_at=work.now,
    )
    await store.put_wishes(work.db, wishes)
    return wishes

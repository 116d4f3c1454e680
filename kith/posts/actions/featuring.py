"""Choosing hashtags for one's page."""

from kith.base.core.errors import NotFound, Refused, SignInFirst
from kith.base.core.ids import Id
from kith.base.core.words import _
from kith.base.work import Work
from kith.people import check_hashtag
from kith.posts import store
from kith.posts.model import FEATURED_TAGS_MAX, FeaturedTag, FeaturedView

OFFERED_MAX = 10


async def feature_tag(work: Work, name: str) -> FeaturedView:
    """Put a hashtag on one's page; done twice it is the same. Raises `Invalid`, and `Refused` where it is full."""
    person_id, hashtag = _acting(work), check_hashtag(name)
    await store.lock_author(work.db, person_id)
    chosen = await store.featured_names(work.db, person_id)
    if hashtag not in chosen:
        if len(chosen) >= FEATURED_TAGS_MAX:
            text = _("Your page has room for {count} hashtags. Take one of them off first.")
            raise Refused(text.format(count=FEATURED_TAGS_MAX))
        made = FeaturedTag(person_id=person_id, hashtag=hashtag, id=work.new_id(), created_at=work.now)
        await store.add_featured(work.db, made)
    return await store.get_featured(work.db, person_id, hashtag)


async def unfeature_tag(work: Work, name: str) -> str:
    """Take a hashtag off one's page; who did not have it there is no trouble. Gives its normal form."""
    person_id, hashtag = _acting(work), check_hashtag(name)
    await store.remove_featured(work.db, person_id, hashtag)
    return hashtag


async def remove_featured(work: Work, featured_id: Id) -> None:
    """Take a hashtag off one's page, by its id. Raises `NotFound`."""
    if not await store.remove_featured_by_id(work.db, _acting(work), featured_id):
        raise NotFound


async def tags_to_feature(work: Work) -> list[str]:
    """List hashtags of one's own that are not on one's page yet, those one uses most first."""
    person_id = _acting(work)
    chosen = await store.featured_names(work.db, person_id)
    return await store.tags_used_by(work.db, person_id, not_these=chosen, limit=OFFERED_MAX)


def _acting(work: Work) -> Id:
    if work.actor is None:
        raise SignInFirst
    return work.actor

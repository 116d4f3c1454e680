"""Reading a hashtag."""

from kith.base.core.errors import Invalid, Refused
from kith.base.core.text import find_hashtags, normal_hashtag
from kith.base.core.words import _
from kith.base.work import Work
from kith.people import store
from kith.people.actions.meeting import acting, stands_anew
from kith.people.model import HASHTAG_COLUMN_MAX, TAG_FOLLOWS_MAX, TagFollow


async def follow_tag(work: Work, name: str) -> str:
    """Read a hashtag from now on; done twice it is the same. Gives its normal form. Raises `Invalid`, `Refused`."""
    person_id, hashtag = acting(work), check_hashtag(name)
    if await store.count_tag_follows(work.db, person_id) >= TAG_FOLLOWS_MAX:
        raise Refused(_("You follow {count} hashtags. Let go of one first.").format(count=TAG_FOLLOWS_MAX))
    made = TagFollow(person_id=person_id, hashtag=hashtag, id=work.new_id(), created_at=work.now)
    if await store.add_tag_follow(work.db, made):
        stands_anew(work, person_id)
    return hashtag


async def unfollow_tag(work: Work, name: str) -> str:
    """Read it no longer; who did not read it is no trouble."""
    person_id, hashtag = acting(work), check_hashtag(name)
    if await store.remove_tag_follow(work.db, person_id, hashtag):
        stands_anew(work, person_id)
    return hashtag


def check_hashtag(name: str) -> str:
    """Give the normal form of a hashtag. Raises `Invalid` for what is none."""
    found = find_hashtags(f"#{name.lstrip('#')}")
    if len(name) > HASHTAG_COLUMN_MAX or len(found) != 1 or found[0] != normal_hashtag(name):
        raise Invalid(_("A hashtag is one word of letters and digits."), field="name")
    return found[0]

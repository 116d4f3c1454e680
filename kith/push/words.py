"""What a message says, in the reader's language, besides the words of its notice. Plain text."""

from collections.abc import Sequence

from kith.base.core.words import ngettext
from kith.base.web.shown import face_url
from kith.notices import body_of, names_of, title_of_group
from kith.notices.model import NoticeView


def face_of(view: NoticeView, site_url: str) -> str:
    """Give the address of the picture of whom it is from."""
    return site_url + face_url(view.account, "png")


def is_one_thing(views: Sequence[NoticeView]) -> bool:
    """Answer whether all of these stand in one sentence."""
    return len({view.notice.group_key for view in views}) == 1


def title_of_all(views: Sequence[NoticeView]) -> str:
    """Say what happened, in one sentence where it is one thing; else whom it is from, the names before the number."""
    if is_one_thing(views):
        return title_of_group(views)
    return names_of(list({view.account.id: view.account for view in views}.values()))


def body_of_all(views: Sequence[NoticeView]) -> str:
    """Give what it is about; of several things how much is new."""
    if is_one_thing(views):
        return body_of(views[0])
    return ngettext("{count} new notice", "{count} new notices", len(views)).format(count=len(views))

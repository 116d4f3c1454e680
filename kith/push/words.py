"""What a message says, in the reader's language, besides the words of its notice. Plain text."""

from collections.abc import Sequence

from kith.base.core.words import _, ngettext
from kith.base.web.shown import face_url, first_name
from kith.notices import shortened
from kith.notices.model import NAME_SHOWN_MAX, NoticeView


def face_of(view: NoticeView, site_url: str) -> str:
    """Give the address of the picture of whom it is from."""
    return site_url + face_url(view.account)


def bundle_title(views: Sequence[NoticeView]) -> str:
    """Say how much is new, where it is more than one thing."""
    return ngettext("{count} new notice", "{count} new notices", len(views)).format(count=len(views))


def bundle_body(views: Sequence[NoticeView]) -> str:
    """Say whom it is from: "Ana, Bruno and 3 others"."""
    people = list({view.account.id: view.account for view in views}.values())
    names = [shortened(first_name(person), NAME_SHOWN_MAX) for person in people]
    if len(names) == 1:
        return _("From {name}").format(name=names[0])
    if len(names) == 2:
        return _("From {first} and {second}").format(first=names[0], second=names[1])
    others = ngettext(
        "From {first}, {second} and {count} other", "From {first}, {second} and {count} others", len(names) - 2
    )
    return others.format(first=names[0], second=names[1], count=len(names) - 2)

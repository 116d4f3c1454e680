"""What a message says, in the reader's language: a sentence, and the words it is about. Plain text."""

from collections.abc import Sequence

from kith.base.core.words import _, ngettext
from kith.base.web.shown import address, face_url, first_name
from kith.notices.model import NoticeKind, NoticeView
from kith.push.model import NAME_MAX, WORDS_MAX


def title_of(view: NoticeView) -> str:
    """Say what happened."""
    name = _short(view.account.name or view.account.handle, NAME_MAX)
    if view.notice.kind == "poll" and view.notice.owner_id == view.notice.from_id:
        return _("Your poll has ended.")
    return _sentences()[view.notice.kind].format(name=name)


def body_of(view: NoticeView) -> str:
    """Give what it is about: the beginning of a post, its warning, or what folds it; of a person, their address."""
    if view.card is not None:
        post, veil = view.card.shown.post, view.card.shown.veil
        if veil is not None and veil.filter.action != "blur":
            return _("Your filter “{title}” folds this.").format(title=_short(veil.filter.title, NAME_MAX))
        return _short(post.warning or post.text, WORDS_MAX) or _("A picture")
    if view.notice.kind == "held":
        return _("It waits among your drafts, and says why.")
    return address(view.account)


def place_of(view: NoticeView) -> str:
    """Give the page to open."""
    if view.card is not None:
        shown = view.card.shown
        return f"/{address(shown.author)}/{shown.post.id}"
    return _PLACES.get(view.notice.kind, f"/{address(view.account)}")


def face_of(view: NoticeView, site_url: str) -> str:
    """Give the address of the picture of whom it is from."""
    return site_url + face_url(view.account)


def bundle_title(views: Sequence[NoticeView]) -> str:
    """Say how much is new, where it is more than one thing."""
    return ngettext("{count} new notice", "{count} new notices", len(views)).format(count=len(views))


def bundle_body(views: Sequence[NoticeView]) -> str:
    """Say whom it is from: "Ana, Bruno and 3 others"."""
    people = list({view.account.id: view.account for view in views}.values())
    names = [_short(first_name(person), NAME_MAX) for person in people]
    if len(names) == 1:
        return _("From {name}").format(name=names[0])
    if len(names) == 2:
        return _("From {first} and {second}").format(first=names[0], second=names[1])
    others = ngettext(
        "From {first}, {second} and {count} other", "From {first}, {second} and {count} others", len(names) - 2
    )
    return others.format(first=names[0], second=names[1], count=len(names) - 2)


_PLACES: dict[NoticeKind, str] = {"request": "/people/requests", "held": "/drafts", "report": "/owner/reports"}


def _sentences() -> dict[NoticeKind, str]:
    return {
        "reply": _("{name} answered you."),
        "mention": _("{name} spoke of you."),
        "post": _("{name} posted something."),
        "like": _("{name} likes what you said."),
        "repost": _("{name} passed on what you said."),
        "follow": _("{name} follows you."),
        "request": _("{name} would like to follow you."),
        "accepted": _("{name} let you in."),
        "joined": _("{name} came by your invitation."),
        "newcomer": _("{name} is new here, or asks to come in."),
        "report": _("{name} reports something to you."),
        "held": _("A post of yours could not go out."),
        "poll": _("A poll of {name} has ended."),
    }


def _short(text: str, length_max: int) -> str:
    """Give the beginning in one line, with a mark where something was left out."""
    line = " ".join(text.split())
    return line if len(line) <= length_max else line[: length_max - 1].rstrip() + "…"

"""What a notice says in one line, in the reader's language, where there is no page to show it: plain text."""

from kith.base.core.words import _
from kith.base.web.shown import address
from kith.notices.model import NAME_SHOWN_MAX, WORDS_MAX, NoticeKind, NoticeView


def title_of(view: NoticeView) -> str:
    """Say what happened."""
    name = shortened(view.account.name or view.account.handle, NAME_SHOWN_MAX)
    if view.notice.kind == "poll" and view.notice.owner_id == view.notice.from_id:
        return _("Your poll has ended.")
    if view.notice.kind == "collected" and _is_asked(view):
        return _("{name} would like to put you into a collection.").format(name=name)
    return _sentences()[view.notice.kind].format(name=name)


def body_of(view: NoticeView) -> str:
    """Give what it is about: the beginning of a post, its warning, or what folds it; of a person, their address."""
    if view.card is not None:
        post, veil = view.card.shown.post, view.card.shown.veil
        if veil is not None and veil.filter.action != "blur":
            return _("Your filter “{title}” folds this.").format(title=shortened(veil.filter.title, NAME_SHOWN_MAX))
        return shortened(post.warning or post.text, WORDS_MAX) or _("A picture")
    if view.collection is not None:
        return view.collection.collection.name
    if view.notice.kind == "held":
        return _("It waits among your drafts, and says why.")
    return address(view.account)


def place_of(view: NoticeView) -> str:
    """Give the page to open."""
    if view.card is not None:
        shown = view.card.shown
        return f"/{address(shown.author)}/{shown.post.id}"
    if view.collection is not None:
        return f"/collections/{view.collection.collection.id}"
    return _PLACES.get(view.notice.kind, f"/{address(view.account)}")


def shortened(text: str, length_max: int) -> str:
    """Give the beginning in one line, with a mark where something was left out."""
    line = " ".join(text.split())
    return line if len(line) <= length_max else line[: length_max - 1].rstrip() + "…"


_PLACES: dict[NoticeKind, str] = {"request": "/people/requests", "held": "/drafts", "report": "/owner/reports"}


def _is_asked(view: NoticeView) -> bool:
    return view.collection is not None and any(one.account.id == view.notice.owner_id for one in view.collection.asked)


def _sentences() -> dict[NoticeKind, str]:
    return {
        "reply": _("{name} answered you."),
        "mention": _("{name} spoke of you."),
        "post": _("{name} posted something."),
        "like": _("{name} likes what you said."),
        "repost": _("{name} passed on what you said."),
        "quote": _("{name} quotes you."),
        "requoted": _("{name} changed a post that you quote."),
        "edited": _("{name} changed a post that you passed on."),
        "follow": _("{name} follows you."),
        "request": _("{name} would like to follow you."),
        "accepted": _("{name} let you in."),
        "joined": _("{name} came by your invitation."),
        "newcomer": _("{name} is new here, or asks to come in."),
        "report": _("{name} reports something to you."),
        "collected": _("{name} put you into a collection."),
        "recollected": _("{name} changed a collection in which you stand."),
        "held": _("A post of yours could not go out."),
        "poll": _("A poll of {name} has ended."),
    }

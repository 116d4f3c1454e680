"""What a notice says in one line, in the reader's language, where there is no page to show it: plain text."""

from collections.abc import Sequence

from kith.base.core.ids import Id
from kith.base.core.words import _, ngettext
from kith.base.web.shown import address, first_name
from kith.conversations import title_of as talk_title
from kith.conversations.model import ConversationView
from kith.desk.model import CaseGlance
from kith.notices.model import ABOUT_LINES, ABOUT_SIGN_IN, NAME_SHOWN_MAX, WORDS_MAX, NoticeKind, NoticeView, Severance
from kith.notices.rules import GROUPED
from kith.people.model import Account
from kith.posts.model import Card


def title_of(view: NoticeView) -> str:
    """Say what happened."""
    name = shortened(view.account.name or view.account.handle, NAME_SHOWN_MAX)
    if view.notice.kind == "poll" and view.notice.owner_id == view.notice.from_id:
        return _("Your poll has ended.")
    if view.notice.kind == "collected" and _is_asked(view):
        return _("{name} would like to put you into a collection.").format(name=name)
    if view.notice.kind in ABOUT_LINES and view.notice.owner_id != view.notice.from_id:
        return _of_a_team(view.notice.kind, name)
    if view.severance is not None:
        return _("You keep {server} away.").format(server=view.severance.domain)
    if view.talk is not None and view.notice.kind == "message":
        return _wrote([view.account], view.talk)
    return _sentences()[view.notice.kind].format(name=name)


def _of_a_team(kind: NoticeKind, name: str) -> str:
    """Say to a person what the organisation itself is told."""
    words = _("Readers call what {name} says offers.") if kind == "line" else _("The appeal of {name} was decided.")
    return words.format(name=name)


def title_of_group(views: Sequence[NoticeView]) -> str:
    """Say what several did who stand in one group, the names before the number. Of one: what they did."""
    people = list({view.account.id: view.account for view in views}.values())
    if len(people) == 1 or views[0].notice.kind not in GROUPED:
        return title_of(views[0])
    if views[0].talk is not None:
        return _wrote(people, views[0].talk)
    who = names_of(people)
    sentences: dict[NoticeKind, str] = {
        "like": ngettext("{who} likes what you said.", "{who} like what you said.", len(people)),
        "repost": ngettext("{who} passed on what you said.", "{who} passed on what you said.", len(people)),
        "follow": ngettext("{who} follows you.", "{who} follow you.", len(people)),
        "newcomer": _("{who} are new here, or ask to come in."),
    }
    return sentences[views[0].notice.kind].format(who=who)


def names_of(people: Sequence[Account]) -> str:
    """Name some people in a line: "Ana", "Ana and Ben", "Ana, Ben and 3 others"."""
    names = [shortened(first_name(person), NAME_SHOWN_MAX) for person in people]
    if len(names) == 1:
        return names[0]
    if len(names) == 2:
        return _("{first} and {second}").format(first=names[0], second=names[1])
    others = ngettext("{first}, {second} and {count} other", "{first}, {second} and {count} others", len(names) - 2)
    return others.format(first=names[0], second=names[1], count=len(names) - 2)


def body_of(view: NoticeView) -> str:
    """Give what it is about: the beginning of a post, its warning, or what folds it; of a person, their address."""
    if view.card is not None:
        return _beginning(view.card)
    if name := _name_of(view):
        return name
    if view.severance is not None or view.notice.kind == "held":
        return _of_the_account(view)
    if view.notice.kind == "message" and view.talk is not None:
        return _newest_of(view.talk)
    if view.bright is not None:
        return shortened(view.bright.message.opening, WORDS_MAX)
    return address(view.account)


def _name_of(view: NoticeView) -> str:
    """Give how a collection is called, whose desk it is, or what a promise is about."""
    if view.collection is not None:
        return view.collection.collection.name
    if view.case is not None:
        return _at_the_desk(view.case)
    return view.pledge.pledge.about if view.pledge is not None else ""


def _at_the_desk(glance: CaseGlance) -> str:
    desk = shortened(first_name(glance.organisation), NAME_SHOWN_MAX)
    name = first_name(glance.person) if glance.person is not None else glance.writer.called if glance.writer else ""
    return _("{name}, at the desk of {desk}").format(name=shortened(name, NAME_SHOWN_MAX), desk=desk) if name else desk


def _beginning(card: Card) -> str:
    post, veil = card.shown.post, card.shown.veil
    if veil is not None and veil.filter.action != "blur":
        return _("Your filter “{title}” folds this.").format(title=shortened(veil.filter.title, NAME_SHOWN_MAX))
    return shortened(post.warning or post.text, WORDS_MAX) or _("A picture")


def open_words_of(view: NoticeView) -> str:
    """Give the beginning of a post that everybody may read; of all else nothing, because this leaves the server."""
    if view.card is None or view.card.shown.post.audience not in ("everyone", "unlisted"):
        return ""
    return body_of(view)


def place_of(view: NoticeView) -> str:
    """Give the page to open."""
    if view.card is not None:
        shown = view.card.shown
        return f"/{address(shown.author)}/{shown.post.id}"
    if view.collection is not None:
        return f"/collections/{view.collection.collection.id}"
    conversation_id = _conversation_of(view)
    if conversation_id is not None:
        return f"/talk/{conversation_id}"
    if view.pledge is not None:
        return f"/pledges/{view.pledge.pledge.id}"
    if view.case is not None:
        return view.case.place
    return _PLACES.get(view.notice.kind, "/{address}").format(
        address=address(view.account), from_id=view.notice.from_id, about_id=view.notice.about_id
    )


def _conversation_of(view: NoticeView) -> Id | None:
    if view.talk is not None:
        return view.talk.conversation.id
    return view.bright.message.conversation_id if view.bright is not None else None


def shortened(text: str, length_max: int) -> str:
    """Give the beginning in one line, with a mark where something was left out."""
    line = " ".join(text.split())
    return line if len(line) <= length_max else line[: length_max - 1].rstrip() + "…"


_PLACES: dict[NoticeKind, str] = {
    "request": "/people/requests",
    "held": "/drafts",
    "report": "/owner/reports",
    "severed": "/settings/servers",
    "seat": "/organisations",
    **dict.fromkeys(ABOUT_SIGN_IN, "/settings/two-step"),
    "line": "/organisations/{from_id}/line",
    "line_decided": "/organisations/{from_id}/line",
    "appeal": "/owner/offers",
    "trusted": "/settings/if-i-die",
    "trust_answered": "/settings/if-i-die",
    "death": "/settings/if-i-die/{about_id}/said",
    "own_death": "/settings/if-i-die",
    "webhook": "/organisations/{from_id}/webhooks/{about_id}",
}


def _of_the_account(view: NoticeView) -> str:
    return _("It waits among your drafts, and says why.") if view.severance is None else _lost(view.severance)


def _lost(severance: Severance) -> str:
    followers, following = severance.followers_count, severance.following_count
    lost = [
        ngettext("{count} who followed you", "{count} who followed you", followers).format(count=followers),
        ngettext("{count} whom you followed", "{count} whom you followed", following).format(count=following),
    ]
    said = [words for words, count in zip(lost, (followers, following), strict=True) if count]
    return _("With it went {lost}.").format(lost=_(" and ").join(said))


def _wrote(people: Sequence[Account], talk: ConversationView) -> str:
    """Say who wrote, and in a group where; of what happened in one, that there is something new."""
    who, count = names_of(people), len(people)
    if talk.conversation.kind == "pair":
        return _("{who} wrote to you.").format(who=who)
    name = shortened(talk_title(talk), NAME_SHOWN_MAX)
    if talk.last is not None and talk.last.message.kind != "said":
        return _("There is something new in “{talk}”.").format(talk=name)
    return ngettext("{who} wrote in “{talk}”.", "{who} wrote in “{talk}”.", count).format(who=who, talk=name)


def _newest_of(talk: ConversationView) -> str:
    """Give the words of a new message; of several how many there are."""
    if talk.unread > 1:
        return ngettext("{count} new message", "{count} new messages", talk.unread).format(count=talk.unread)
    last = talk.last
    if last is None or last.gone or last.message.kind != "said":
        return ""
    return shortened(last.message.opening, WORDS_MAX) or _("A file")


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
        "message": _("{name} wrote to you."),
        "knock": _("{name} would like to talk with you."),
        "brightened": _("What you two said brightened the day of {name}."),
        "witness": _("{name} asks you to be a witness."),
        "doubt": _("{name} asks something about a promise of yours."),
        "severed": _("You keep a server away."),
        "case": _("{name} gave you a case."),
        "case_note": _("{name} named you in a note for the team."),
        "seat": _("{name} asks you onto its team."),
        "line": _("Readers call what you say offers."),
        "line_decided": _("Your appeal was decided."),
        "appeal": _("{name} appeals to you."),
        "webhook": _("{name} can no longer tell another program what happens at its desk."),
        **_sentences_of_trust(),
        "held": _("A post of yours could not go out."),
        "two_step_on": _("Two-step sign-in is on."),
        "two_step_off": _("Two-step sign-in is off."),
        "code_used": _("A recovery code was used."),
        "passkey_new": _("A passkey was added to your account."),
        "passkey_gone": _("A passkey was removed from your account."),
        "poll": _("A poll of {name} has ended."),
    }


def _sentences_of_trust() -> dict[NoticeKind, str]:
    return {
        "trusted": _("{name} trusts you to say so, should they die."),
        "trust_answered": _("{name} answered whether they would say so, should you die."),
        "death": _("{name} says that somebody who trusted them with it has died."),
        "own_death": _("{name} says that you have died. You can say that you are here."),
    }

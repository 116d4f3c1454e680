"""What is said about conversations and messages in one line: titles, last words, what happened."""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from kith.base.core.ids import Id
from kith.base.core.words import _, ngettext
from kith.base.web.shown import first_name
from kith.conversations.model import ConversationGlance, Message, MessageView
from kith.people.model import Account

if TYPE_CHECKING:
    from kith.conversations.actions.hearing import Called
    from kith.conversations.web.showing import Eyes

FEW = 5  # people: so many names fit
WRITING_FEW, WRITING_NAMED = 3, 2  # in one line on a phone
WORDS_MAX = 160  # characters: two lines on a phone


def title_of(view: ConversationGlance) -> str:
    """Call a conversation: by its name, or by whom it is with; a group without a name, too."""
    if view.conversation.name:
        return view.conversation.name
    if view.people:
        return called(list(view.people)) if len(view.people) > 1 else view.people[0].name or view.people[0].handle
    return _("Just you") if view.conversation.kind == "group" else _("Somebody who is gone")


def last_words(last: MessageView | None, eyes: "Eyes", *, alone: bool) -> tuple[str, str]:
    """Give whose the last words of a conversation are, where that is not plain, and the words in one line.

    The two stand apart, because the words may run the other way.
    """
    if last is None:
        return "", _("Nothing was said yet.")
    if last.message.kind != "said":
        return "", happened(last.message, eyes, last.author)
    if last.mine:
        return _("You:"), line_of(last)
    return "" if alone else f"{eyes.name(last.message.author_id, last.author)}:", line_of(last)


def line_of(view: MessageView) -> str:
    """Give a message in one line: its words, or what there is to see or hear."""
    return " ".join(view.message.opening.split())[:WORDS_MAX] or _media_words(view)


def _media_words(view: MessageView) -> str:
    if view.gone:
        return _("This message was deleted.")
    kinds = [one.kind for one in view.message.attachments]
    if kinds == ["audio"]:
        return _("A voice note")
    if set(kinds) <= {"image", "moving"}:
        return _("A picture") if len(kinds) == 1 else _("Pictures")
    return _("A video") if set(kinds) <= {"video", "gifv"} else _("A file")


def happened(message: Message, eyes: "Eyes", author: Account | None) -> str:
    """Say what happened in a conversation, who did it, and to whom."""
    who, mine = eyes.name(message.author_id, author), message.author_id == eyes.me
    if message.kind == "keeping":
        return kept_words(int(message.text or 0), mine=mine, who=who)
    words = _WORDS[message.kind][0 if mine else 1]()
    people = _listed([eyes.name(one) for one in message.whom]) or _("Somebody who is gone")
    return words.format(name=who, people=people, words=message.text)


_WORDS: dict[str, tuple[Callable[[], str], Callable[[], str]]] = {  # done by oneself, and by another
    "founded": (lambda: _("You founded the group."), lambda: _("{name} founded the group.")),
    "added": (lambda: _("You added {people}."), lambda: _("{name} added {people}.")),
    "removed": (lambda: _("You removed {people}."), lambda: _("{name} removed {people}.")),
    "left": (lambda: _("You left."), lambda: _("{name} left.")),
    "renamed": (
        lambda: _("You called the group “{words}”."),
        lambda: _("{name} called the group “{words}”."),
    ),
    "pinned": (lambda: _("You pinned a message."), lambda: _("{name} pinned a message.")),
    "taken": (
        lambda: _("You went on here from a public talk."),
        lambda: _("You both went on here from a public talk."),
    ),
}


def kept_words(days: int, *, mine: bool, who: str) -> str:
    """Say for how long messages are kept from now on, and who said so last."""
    if days == 0:
        return _("You let messages stay.") if mine else _("{name} let messages stay.").format(name=who)
    words = ngettext(
        "Messages vanish after {count} day from now on.", "Messages vanish after {count} days from now on.", days
    )
    return words.format(count=days)


def _listed(names: list[str]) -> str:
    if len(names) < 2:
        return "".join(names)
    return _("{some} and {last}").format(some=", ".join(names[:-1]), last=names[-1])


def called(people: list[Account]) -> str:
    """Name people one after the other, as one calls them."""
    return _listed(list(names_of(people).values()))


def people_in(people: list[Account]) -> str:
    """Name who is in a group beside oneself; of many, how many they are first. Each name keeps its own direction."""
    names = _listed([f"\u2068{one}\u2069" for one in names_of(people).values()])
    if len(people) <= FEW:
        return names
    return f"{ngettext('%(num)d person', '%(num)d people', len(people) + 1) % {'num': len(people) + 1}}: {names}"


def writing_words(names: list[str]) -> str:
    """Say who is writing; of many, two and how many others. Each name keeps its own direction."""
    said = [f"\u2068{one}\u2069" for one in names]
    if len(said) == 1:
        return _("{name} is writing…").format(name=said[0])
    if len(said) <= WRITING_FEW:
        return _("{names} are writing…").format(names=_listed(said))
    rest = len(said) - WRITING_NAMED
    words = ngettext("%(names)s and %(num)d other are writing…", "%(names)s and %(num)d others are writing…", rest)
    return words % {"names": ", ".join(said[:WRITING_NAMED]), "num": rest}


def names_of(people: Sequence["Account | Called"]) -> dict[Id, str]:
    """Call people as friends do; by their whole names those of whom two are called alike."""
    count = Counter(map(first_name, people))
    return {one.id: first_name(one) if count[first_name(one)] == 1 else one.name or one.handle for one in people}

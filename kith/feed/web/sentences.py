"""Why a card is here, in one sentence; behind it is what is so between two people, for whoever asks."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from babel.lists import format_list
from babel.units import format_unit

from kith.base.core.words import _, ngettext
from kith.base.web.shown import first_name
from kith.feed.actions import FairSeat, OverFold
from kith.feed.model import Lane, Seat
from kith.people.model import Account
from kith.ties import sentence as sentence_of
from kith.ties.model import Tie
from kith.topics.model import FoundTopic

ICONS: dict[Lane, str] = {
    "close": "heart-handshake",
    "back": "sparkles",
    "waiting": "hourglass",
    "follow": "user",
    "tag": "hash",
}
SHOWN_MAX = 99  # of a fold: past that the number says nothing

Why = tuple[str, str, str]  # icon, sentence, and what is behind it


def why_of(one: FairSeat, shell: Any) -> Why:
    """Say why a card stands where it stands."""
    seat, name = one.seat, first_name(one.card.author)
    since = long_time(shell.now - seat.since_at, shell)
    sentences: dict[Lane, str] = {
        "close": _close(one.tie),
        "back": _("First you see of {name} in {time}."),
        "waiting": _("From {name}, waiting {time}."),
        "follow": _("You follow {name}."),
        "tag": _("You follow #{tag}."),
    }
    sentence = sentences[seat.lane].format(name=name, time=since, tag=seat.tag)
    between = sentence_of(one.tie, name, shell.now) if one.tie.last_talk_at is not None else ""
    return ICONS[seat.lane], sentence, between


def _close(tie: Tie) -> str:
    """Say what is between two of whom each gives the other something: only of those who answer each other, talk."""
    if tie.last_talk_at is None or tie.depth == 0:
        return _("{name} is one of your people.")
    return _("You and {name} used to talk.") if tie.dormant else _("You and {name} talk.")


def more_from(seat: Seat, author: Account, topics: Mapping[str, str]) -> str:
    """Say what a fold holds, and how much of it is about topics that the reader caps: `topics` are their words."""
    name, count = first_name(author), seat.more
    if count > SHOWN_MAX:
        words = _("More than {count} more from {name}").format(count=SHOWN_MAX, name=name)
    else:
        words = ngettext("{count} more from {name}", "{count} more from {name}", count).format(count=count, name=name)
    about = [
        ngettext("{count} about “{topic}”", "{count} about “{topic}”", many).format(count=many, topic=topics[topic])
        for topic, many in seat.over
        if topic in topics
    ]
    return " · ".join([words, *about])


def over_line(fold: OverFold, shell: Any) -> str:
    """Say what a cap folds: "Politics: 13 posts by Xaver, Ana and 2 others"."""
    names = [first_name(account) for account in fold.named]
    if others := fold.people - len(names):
        names.append(ngettext("{count} other", "{count} others", others).format(count=others))
    who = format_list(names, locale=shell.language.replace("-", "_"))
    if not fold.topic:
        words = ngettext("{count} post by {names}", "{count} posts by {names}", fold.count)
        return words.format(count=fold.count, names=who)
    words = ngettext("{topic}: {count} post by {names}", "{topic}: {count} posts by {names}", fold.count)
    return words.format(topic=fold.words, count=fold.count, names=who)


def thought_of(found: Sequence[FoundTopic], topic: str, word: str) -> str:
    """Say by what a post stands in the fold of a topic: a machine's word is called what it is."""
    evidence = next((one.evidence for one in found if one.topic == topic), None)
    if evidence == "machine":
        return _("We think this is about “{topic}”.").format(topic=word)
    if evidence == "reader":
        return _("You said this is about “{topic}”.").format(topic=word)
    return _("Its author says this is about “{topic}”.").format(topic=word) if evidence else ""


def may_say_no(found: Sequence[FoundTopic], topic: str) -> bool:
    """Tell whether a reader's "no" would count for anything: not where its author's own word stands."""
    return any(one.topic == topic and one.evidence != "author" for one in found)


def earlier_from(count: int, author: Account) -> str:
    """Say what was passed by."""
    name, count = first_name(author), min(count, SHOWN_MAX + 1)
    if count > SHOWN_MAX:
        return _("More than {count} from {name}").format(count=SHOWN_MAX, name=name)
    return ngettext("{count} from {name}", "{count} from {name}", count).format(count=count, name=name)


def people_line(people: int) -> str:
    """Say how many have something new: people, not posts; and that there are no more."""
    if people == 0:
        return _("Nobody has written anything new. It is quiet, and that is fine.")
    return ngettext(
        "{count} person has something new. That is all of it.",
        "{count} people have something new. That is all of them.",
        people,
    ).format(count=people)


def waiting_line(waiting: Sequence[tuple[Account, datetime]], shell: Any) -> str:
    """Name those further down who have waited longest."""
    if not waiting:
        return ""
    names = format_list([first_name(account) for account, _since in waiting], locale=shell.language.replace("-", "_"))
    return _("Further down, waiting longest: {names}.").format(names=names)


def long_time(passed: timedelta, shell: Any) -> str:
    """Say how long, in whole days, or what fits below one: "2,798 days", "5 hours"."""
    locale = shell.language.replace("-", "_")
    if passed >= timedelta(days=1):
        return format_unit(passed.days, "duration-day", locale=locale)
    hours, minutes = passed // timedelta(hours=1), passed // timedelta(minutes=1)
    if hours > 0:
        return format_unit(hours, "duration-hour", locale=locale)
    return format_unit(max(1, minutes), "duration-minute", locale=locale)

"""What is said about pledges: exact, and never with a raised finger. Times come as words: pages know whose clock."""

from kith.base.core.words import _, ngettext
from kith.pledges.model import Pledge
from kith.pledges.rules.deciding import Piece, Question
from kith.pledges.rules.record import Judged, Summary


def promise(pledge: Pledge) -> str:
    """Say what was promised, without the day it ends: "At most 1 post a week about politics"."""
    if pledge.posts_max == 0:
        return _("No posts about {topic}").format(topic=pledge.about)
    if pledge.period == "week":
        text = ngettext(
            "At most {num} post a week about {topic}", "At most {num} posts a week about {topic}", pledge.posts_max
        )
        return text.format(num=pledge.posts_max, topic=pledge.about)
    text = ngettext(
        "At most {num} post about {topic} in any {days} days",
        "At most {num} posts about {topic} in any {days} days",
        pledge.posts_max,
    )
    return text.format(num=pledge.posts_max, topic=pledge.about, days=pledge.days)


def standing(piece: Piece, when: str | None) -> str:
    """Say where one stands before writing: "Politics: 1 of 2 out this week"; when full, when the next is free."""
    label = piece.pledge.about[:1].upper() + piece.pledge.about[1:]
    if piece.posts_max == 0:
        return _("{topic}: you promised yourself none for now").format(topic=label)
    out = _out(piece).format(topic=label, used=piece.used, most=piece.posts_max, days=piece.pledge.days)
    if not piece.is_full:
        return out
    return (
        _("{out}, none free any more").format(out=out)
        if when is None
        else _("{out}, next free {when}").format(out=out, when=when)
    )


def _out(piece: Piece) -> str:
    """Say how many are out; what is more than was promised is said beside it, not as "2 of 1"."""
    more = piece.used > piece.posts_max
    if piece.pledge.period == "week":
        return (
            _("{topic}: {used} out this week, {most} promised")
            if more
            else _("{topic}: {used} of {most} out this week")
        )
    if more:
        return _("{topic}: {used} out in {days} days, {most} promised")
    return _("{topic}: {used} of {most} out in {days} days")


def full(question: Question, when: str | None) -> str:
    """Ask what shall happen to a post for which no place is free."""
    first = question.pieces[0]
    label = first.pledge.about
    if first.posts_max == 0:
        return _("You promised yourself no posts about {topic}. What shall happen to this one?").format(topic=label)
    said = _promised(first)
    out = ngettext("{num} is out", "{num} are out", first.used).format(num=first.used)
    if when is None:
        return _("{promised}; {out}. What shall happen to this one?").format(promised=said, out=out)
    return _("{promised}; {out}, the next is free {when}. What shall happen to this one?").format(
        promised=said, out=out, when=when
    )


def more_than_promised(pledge: Pledge) -> str:
    """Say what it means that one more of a time that is full is about the topic, for who wants to say so."""
    words = _("You promised yourself: “{promise}”. With this one it is more, and your record will say so.")
    return words.format(promise=promise(pledge))


def is_it(piece: Piece) -> str:
    """Ask whether it is about the topic: as a guess where that is likely, else plainly."""
    if piece.likelihood >= 0.85:
        return _("This looks like {topic}. Shall it count?").format(topic=piece.pledge.about)
    return _("Is this about {topic}?").format(topic=piece.pledge.about)


def kept(summary: Summary, pledge: Pledge) -> str:
    """Say the record: "Kept 9 of 10 weeks"."""
    if not summary.counted:
        return _("Nothing to count yet")
    if pledge.period == "week":
        text = ngettext("Kept {kept} of {num} week", "Kept {kept} of {num} weeks", summary.counted)
    else:
        text = ngettext("Kept {kept} of {num} stretch", "Kept {kept} of {num} stretches", summary.counted)
    return text.format(kept=summary.kept, num=summary.counted)


def became(one: Judged) -> str:
    """Say what became of a period, for its dot."""
    if one.verdict == "over":
        return _("{num} more than promised").format(num=one.over)
    if one.verdict == "unsorted":
        return ngettext("{num} not sorted", "{num} not sorted", one.unsorted).format(num=one.unsorted)
    if one.verdict == "running" and one.over:
        return _("so far: {out} out, {most} promised").format(out=one.out, most=one.period.posts_max)
    words = {
        "running": _("so far: {out} of {most} out"),
        "kept": _("kept: {out} of {most} out"),
        "paused": _("paused"),
        "partial": _("too short to count: {out} out"),
        "void": _("does not count: the server was away"),
    }
    return words[one.verdict].format(out=one.out, most=one.period.posts_max)


def said_no(no: int, asked: int, pledge: Pledge) -> str:
    """Tell an author, and nobody else, how often they said no to what looked like it."""
    if not no:
        return ""
    text = _("You said no to {no} of {asked} that looked like {topic}. Only you see this.")
    return text.format(no=no, asked=asked, topic=pledge.about)


def reposts_beside(summary: Summary) -> str:
    """Say how much was passed on about it, which does not count: "+4 reposts about it"."""
    text = ngettext("+{num} repost about it", "+{num} reposts about it", summary.reposts)
    return text.format(num=summary.reposts) if summary.reposts else ""


def _promised(piece: Piece) -> str:
    label = piece.pledge.about
    if piece.pledge.period == "week":
        return _("You promised yourself {num} a week about {topic}").format(num=piece.posts_max, topic=label)
    text = _("You promised yourself {num} in {days} days about {topic}")
    return text.format(num=piece.posts_max, days=piece.pledge.days, topic=label)

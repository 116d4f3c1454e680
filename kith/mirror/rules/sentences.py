"""What the mirror says: a word, the largest reason, one possible step. It never scolds, and compares with nobody."""

from kith.base.core.words import _, ngettext
from kith.mirror.model import MirrorWeek, Term, Word
from kith.mirror.rules.index import counts_of, largest, word_of


def say_word(word: Word) -> str:
    """Say the word."""
    return {
        "conversation": _("in conversation"),
        "telling": _("more telling than talking"),
        "broadcasting": _("mostly broadcasting"),
        "horn": _("a constant horn"),
    }[word]


def reason_of(week: MirrorWeek) -> Term | None:
    """Give the reason that is told: the largest; none where somebody is in conversation."""
    counts = counts_of(week)
    return None if word_of(counts) == "conversation" else largest(counts)


def say_reason(week: MirrorWeek, label: str) -> str:
    """Say the largest reason in plain words; `label` is what the topic is called. In conversation, say what is good."""
    term = reason_of(week)
    if term == "telling":
        return _say_telling(week)
    if term == "waiting":
        return _say_answered(week)
    if term == "topic":
        return _say_topic(week, label)
    if term == "less":
        return _("About {percent} in 100 of your people who saw you chose to read a little less.").format(
            percent=week.less_percent
        )
    return _say_good(week)


def say_step(week: MirrorWeek) -> str:
    """Say one thing that somebody could do. It is never more than that."""
    term = reason_of(week)
    if term == "telling":
        return _("Perhaps write to one person this week whose words you have only read.")
    if term == "waiting":
        return _("Perhaps answer one of them; a line is enough. Where none is needed, the menu of a reply can say so.")
    if term == "topic" and week.topic_promised:
        return _("Perhaps choose the one you would read aloud to a friend, and say the rest in a conversation.")
    if term == "topic":
        return _("Perhaps promise yourself a number that feels right to you. It is kept, or honestly not.")
    if term == "less":
        return _("Perhaps keep the second thing as a draft until tomorrow, and see whether you still want to say it.")
    return _("There is nothing to change.")


def step_path(week: MirrorWeek) -> str:
    """Give where that step begins; nowhere where it needs no place."""
    term = reason_of(week)
    if term == "topic":
        return "/pledges" if week.topic_promised else "/pledges/new"
    return {"telling": "/people", "waiting": "/notices/mentions", "less": "/drafts"}.get(term or "", "")


def _say_good(week: MirrorWeek) -> str:
    if week.answered:
        return _say_answered(week)
    return _say_talks(week) if week.talks else _("You said little in these weeks. That is never too much.")


def _say_answered(week: MirrorWeek) -> str:
    return _("{answered} of {received} replies answered.").format(answered=week.answered, received=week.received)


def _say_telling(week: MirrorWeek) -> str:
    posts = ngettext("{num} post of yours in four weeks", "{num} posts of yours in four weeks", week.posts).format(
        num=week.posts
    )
    return _("{posts}. {talks}").format(posts=posts, talks=_say_talks(week))


def _say_talks(week: MirrorWeek) -> str:
    if not week.talks:
        return _("There was no talk with anybody this time.")
    return ngettext(
        "You talked with somebody {num} time, each person counted once a day.",
        "You talked with somebody {num} times, each person counted once a day.",
        week.talks,
    ).format(num=week.talks)


def _say_topic(week: MirrorWeek, label: str) -> str:
    about = ngettext(
        "{num} post in the last week that seems to be about {topic}",
        "{num} posts in the last week that seem to be about {topic}",
        week.topic_posts,
    ).format(num=week.topic_posts, topic=label)
    if not week.topic_promised:
        return _("{posts}.").format(posts=about)
    return _("{posts}; you promised yourself {pace}.").format(posts=about, pace=f"{week.topic_pace:.3g}")

"""What a post is about for one reader, and what may still be said of it."""

from collections.abc import Iterable
from datetime import datetime, timedelta

import msgspec

from kith.base.core.errors import Invalid, Refused
from kith.base.core.ids import Id, parse_id
from kith.base.core.words import _
from kith.topics.model import (
    EXAMPLE_MAX,
    EXAMPLES_MAX,
    LABEL_MAX,
    DeclaredTopic,
    Evidence,
    FoundTopic,
    Said,
    TopicWish,
)

DECLARED_FREELY_HOURS = 24  # after that a "no" can still become a "yes", and a "yes" stays

_OWN = "own-"
_ORDER: tuple[Evidence, ...] = ("author", "reader", "machine")


def own_key(topic_id: Id) -> str:
    """Give the key of somebody's own topic."""
    return f"{_OWN}{topic_id}"


def own_id(key: str) -> Id | None:
    """Give the id of somebody's own topic, where the key is that of one."""
    return parse_id(key.removeprefix(_OWN)) if key.startswith(_OWN) else None


def topics_for_reader(said: Iterable[Said]) -> tuple[FoundTopic, ...]:
    """Tell what one post is about: of each topic the strongest evidence decides, and a "no" of the stronger is final.

    The order is the author's declaration, this reader's correction, the machine's score. Sorted by key.
    """
    strongest: dict[str, Said] = {}
    for one in said:
        known = strongest.get(one.topic)
        if known is None or _ORDER.index(one.evidence) < _ORDER.index(known.evidence):
            strongest[one.topic] = one
    return tuple(
        FoundTopic(topic=key, evidence=one.evidence, score=one.score if one.evidence == "machine" else None)
        for key, one in sorted(strongest.items())
        if one.about
    )


def check_answer(before: DeclaredTopic | None, *, about: bool | None, now: datetime) -> None:
    """Raise `Refused` where the author's answer stands: a "yes" that is a day old, or any answer against none."""
    if before is None or before.about is None or before.about == about:
        return
    if about is None:
        raise Refused(_("You have already said what this post is about."))
    check_taking_back(before, now)


def check_taking_back(said: DeclaredTopic, now: datetime) -> None:
    """Raise `Refused` where the author's answer stays."""
    if not may_take_back(said, now):
        raise Refused(_("You said a day ago or longer that this post is about it; that stays."))


def may_take_back(said: DeclaredTopic, now: datetime) -> bool:
    """Tell whether the author's answer can be undone: a "yes" that is a day old stays."""
    return not said.about or now - said.declared_at <= timedelta(hours=DECLARED_FREELY_HOURS)


def check_wish(wish: TopicWish) -> TopicWish:
    """Give the wish without what is empty or there twice. Raises `Invalid`."""
    label = " ".join(wish.label.split())
    if not label:
        raise Invalid(_("Give the topic a name."), field="label")
    if len(label) > LABEL_MAX:
        raise Invalid(_("The name is too long."), field="label")
    yes, no = _examples(wish.yes, "yes"), _examples(wish.no, "no")
    if set(yes) & set(no):
        raise Invalid(_("The same example cannot be both."), field="no")
    return msgspec.structs.replace(wish, label=label, yes=yes, no=no)


def _examples(given: Iterable[str], field: str) -> tuple[str, ...]:
    examples = tuple(dict.fromkeys(text.strip() for text in given if text.strip()))
    if len(examples) > EXAMPLES_MAX:
        raise Invalid(_("That is too many examples: {count} at the most.").format(count=EXAMPLES_MAX), field=field)
    if any(len(text) > EXAMPLE_MAX for text in examples):
        raise Invalid(_("An example is too long."), field=field)
    return examples

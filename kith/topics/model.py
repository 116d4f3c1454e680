"""Records, values, facts and limits of topics."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec

from kith.base.core.fact import Fact, Intent
from kith.base.core.ids import Id
from kith.base.core.record import Length, Record
from kith.base.core.words import _, speaks_english

OWN_TOPICS_MAX = 20  # of one person: each is looked for in every post they read
LABEL_MAX = 60  # characters
EXAMPLES_MAX = 20  # of each kind
EXAMPLE_MAX = 500  # characters
TOPIC_MAX = 40  # characters of a key
OWN_SCORED_MAX = 400  # posts in which one page looks for topics of one's own, the newest: 20 µs each and topic
UNREAD_SCORED_MAX = 200  # posts of one page that the small machine reads while it is made, the newest: 0.5 ms each
SCORED_TEXT_MAX = 5_000  # characters that the machine reads; what a post is about is said before that

Source = Literal["author", "classifier+author", "unsorted"]
Evidence = Literal["author", "reader", "machine"]


class OwnTopic(Record, frozen=True, kw_only=True, table="own_topics", key=("owner_id", "id")):
    """A topic of somebody's own. Nobody else learns of it through this record."""

    owner_id: Id
    id: Id
    label: Annotated[str, Length(LABEL_MAX)]
    yes: tuple[str, ...] = ()  # texts that are about it
    no: tuple[str, ...] = ()  # texts that are not, though one might think so
    created_at: datetime
    learned: bytes = b""  # from the owner's yes and no, in hashed words: no post can be read back


class DeclaredTopic(
    Record,
    frozen=True,
    kw_only=True,
    table="declared_topics",
    key=("author_id", "post_id", "topic"),
    references=("(author_id, post_id) REFERENCES posts (author_id, id) ON DELETE CASCADE",),
):
    """What the author says of a post: whether it is `about` the topic.

    `None` where they have not answered yet (`unsorted`), or took their answer back.
    """

    author_id: Id
    post_id: Id
    topic: Annotated[str, Length(TOPIC_MAX)]
    about: bool | None
    source: Source
    declared_at: datetime  # when they first answered, or were asked in vain


class TopicCorrection(
    Record,
    frozen=True,
    kw_only=True,
    table="topic_corrections",
    key=("reader_id", "post_id", "topic"),
    indexes=("(author_id, post_id)",),
):
    """What a reader says of a post, for themselves alone. The author is never told."""

    reader_id: Id
    post_id: Id
    topic: Annotated[str, Length(TOPIC_MAX)]
    author_id: Id
    about: bool
    corrected_at: datetime


class TopicScores(
    Record,
    frozen=True,
    kw_only=True,
    table="topic_scores",
    key=("author_id", "post_id"),
    references=("(author_id, post_id) REFERENCES posts (author_id, id) ON DELETE CASCADE",),
):
    """What the machine thinks of a post: how likely it is about each ready topic. What is unlikely is left out.

    `model` is which machine it was.
    """

    author_id: Id
    post_id: Id
    model: Annotated[str, Length(40)]
    scores: dict[str, float]


class Topic(msgspec.Struct, frozen=True, kw_only=True):
    """A topic that somebody can choose: `key` stays the same for ever, `label` speaks their language."""

    key: str
    label: str
    own: OwnTopic | None = None


class TopicWish(msgspec.Struct, frozen=True, kw_only=True):
    """A topic of one's own, as its owner wants it."""

    label: str
    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()


class FoundTopic(msgspec.Struct, frozen=True, kw_only=True):
    """A post is about this topic, by this evidence; `score` where it was the machine."""

    topic: str
    evidence: Evidence
    score: float | None = None


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """A piece of evidence about one post: an answer of the author or of the reader, or a score of the machine.

    `about` is what it comes to: of a score, whether it is beyond the bar.
    """

    evidence: Evidence
    post_id: Id
    topic: str
    about: bool
    score: float = 0.0


class Sort(Intent, frozen=True, kw_only=True):
    """An author is about to say what a post is about, and the post is held: time to hold what that will change.

    A gate may raise `Undecided`, unless they chose to say it `anyway`.
    """

    author_id: Id
    post_id: Id
    topic: str
    about: bool | None
    anyway: bool


class TopicSorted(Fact, frozen=True, kw_only=True):
    """An author said what a post is about. `about` is empty where they took that back, or, `unsorted`, said nothing."""

    author_id: Id
    post_id: Id
    topic: str
    about: bool | None
    source: Source


class OwnTopicDeleted(Fact, frozen=True, kw_only=True):
    """A topic of somebody's own is gone."""

    owner_id: Id
    topic: str


def ready_names() -> dict[str, str]:
    """Name the topics that everybody has, by their keys, in the language of whoever asks."""
    return {
        "partisan": _("Partisan politics"),
        "selling": _("Selling and promotion"),
        "children": _("My children’s photos"),
        "complaints": _("Complaints"),
        "sport": _("Sport"),
        "religion": _("Religion"),
        "health": _("Illness and health"),
        "work": _("Work and career"),
        "pets": _("Pets"),
        "food": _("Food and cooking"),
    }


def in_a_sentence(label: str) -> str:
    """Write a topic's name as it stands inside a sentence: English begins it small."""
    return label[:1].lower() + label[1:] if speaks_english() and not label.isupper() else label

"""The gates: a post that is about to go out, or to say something else, before the pledges of its author."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec

from kith.base.core.errors import Undecided
from kith.base.core.ids import Id, instant_of
from kith.base.core.text import find_mentions
from kith.base.core.words import _
from kith.base.web.shown import time_until
from kith.base.work import Work
from kith.people import viewer_of
from kith.pledges import store
from kith.pledges.actions.keeping import clock_of, kept_ledger, likelihoods, running_now
from kith.pledges.model import Entry, Pledge
from kith.pledges.rules import sentences
from kith.pledges.rules.changing import status_of
from kith.pledges.rules.deciding import Decided, Question, Weighed, decide, question
from kith.pledges.rules.slots import Ledger, counts, free_slot
from kith.pledges.rules.sorting import (
    LETTER_PEOPLE_MAX,
    OVER_KEY,
    belongs_to_chain,
    is_asked,
    is_minor,
    said_of,
)
from kith.posts import find_post
from kith.posts.model import Edit, Post, Publish, SentBy, Words
from kith.topics import find_declaration


class Subject(msgspec.Struct, frozen=True, kw_only=True):
    """What is weighed: a post, its words, and what its author has answered."""

    author_id: Id
    post_id: Id
    root_id: Id
    text: str
    answers: Mapping[str, str]
    sent_by: SentBy
    said_at: datetime | None = None  # of a post that is edited, when it went out


class Answered(msgspec.Struct, frozen=True, kw_only=True):
    """What an author answered while posting, to be declared once the post is there."""

    topic: str
    about: bool | None
    asked: bool


class AnsweredNow(list[Answered]):
    """The answers of this work, in its memo."""


async def weigh_post(work: Work, intent: Publish) -> None:
    """Enter a new post into the ledgers it belongs to. Raises `Undecided` where its author has to choose first."""
    if not _may_count(intent.words, intent.parent, intent.author_id):
        return
    pledges = await running_now(work, intent.author_id)
    if not pledges:
        return
    root_id = intent.parent.root_id if intent.parent else intent.post_id
    subject = _subject(intent.author_id, intent.post_id, root_id, intent.words, intent.sent_by)
    await _weigh(work, subject, pledges, await likelihoods(work, intent.author_id, pledges, subject.text))


async def weigh_edit(work: Work, intent: Edit) -> None:
    """Enter a post that turns to a topic, at the instant of the edit. What turns away keeps its place."""
    post = intent.post
    if not await may_count(work, post, intent.words):
        return
    pledges = await store.running(work.db, intent.author_id, work.now)
    if not pledges:
        return
    subject = _subject(intent.author_id, post.id, post.root_id, intent.words, intent.sent_by)
    subject = msgspec.structs.replace(subject, said_at=post.published_at)
    after = await likelihoods(work, intent.author_id, pledges, subject.text)
    before = await likelihoods(work, intent.author_id, pledges, f"{post.warning}\n{post.text}")
    known = {one.pledge_id for one in await store.entries_of_post(work.db, post.author_id, post.id) if counts(one)}
    small = is_minor(f"{post.warning}\n{post.text}", subject.text)
    new = [
        one
        for one in pledges
        if one.id not in known and not (small and is_asked(before[one.id]) == is_asked(after[one.id]))
    ]
    await _weigh(work, subject, [one for one in new if not await _said_no(work, subject, one)], after)


async def may_count(work: Work, post: Post, words: Words) -> bool:
    """Tell whether a post that is out can count: an answer to others, or what goes on with one, does not."""
    if post.reply_to_id is None:
        return _may_count(words, None, post.author_id)
    if not post.author_id == post.reply_to_author_id == post.root_author_id:
        return False
    parent = await find_post(work.db, await viewer_of(work), post.reply_to_id)
    return parent is not None and _may_count(words, parent, post.author_id)


def text_of(words: Words) -> str:
    """Give what of a post says what it is about."""
    return f"{words.warning}\n{words.text}"


def _may_count(words: Words, parent: Post | None, author_id: Id) -> bool:
    """Tell whether a post can count at all: an answer does not, nor a letter; going on with one's own post may."""
    if words.audience == "mentioned" and len(find_mentions(words.text)) <= LETTER_PEOPLE_MAX:
        return False
    if parent is None:
        return True
    return author_id == parent.author_id == parent.root_author_id and parent.reply_to_author_id in (None, author_id)


def _subject(author_id: Id, post_id: Id, root_id: Id, words: Words, sent_by: SentBy) -> Subject:
    return Subject(
        author_id=author_id,
        post_id=post_id,
        root_id=root_id,
        text=text_of(words),
        answers=words.answers,
        sent_by=sent_by,
    )


async def _said_no(work: Work, subject: Subject, pledge: Pledge) -> bool:
    """Whether the author has said of this very post that it is not about it, and says nothing else now."""
    if said_of(subject.answers, pledge.id) is not None:
        return False
    found = await find_declaration(work.db, subject.author_id, subject.post_id, pledge.topic)
    return found is not None and found.about is False


async def _weigh(work: Work, subject: Subject, pledges: Sequence[Pledge], chances: Mapping[Id, float]) -> None:
    asked = {one.id: one.topic for one in pledges if said_of(subject.answers, one.id) or is_asked(chances[one.id])}
    if not asked:
        return
    weighed = []
    for pledge in await store.lock_about(work.db, subject.author_id, asked.values()):
        if pledge.id not in asked:
            continue
        found = await _weighed(work, subject, pledge, chances[pledge.id])
        if found is not None:
            weighed.append(found)
    over = subject.answers.get(OVER_KEY) == "over"
    decided, open_ = decide(weighed, sent_by=subject.sent_by, over=over)
    if open_:
        raise await undecided(work, question(open_, work.now))
    for one in decided:
        await _enter(work, subject, one)


async def _weighed(work: Work, subject: Subject, pledge: Pledge, likelihood: float) -> Weighed | None:
    """Look at a post before one locked pledge; `None` where that does not bind, or has it already."""
    ledger = await kept_ledger(work, pledge)
    if status_of(ledger.pledge, ledger.period, work.now) != "active":
        return None
    if _is_of_a_chain(subject, ledger, work.now):
        return None
    return Weighed(
        ledger=ledger,
        likelihood=likelihood,
        said=said_of(subject.answers, pledge.id),
        slot=free_slot(ledger, work.now),
    )


def _is_of_a_chain(subject: Subject, ledger: Ledger, now: datetime) -> bool:
    """Tell whether something that was said in one go with it counts already."""
    same = [one for one in ledger.entries if one.root_id == subject.root_id and one.returned_at is None]
    if subject.said_at is not None:  # it is edited: when each of them went out matters, not since when it counts
        return any(belongs_to_chain(instant_of(one.post_id), subject.said_at) for one in same)
    return subject.root_id != subject.post_id and any(belongs_to_chain(one.at, now) for one in same)


async def _enter(work: Work, subject: Subject, decided: Decided) -> None:
    """Write an entry, and remember what was answered, which is declared when the post is there."""
    weighed, fate = decided.weighed, decided.fate
    about = None if fate == "unsorted" else fate != "not"
    asked = decided.source != "author"
    work.memo.setdefault(AnsweredNow, AnsweredNow()).append(
        Answered(topic=weighed.pledge.topic, about=about, asked=asked)
    )
    if fate == "not":
        return
    assert weighed.ledger.period is not None
    entry = Entry(
        author_id=subject.author_id,
        pledge_id=weighed.pledge.id,
        post_id=subject.post_id,
        root_id=subject.root_id,
        at=work.now,
        period=weighed.ledger.period.number,
        slot=weighed.slot if fate != "over" else None,
        over=fate == "over",
        source=decided.source,
    )
    # Where it is in there already it had given its place back: the declaration takes it up again, in its own period.
    await work.db.insert_new(entry)


async def undecided(work: Work, asked: Question, *, path: str = "") -> Undecided:
    """Make the question that its author is asked, with what there is to choose, in words for apps."""
    first = asked.pieces[0]
    free = asked.next_free_at
    when = None if free is None else time_until(free, await clock_of(work, first.pledge))
    if not first.is_full:
        choices = {"yes": _("Yes, count it"), "no": _("No, it is about something else"), "later": _("Say it later")}
        return Undecided(sentences.is_it(first), choices=choices, question=asked)
    choices = {
        "comment": _("Say it as a comment in a conversation that is going on"),
        "draft": _("Keep it as a draft"),
        "over": _("Post it anyway, recorded"),
        "no": _("It is not about {topic}").format(topic=first.pledge.about),
    }
    if when is not None:
        choices = {"schedule": _("Let it go out {when}").format(when=when), **choices}
    return Undecided(sentences.full(asked, when), choices=choices, question=asked, path=path)

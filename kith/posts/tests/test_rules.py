"""The rules of words, polls and threads, by table."""

from datetime import timedelta

import msgspec
import pytest

from kith.base.core.errors import Invalid, Refused
from kith.base.core.ids import Id
from kith.posts.model import Audience, Poll, PollWish, Post, Thread, ThreadPiece, Words
from kith.posts.rules import (
    branches,
    check_choices,
    check_draft,
    check_passing_on,
    check_publish_at,
    check_room_for_draft,
    check_version,
    check_words,
    counted,
    is_over,
    may_see_results,
    narrower,
)
from tests.clock import BEGINNING

ANA, BEN = Id(1), Id(2)
TEA = PollWish(options=("Tea", "Coffee"), lasts_s=3600)


def _post(id_: int = 10, *, author: Id = ANA, audience: Audience = "everyone", reply_to: int | None = None) -> Post:
    return Post(
        author_id=author,
        id=Id(id_),
        audience=audience,
        reply_to_id=Id(reply_to) if reply_to else None,
        root_id=Id(10),
        root_author_id=ANA,
        published_at=BEGINNING,
    )


@pytest.mark.parametrize(
    "words",
    [
        Words(text="Good morning."),
        Words(media_ids=(Id(1),)),
        Words(poll=TEA),
        Words(text="x" * 5000),
        Words(text="Bom dia.", language="pt-BR"),
    ],
)
def test_what_fits_may_be_said(words: Words) -> None:
    """Text, a picture or a question is enough."""
    check_words(words, text_max=5000)


@pytest.mark.parametrize(
    ("words", "field"),
    [
        (Words(), "text"),
        (Words(text="x" * 5001), "text"),
        (Words(text="x", warning="w" * 501), "warning"),
        (Words(media_ids=tuple(Id(n) for n in range(1, 6))), "media_ids"),
        (Words(text="x", language="../../etc"), "language"),
        (Words(text="x", poll=TEA, media_ids=(Id(1),)), "poll"),
        (Words(poll=msgspec.structs.replace(TEA, options=("Tea",))), "poll"),
        (Words(poll=msgspec.structs.replace(TEA, options=("Tea", "Tea"))), "poll"),
        (Words(poll=msgspec.structs.replace(TEA, options=("Tea", ""))), "poll"),
        (Words(poll=msgspec.structs.replace(TEA, options=("Tea", "x" * 101))), "poll"),
        (Words(poll=msgspec.structs.replace(TEA, options=tuple("abcdefghi"))), "poll"),
        (Words(poll=msgspec.structs.replace(TEA, lasts_s=299)), "poll"),
        (Words(poll=msgspec.structs.replace(TEA, lasts_s=31 * 86_400 + 1)), "poll"),
    ],
)
def test_what_does_not_fit_is_named(words: Words, field: str) -> None:
    """The form shows the sentence beside the field it is about."""
    with pytest.raises(Invalid) as caught:
        check_words(words, text_max=5000)
    assert caught.value.field == field


@pytest.mark.parametrize(
    ("asked", "parent", "got"),
    [
        ("everyone", "everyone", "everyone"),
        ("everyone", "unlisted", "everyone"),
        ("everyone", "followers", "followers"),
        ("everyone", "mentioned", "mentioned"),
        ("mentioned", "everyone", "mentioned"),
        ("followers", "mentioned", "mentioned"),
        ("mentioned", "followers", "mentioned"),
    ],
)
def test_an_answer_is_never_louder_than_asked_nor_than_a_private_question(
    asked: Audience, parent: Audience, got: Audience
) -> None:
    """What was said among few is not answered before all."""
    assert narrower(asked, _post(audience=parent)) == got
    assert narrower(asked, None) == asked


@pytest.mark.parametrize(
    ("audience", "person", "may"),
    [
        ("everyone", BEN, True),
        ("unlisted", BEN, True),
        ("followers", BEN, False),
        ("mentioned", BEN, False),
        ("followers", ANA, True),
        ("mentioned", ANA, False),
    ],
)
def test_only_what_was_said_to_everyone_is_passed_on(audience: Audience, person: Id, *, may: bool) -> None:
    """One's own words to followers may come round to the same followers again."""
    if may:
        check_passing_on(_post(audience=audience), person_id=person)
        return
    with pytest.raises(Refused):
        check_passing_on(_post(audience=audience), person_id=person)


def test_a_second_window_does_not_overwrite_the_first() -> None:
    """Apps that know no versions go on working: the last one wins."""
    check_version(known=2, current=2)
    check_version(known=None, current=2)
    with pytest.raises(Refused):
        check_version(known=1, current=2)


def _poll(**changes: object) -> Poll:
    poll = Poll(
        author_id=ANA,
        post_id=Id(10),
        options=("Tea", "Coffee", "Water"),
        votes={},
        ends_at=BEGINNING + timedelta(hours=1),
    )
    return msgspec.structs.replace(poll, **changes)


def test_choices_are_put_in_order_and_counted_once() -> None:
    """A person counts once, each of their choices once."""
    poll = _poll(multiple=True)
    chosen = check_choices(poll, [2, 0, 2], person_id=BEN, now=BEGINNING)
    assert chosen == (0, 2)
    assert counted(counted(poll, chosen), (0,)).votes == {"0": 2, "2": 1}
    assert counted(poll, chosen).voters == 1


@pytest.mark.parametrize(
    ("poll", "choices", "person", "wrong"),
    [
        (_poll(), [0, 1], BEN, Invalid),
        (_poll(), [], BEN, Invalid),
        (_poll(), [3], BEN, Invalid),
        (_poll(), [-1], BEN, Invalid),
        (_poll(), [0], ANA, Refused),
        (_poll(ends_at=BEGINNING), [0], BEN, Refused),
        (_poll(ended_at=BEGINNING), [0], BEN, Refused),
    ],
)
def test_a_vote_that_cannot_count_is_refused(
    poll: Poll, choices: list[int], person: Id, wrong: type[Exception]
) -> None:
    """One answer where one is asked for, in time, and not by the one who asks."""
    check_choices(_poll(), [0], person_id=BEN, now=BEGINNING)
    with pytest.raises(wrong):
        check_choices(poll, choices, person_id=person, now=BEGINNING)


def test_a_count_that_was_kept_back_is_shown_at_the_end() -> None:
    """So that nobody votes with the crowd."""
    kept_back = _poll(hide_totals=True)
    assert not may_see_results(kept_back, now=BEGINNING)
    assert may_see_results(_poll(), now=BEGINNING)
    assert is_over(kept_back, kept_back.ends_at)
    assert may_see_results(kept_back, now=kept_back.ends_at)


def _thread(*links: tuple[int, int], unseen: tuple[int, ...] = ()) -> Thread:
    pieces = tuple(ThreadPiece(id=Id(a), author_id=ANA, reply_to_id=Id(b), above=False) for a, b in links)
    return Thread(above=(), below=tuple(_post(a, reply_to=b) for a, b in links if a not in unseen), pieces=pieces)


@pytest.mark.parametrize(
    ("thread", "laid"),
    [
        (_thread(), []),
        (_thread((11, 10), (12, 10)), [(11, 0), (12, 0)]),
        (_thread((11, 10), (12, 10), (13, 11), (14, 12), (15, 13)), [(11, 0), (13, 1), (15, 2), (12, 0), (14, 1)]),
        (_thread((11, 10), (12, 11), (13, 12), unseen=(12,)), [(11, 0), (13, 1)]),
        (_thread((11, 10), (12, 11), unseen=(11,)), [(12, 0)]),
        (_thread((12, 11)), [(12, 0)]),
    ],
)
def test_a_tree_is_laid_flat_with_answers_under_what_they_answer(thread: Thread, laid: list[tuple[int, int]]) -> None:
    """What the viewer may not see leaves no hole in the shape, and no trace."""
    assert [(branch.post.id, branch.depth) for branch in branches(thread, Id(10))] == laid


def test_a_talk_of_a_thousand_answers_is_laid_without_recursion() -> None:
    """Python's stack is not a limit of a friendship."""
    thread = _thread(*((n, n - 1) for n in range(11, 3011)))
    assert branches(thread, Id(10))[-1].depth == 2999


def test_a_schedule_lies_in_the_near_future() -> None:
    """Five minutes to a year; a draft needs only something in it."""
    check_publish_at(BEGINNING + timedelta(minutes=5), now=BEGINNING)
    for wrong in (timedelta(minutes=4), timedelta(days=-1), timedelta(days=400)):
        with pytest.raises(Invalid):
            check_publish_at(BEGINNING + wrong, now=BEGINNING)
    check_draft(Words(text="x" * 6000))
    with pytest.raises(Invalid):
        check_draft(Words())
    check_room_for_draft(kept=199, scheduled=False)
    with pytest.raises(Refused):
        check_room_for_draft(kept=200, scheduled=True)

"""What is decided about conversations, by tables and by random cases."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.base.core.errors import Refused
from kith.base.core.ids import Id
from kith.conversations.model import Message, Run, SeatState, WhoMayWrite
from kith.conversations.rules import call, check_request, first_state, gone_on, is_call, letters
from kith.ties.rules import weight
from tests.clock import BEGINNING

ANA, BEN = Id(11), Id(12)


def _message(seconds: float, author: Id = ANA, number: int = 1) -> Message:
    return Message(
        conversation_id=Id(1),
        seq=number,
        id=Id(100 + number),
        author_id=author,
        once_key=str(number),
        changed=number,
        sent_at=BEGINNING + timedelta(seconds=seconds),
    )


def _talk(*said: tuple[float, Id]) -> Run:
    run: Run | None = None
    for number, (seconds, author) in enumerate(said, start=1):
        run = gone_on(run, _message(seconds, author, number))
    assert run is not None
    return run


@pytest.mark.parametrize(
    ("said", "counts"),
    [
        ([(0, ANA), (29, BEN), (58, ANA), (87, BEN), (116, ANA), (120, BEN)], True),
        ([(0, ANA), (29, BEN), (58, ANA), (87, BEN), (116, ANA), (119, BEN)], False),  # not two minutes
        ([(0, ANA), (29, BEN), (59, ANA), (88, BEN), (117, ANA), (120, BEN)], False),  # a pause of half a minute
        ([(0, ANA), (29, ANA), (58, ANA), (87, ANA), (116, ANA), (120, ANA)], False),  # one alone
        ([(0, ANA), (200, BEN)], False),
    ],
)
def test_typing_together_is_two_minutes_of_both_without_a_pause(said: list[tuple[float, Id]], *, counts: bool) -> None:
    """Two minutes, two people, no pause of thirty seconds."""
    assert is_call(_talk(*said)) is counts


def test_a_call_is_named_by_its_first_message_and_given_by_both() -> None:
    """However long it goes on, it is the same one."""
    run = _talk((0, ANA), (29, BEN), (58, ANA))
    assert {(act.giver_id, act.getter_id, act.subject_id) for act in call(run)} == {(ANA, BEN, 101), (BEN, ANA, 101)}


@given(st.lists(st.tuples(st.floats(0, 100), st.sampled_from([ANA, BEN])), min_size=1, max_size=30))
def test_a_run_holds_only_what_follows_without_a_pause(steps: list[tuple[float, Id]]) -> None:
    """Its writers are those since the last pause, and it never ends before it began."""
    at, run, since = 0.0, None, {ANA, BEN}
    since.clear()
    last = None
    for number, (step, author) in enumerate(steps, start=1):
        at += step
        run = gone_on(run, _message(at, author, number))
        exact = _message(at).sent_at
        if last is not None and (exact - last).total_seconds() >= 30:
            since.clear()
        since.add(author)
        last = exact
        assert set(run.writers) == since
        assert run.since_at <= run.at


@pytest.mark.parametrize("others", range(1, 8))
def test_a_message_is_shared_among_those_it_reaches(others: int) -> None:
    """1 to one, 1/(k−1) among up to five, nothing among more."""
    acts = letters(_message(0), [Id(20 + n) for n in range(others)])
    weights = [weight(act.kind, act.among) for act in acts]
    assert weights == [1 / others if others <= 4 else 0] * others


@pytest.mark.parametrize(
    ("wish", "follows", "tied", "circle", "state"),
    [
        ("everyone", False, False, 0, "open"),
        ("known", False, False, 0, "request"),
        ("known", True, False, 0, "open"),
        ("known", False, True, 0, "open"),
        ("inner", True, True, 50, "request"),
        ("inner", True, True, 0, "request"),
        ("inner", False, True, 15, "open"),
        ("inner", False, True, 5, "open"),
    ],
)
def test_who_may_write_is_the_receivers_choice(
    wish: WhoMayWrite, *, follows: bool, tied: bool, circle: int, state: SeatState
) -> None:
    """By what they follow, with whom they have a tie, and how close."""
    assert first_state(wish, follows=follows, tied=tied, circle=circle) == state


def test_what_waits_with_a_stranger_is_a_few_words() -> None:
    """No pictures, and five messages; whoever accepted gets all."""
    check_request(["request"], written=4, has_media=False)
    with pytest.raises(Refused, match="accepted"):
        check_request(["request"], written=4, has_media=True)
    with pytest.raises(Refused, match="wait"):
        check_request(["request"], written=5, has_media=False)
    with pytest.raises(Refused):
        check_request(["declined"], written=5, has_media=False)
    check_request(["open"], written=500, has_media=True)

"""What is decided between two people, by table."""

from datetime import datetime, timedelta

import pytest

from kith.base.core.errors import Invalid, KithError, NotFound, Refused
from kith.base.core.ids import Id
from kith.people.model import FOLLOWS_MAX, REMARK_MAX, Account, FollowState, Viewer
from kith.people.rules.relations import (
    check_mute_end,
    check_not_oneself,
    check_present,
    check_remark,
    check_room_to_follow,
    follow_state,
    may_see_ties,
)
from tests.clock import BEGINNING

ANA, BEN = Id(1), Id(2)


def _account(*, locked: bool = False, domain: str | None = None, gone: bool = False) -> Account:
    return Account(
        id=ANA,
        handle="ana",
        name="Ana",
        locked=locked,
        domain=domain,
        created_at=BEGINNING,
        gone_at=BEGINNING if gone else None,
    )


def test_one_does_not_follow_block_or_mute_oneself() -> None:
    """Between two people, there are two."""
    check_not_oneself(ANA, BEN)
    with pytest.raises(Refused):
        check_not_oneself(ANA, ANA)


def test_gone_and_blocked_look_the_same() -> None:
    """Nobody learns from the words of an error that they were blocked."""
    check_present(_account(), apart=False)
    with pytest.raises(NotFound) as gone:
        check_present(_account(gone=True), apart=False)
    with pytest.raises(NotFound) as apart:
        check_present(_account(), apart=True)
    assert gone.value.text == apart.value.text == NotFound().text


@pytest.mark.parametrize(
    ("followee", "state"),
    [
        (_account(), "accepted"),
        (_account(locked=True), "requested"),
        (_account(domain="hav.social"), "requested"),
    ],
)
def test_a_follow_waits_where_somebody_must_answer(followee: Account, state: FollowState) -> None:
    """Open people need not answer; the locked and other servers do."""
    assert follow_state(followee) == state


def test_there_is_an_end_to_following() -> None:
    """The last one that fits, and the next."""
    check_room_to_follow(FOLLOWS_MAX - 1)
    with pytest.raises(Refused, match="as many as"):
        check_room_to_follow(FOLLOWS_MAX)


@pytest.mark.parametrize(
    ("until_at", "refused"),
    [
        (None, None),
        (BEGINNING + timedelta(seconds=1), None),
        (BEGINNING, Invalid),
        (BEGINNING - timedelta(days=1), Invalid),
        (BEGINNING + timedelta(days=4000), Invalid),
    ],
)
def test_a_mute_ends_in_the_future(until_at: datetime | None, refused: type[KithError] | None) -> None:
    """Or not at all."""
    if refused is None:
        check_mute_end(until_at, BEGINNING)
    else:
        with pytest.raises(refused):
            check_mute_end(until_at, BEGINNING)


def test_a_note_has_an_end() -> None:
    """Counted in characters."""
    check_remark("x" * REMARK_MAX)
    with pytest.raises(Invalid):
        check_remark("x" * (REMARK_MAX + 1))


@pytest.mark.parametrize(
    ("account", "viewer", "seen"),
    [
        (_account(), Viewer(), True),
        (_account(locked=True), Viewer(), False),
        (_account(locked=True), Viewer(id=BEN), False),
        (_account(locked=True), Viewer(id=BEN, following=(ANA,)), True),
        (_account(locked=True), Viewer(id=ANA), True),
    ],
)
def test_whom_a_locked_person_knows_is_for_those_they_let_in(account: Account, viewer: Viewer, *, seen: bool) -> None:
    """A lock that shows who stands behind it is none."""
    assert may_see_ties(account, viewer) is seen

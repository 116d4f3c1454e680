"""When something is pushed, and when it is tried again."""

from datetime import UTC, datetime, timedelta

import pytest

from kith.base.core.ids import Id
from kith.notices.model import KINDS, NoticeKind
from kith.push.keys import contact_of, open_token, seal_token, server_key
from kith.push.model import ALERT_OF, APP_ALERTS, TRY_AGAIN_S, Policy, Subscription
from kith.push.rules import bundle_at, is_given_up, may_push_from, try_again_at, urgency_of
from kith.settings import Settings

NOW = datetime(2030, 1, 1, tzinfo=UTC)


def subscription(**changes: object) -> Subscription:
    """One as it begins."""
    plain: dict[str, object] = {
        "owner_id": Id(1), "id": Id(2), "token_id": Id(3), "endpoint": "https://push.example/", "public_key": b"",
        "shared_secret": b"", "standard": True, "alerts": ("mention",), "language": "en", "pushed_id": Id(2),
        "created_at": NOW,
    }  # fmt: skip
    return Subscription(**(plain | changes))  # type: ignore[arg-type]


def test_every_kind_of_notice_has_its_alert() -> None:
    """In the word of apps where they have one, else in ours."""
    assert set(ALERT_OF) == set(KINDS)
    assert set(APP_ALERTS) <= set(ALERT_OF.values())
    assert set(ALERT_OF.values()) <= {*APP_ALERTS, *KINDS}


@pytest.mark.parametrize(
    ("policy", "stranger", "followed", "follower", "oneself"),
    [
        ("all", True, True, True, True),
        ("followed", False, True, False, True),
        ("follower", False, False, True, True),
        ("none", False, False, False, False),
    ],
)
def test_a_policy_lets_in(policy: Policy, *, stranger: bool, followed: bool, follower: bool, oneself: bool) -> None:
    def asked(*, follows: bool = False, is_followed: bool = False, is_self: bool = False) -> bool:
        return may_push_from(policy, follows=follows, is_followed=is_followed, is_self=is_self)

    assert asked() == stranger
    assert asked(follows=True) == followed
    assert asked(is_followed=True) == follower
    assert asked(is_self=True) == oneself


def test_trying_again_takes_longer_each_time_and_ends() -> None:
    times = [try_again_at(NOW, tries=tries, retry_after_s=None) for tries in range(len(TRY_AGAIN_S) + 1)]
    assert times[-1] is None
    waits = [(at - NOW).total_seconds() for at in times if at is not None]
    assert waits == sorted(waits)


@pytest.mark.parametrize(("asked_s", "wait_s"), [(None, 10), (1, 10), (90, 90), (10**9, 3600)])
def test_a_service_may_ask_for_more_time(asked_s: int | None, wait_s: int) -> None:
    assert try_again_at(NOW, tries=0, retry_after_s=asked_s) == NOW + timedelta(seconds=wait_s)


def test_what_never_works_is_given_up() -> None:
    assert not is_given_up(None, NOW)
    assert not is_given_up(NOW - timedelta(days=13), NOW)
    assert is_given_up(NOW - timedelta(days=15), NOW)


def test_bundles_wait_a_moment_and_keep_their_distance() -> None:
    assert bundle_at(subscription(), NOW) == NOW + timedelta(seconds=15)
    just_before = subscription(pushed_at=NOW - timedelta(seconds=5))
    assert bundle_at(just_before, NOW) == NOW + timedelta(seconds=55)
    long_ago = subscription(pushed_at=NOW - timedelta(days=5))
    assert bundle_at(long_ago, NOW) == NOW + timedelta(seconds=15)


@pytest.mark.parametrize(("kinds", "urgency"), [(["like"], "low"), (["like", "reply"], "normal"), ([], "low")])
def test_what_waits_for_an_answer_is_urgent(kinds: list[NoticeKind], urgency: str) -> None:
    assert urgency_of(kinds) == urgency


def test_a_server_has_one_key() -> None:
    """The same wherever its secret is the same, and no other."""
    assert server_key(b"a" * 32).public == server_key(bytes(bytearray(b"a" * 32))).public
    assert server_key(b"a" * 32).public != server_key(b"b" * 32).public
    assert len(server_key(b"a" * 32).public) == 87


def test_a_token_opens_with_its_secret_in_its_place() -> None:
    sealed = seal_token(b"s" * 32, "kith_1_2_x", nonce=b"n" * 12, subscription_id=Id(5))
    assert b"kith_" not in sealed
    assert open_token(b"s" * 32, sealed, subscription_id=Id(5)) == "kith_1_2_x"
    assert open_token(b"t" * 32, sealed, subscription_id=Id(5)) is None
    assert open_token(b"s" * 32, sealed, subscription_id=Id(6)) is None


@pytest.mark.parametrize(
    ("mail_from", "contact"),
    [("", "mailto:kith@kith.example"), ("Kith <hello@x.example>", "mailto:hello@x.example")],
)
def test_a_push_service_can_write_to_the_owner(mail_from: str, contact: str) -> None:
    assert contact_of(Settings(url="https://kith.example:8443", mail_from=mail_from)) == contact

"""Codes from a phone: by the tables of the RFC, and by what people type."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.people.rules.two_step import code_at, fitting_step, is_from_phone, key_address, read_code, recovery_code
from kith.people.secrets import open_sealed, seal

SECRET = b"12345678901234567890"


@pytest.mark.parametrize(
    ("seconds", "code"),
    [(59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (1234567890, "005924"), (2000000000, "279037"),
     (20000000000, "353130")],
)  # fmt: skip
def test_codes_are_those_of_the_rfc(seconds: int, code: str) -> None:
    """RFC 6238, appendix B, in six digits."""
    assert code_at(SECRET, seconds // 30) == code


@pytest.mark.parametrize(("off", "fits"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_code_fits_a_step_to_either_side(off: int, *, fits: bool) -> None:
    """A clock may be half a minute off, and no more."""
    now = datetime.fromtimestamp(3_000_000, UTC)
    assert (fitting_step(SECRET, code_at(SECRET, 100_000 + off), now=now, last_step=0) is not None) == fits


@given(last=st.integers(99_990, 100_010), off=st.integers(-1, 1))
def test_no_code_fits_up_to_the_last_that_was_taken(last: int, off: int) -> None:
    """Whoever looks over a shoulder has nothing of it, nor of the one before."""
    now, step = datetime.fromtimestamp(3_000_000, UTC), 100_000 + off
    assert fitting_step(SECRET, code_at(SECRET, step), now=now, last_step=last) == (step if step > last else None)


@pytest.mark.parametrize(
    ("typed", "read"),
    [(" 287 082 ", "287082"), ("287-082", "287082"), ("٢٨٧٠٨٢", "287082"), ("ABCD-efgh", "abcdefgh"), ("²³", "²³"),
     ("", ""), ("—", "")],
)  # fmt: skip
def test_a_code_is_read_as_it_is_meant(typed: str, read: str) -> None:
    """With blanks, in other digits, in large letters; nothing else becomes a code."""
    assert read_code(typed) == read


@given(st.text(max_size=200))
def test_whatever_is_typed_is_read(typed: str) -> None:
    """And never raises."""
    code = read_code(typed)
    assert fitting_step(SECRET, code, now=datetime.fromtimestamp(3_000_000, UTC), last_step=10**6) is None


def test_a_recovery_code_is_never_taken_for_one_from_a_phone() -> None:
    """It has sixteen letters and digits."""
    code = recovery_code(b"\0" * 10)
    assert code == "aaaa-aaaa-aaaa-aaaa"
    assert not is_from_phone(read_code(code))


def test_the_address_names_server_and_person() -> None:
    """Whatever the server is called."""
    address = key_address(SECRET, server="Our: place & more", handle="ana")
    assert address == (
        "otpauth://totp/Our%3A%20place%20%26%20more:ana?"
        "secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Our%3A%20place%20%26%20more"
    )


def test_a_sealed_key_opens_for_its_own_row_alone() -> None:
    """Not for another person, nor with another server's secret."""
    sealed = seal(b"a" * 32, SECRET, account_id=1)  # type: ignore[arg-type]
    assert SECRET not in sealed
    assert open_sealed(b"a" * 32, sealed, account_id=1) == SECRET  # type: ignore[arg-type]
    assert open_sealed(b"a" * 32, sealed, account_id=2) is None  # type: ignore[arg-type]
    assert open_sealed(b"b" * 32, sealed, account_id=1) is None  # type: ignore[arg-type]

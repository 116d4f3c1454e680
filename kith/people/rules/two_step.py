"""Codes from a phone (RFC 6238: HMAC-SHA-1, six digits, half a minute), and codes for when it is lost."""

import base64
import hmac
import unicodedata
from datetime import datetime
from urllib.parse import quote, urlencode

from kith.people.model import TwoStep

SECRET_BYTES = 20  # as long as SHA-1's result (RFC 4226, 4, R6)
STEP_S = 30
DIGITS = 6
DRIFT_STEPS = 1  # a phone's clock may be half a minute off, and a code is typed while the next one begins
RECOVERY_BYTES = 10  # 80 bits: nobody guesses them, so that a plain hash is enough to keep them


def has_app(found: TwoStep) -> bool:
    """Tell whether an app makes codes that count: it is on, and a first code of it came back."""
    return found.on_at is not None and found.last_step > 0


def code_at(secret: bytes, step: int) -> str:
    """Give the code of a time step (RFC 4226, 5.3)."""
    digest = hmac.digest(secret, step.to_bytes(8), "sha1")
    place = digest[-1] & 0xF
    number = int.from_bytes(digest[place : place + 4]) & 0x7FFF_FFFF
    return str(number % 10**DIGITS).zfill(DIGITS)


def step_of(now: datetime) -> int:
    """Tell which time step an instant lies in."""
    return int(now.timestamp()) // STEP_S


def fitting_step(secret: bytes, code: str, *, now: datetime, last_step: int) -> int | None:
    """Tell of which step a code is, near `now` and after the last that was taken; `None` where it fits none.

    All of them are compared, each in constant time, so that the answer takes as long whatever was guessed.
    """
    here = step_of(now)
    found = None
    for step in range(here - DRIFT_STEPS, here + DRIFT_STEPS + 1):
        if hmac.compare_digest(code_at(secret, step).encode(), code.encode()) and step > last_step:
            found = step
    return found


def read_code(typed: str) -> str:
    """Read what somebody typed: without spaces and dashes, in small letters, and digits of any script as ours."""
    kept = "".join(one for one in typed[:100] if one.isalnum())
    return "".join(str(unicodedata.digit(one)) if one.isdecimal() else one.lower() for one in kept)


def is_from_phone(code: str) -> bool:
    """Tell by its form whether a code that was read comes from a phone; else it is meant as a recovery code."""
    return len(code) == DIGITS and code.isascii() and code.isdecimal()


def recovery_code(random: bytes) -> str:
    """Write a recovery code: four groups of four letters and digits, none of which looks like another."""
    letters = base64.b32encode(random).decode().lower()
    return "-".join(letters[start : start + 4] for start in range(0, len(letters), 4))


def shown_key(secret: bytes) -> str:
    """Write the key as an app takes it by hand, in groups of four."""
    letters = base64.b32encode(secret).decode()
    return " ".join(letters[start : start + 4] for start in range(0, len(letters), 4))


def key_address(secret: bytes, *, server: str, handle: str) -> str:
    """Write the address that a QR code carries to an app."""
    values = {"secret": base64.b32encode(secret).decode(), "issuer": server}
    return f"otpauth://totp/{quote(server, safe='')}:{quote(handle)}?{urlencode(values, quote_via=quote)}"

"""What is decided about webhooks without asking anybody: signatures, when to try again, and when to give up."""

import base64
import hashlib
import hmac
from datetime import datetime, timedelta

from kith.webhooks.model import Webhook

# How long to wait after each try that failed; after the last a delivery is given up. Two days in all.
TRY_AGAIN_S = (5, 60, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000)
HELD_AFTER = 5  # tries in a row that failed: from there on the address is asked now and then, whatever waits
HOLD_FIRST_S = 30
HOLD_MAX_S = 3600
RETRY_AFTER_MAX_S = 3600
PAUSED_AFTER_DAYS = 3
SECRET_PREFIX = "whsec_"  # noqa: S105 - how one begins (Standard Webhooks)


def secret_of(server_secret: bytes, salt: bytes) -> bytes:
    """Make a webhook's secret: it lies in no table, and is the same after a restore."""
    return hmac.digest(server_secret, b"kith webhook" + salt, hashlib.sha256)


def written(secret: bytes) -> str:
    """Write a secret as whoever receives gets it."""
    return SECRET_PREFIX + base64.b64encode(secret).decode()


def signature(secret: bytes, *, message_id: str, timestamp: int, body: bytes) -> str:
    """Sign a message as the Standard Webhooks specification says (standardwebhooks.com, "Signature scheme")."""
    signed = f"{message_id}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.digest(secret, signed, hashlib.sha256)).decode()


def salts_of(webhook: Webhook, now: datetime) -> list[bytes]:
    """List the salts of the secrets that hold at an instant, the newest first."""
    last = webhook.last_salt
    if last is None or webhook.last_salt_until is None or webhook.last_salt_until <= now:
        return [webhook.salt]
    return [webhook.salt, last]


def try_again_at(now: datetime, *, tries: int, chance: float, retry_after_s: int | None = None) -> datetime | None:
    """Tell when to try again after so many tries; `None`: not at all. `chance`, of 0 to 1, spreads it by a fifth."""
    if tries > len(TRY_AGAIN_S):
        return None
    wait_s = max(TRY_AGAIN_S[tries - 1] * _spread(chance), min(retry_after_s or 0, RETRY_AFTER_MAX_S))
    return now + timedelta(seconds=wait_s)


def held_until(now: datetime, *, failures: int, chance: float) -> datetime | None:
    """Tell until when an address is left alone that failed so often in a row; `None`: it is not."""
    if failures < HELD_AFTER:
        return None
    wait_s = min(HOLD_FIRST_S * 2 ** min(failures - HELD_AFTER, 10), HOLD_MAX_S)
    return now + timedelta(seconds=wait_s * _spread(chance))


def is_given_up(failing_since: datetime, now: datetime) -> bool:
    """Answer whether an address failed for so long that a person has to look at it."""
    return failing_since <= now - timedelta(days=PAUSED_AFTER_DAYS)


def _spread(chance: float) -> float:
    """Keep those who failed at the same moment from coming back at the same one."""
    return 0.8 + 0.4 * chance

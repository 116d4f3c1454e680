"""How many would like less: a share in which nobody can be found again.

The count is blurred by Laplace noise of scale 1, and the share rounded to 5 %. The noise of a week comes from a secret
of the server, so that nobody draws it again by deleting and beginning anew, and averages it away.
"""

import hmac
from datetime import date
from hashlib import sha256
from math import log

from kith.base.core.ids import Id
from kith.mirror.rules.index import REACHED_MIN

STEP_PERCENT = 5
_BITS = 52


def noise_of(secret: bytes, owner_id: Id, week_on: date) -> float:
    """Draw the noise of a week: Laplace, around 0, of scale 1. Always the same for the same week."""
    drawn = hmac.new(secret, f"mirror\0{owner_id}\0{week_on}".encode(), sha256).digest()
    number = int.from_bytes(drawn[:8], "big") >> (64 - _BITS)
    return laplace((number + 0.5) / 2**_BITS)


def laplace(chance: float) -> float:
    """Give the value below which a Laplace number of scale 1 stays with this chance: between 0 and 1, both left out."""
    return log(2 * chance) if chance < 0.5 else -log(2 * (1 - chance))


def blurred_percent(less: int, reached: int, noise: float) -> int | None:
    """Give the share of those reached who would like less; `None` where fewer than 20 were."""
    if reached < REACHED_MIN:
        return None
    share = max(0.0, min(1.0, (less + noise) / reached))
    return STEP_PERCENT * round(100 * share / STEP_PERCENT)

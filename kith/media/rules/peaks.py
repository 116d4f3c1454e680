"""How loud a recording is from its beginning to its end, in as many strokes as a waveform has. Pure."""

import sys
from array import array

from kith.media.model import PEAKS

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
QUIET = 600  # of 32,768: a room with nobody speaking swings so far, and shall not be drawn as if it were a shout


class Loudness:
    """Hears a recording piece by piece and remembers, for each stretch of it, how far it swings."""

    def __init__(self, *, samples: int) -> None:
        """Expect so many samples; what comes after them is not heard."""
        self._stretch = max(1, -(-samples // PEAKS))
        self._loudest = [0] * PEAKS
        self._heard = 0
        self._half = b""

    def hear(self, piece: bytes) -> None:
        """Take the next bytes: samples of 16 bits, the lower byte first. A piece may end within one."""
        whole = self._half + piece
        even = len(whole) & ~1
        self._half = whole[even:]
        samples = array("h", whole[:even])
        if sys.byteorder == "big":
            samples.byteswap()
        at = 0
        while at < len(samples) and self._heard < self._stretch * PEAKS:
            place, inside = divmod(self._heard, self._stretch)
            part = samples[at : at + self._stretch - inside]
            self._loudest[place] = max(self._loudest[place], _swing(part))
            at += len(part)
            self._heard += len(part)

    def peaks(self) -> str:
        """Write the strokes, the loudest as the highest digit. Empty where nothing was heard."""
        if self._heard == 0:
            return ""
        most = max(QUIET, *self._loudest)
        used = -(-self._heard // self._stretch)
        return "".join(DIGITS[(len(DIGITS) - 1) * loud // most] for loud in self._loudest[:used])


def _swing(samples: "array[int]") -> int:
    return max(max(samples), -min(samples))  # noqa: PLW3301 - unpacking a minute of sound would take its time

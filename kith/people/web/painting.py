"""Pictures of drawings, for what cannot read these: painted one after the other, with rests in between.

To paint holds up the whole process, and anybody may ask for the picture of any number. So the painter is at work a
fifth of the time at the most, whoever asks and however often; who would wait too long is told to come back.
"""

import asyncio
import time
from collections import OrderedDict

from resvg_py import svg_to_bytes

from kith.base.core.errors import Busy

PAINTED_MAX = 1024  # are remembered; ten kilobytes each
WAIT_MAX_S = 5
RETRY_AFTER_S = 5
REST = 4  # times as long as it took
FIRST_S = 0.01  # what the first is taken to take: a face takes 6 ms, a banner 25


class Painter:
    """Paints, and remembers what it painted."""

    def __init__(self) -> None:
        self._painted: OrderedDict[tuple[str, int], bytes] = OrderedDict()  # by drawing and width; who was asked last
        self._took_s = FIRST_S
        self._rested_at = 0.0  # when whoever asks next may be served

    def known(self, mark: str, width_px: int) -> bytes | None:
        """Give what was painted before."""
        found = self._painted.get((mark, width_px))
        if found is not None:
            self._painted.move_to_end((mark, width_px))
        return found

    async def paint(self, mark: str, drawing: bytes, width_px: int) -> bytes:
        """Paint a drawing when it is its turn. Raises `Busy` where that is far away."""
        now = time.monotonic()
        begins = max(now, self._rested_at)
        if begins - now > WAIT_MAX_S:
            raise Busy(retry_after_s=RETRY_AFTER_S)
        self._rested_at = begins + (1 + REST) * self._took_s
        await asyncio.sleep(begins - now)
        found = self.known(mark, width_px)  # of many who ask for the same, the first waits for all
        return self._paint(mark, drawing, width_px) if found is None else found

    def _paint(self, mark: str, drawing: bytes, width_px: int) -> bytes:
        begun = time.thread_time()
        painted = svg_to_bytes(svg_string=drawing.decode(), width=width_px, skip_system_fonts=True)
        self._took_s = time.thread_time() - begun
        self._painted[(mark, width_px)] = painted
        if len(self._painted) > PAINTED_MAX:
            self._painted.popitem(last=False)
        return painted

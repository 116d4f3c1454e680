"""Pictures of drawings, for what cannot read these: painted one after the other, with rests in between.

To paint holds up the whole process, and anybody may ask for the picture of any number. So the painter is at work a
fifth of the time at the most, whoever asks and however often. Those who ask are served in turns, one picture each: who
asks for thousands waits behind themself alone, and is told to come back.
"""

import asyncio
import time
from collections import OrderedDict, deque
from typing import NamedTuple

import structlog
from resvg_py import svg_to_bytes

from kith.base.core.errors import Busy

log = structlog.get_logger()

PAINTED_MAX = 1024  # are remembered; ten kilobytes each
WAIT_MAX_S = 5
RETRY_AFTER_S = 5
REST = 4  # times as long as it took: a face takes 6 ms, a banner 25
OWN_MAX = 100  # wait for one who asks: a long list of people, each with a face and a banner
ASKERS_MAX = 1000  # wait at a time


class _Wish(NamedTuple):
    mark: str
    drawing: bytes
    width_px: int
    done: asyncio.Future[bytes]


class Painter:
    """Paints, and remembers what it painted."""

    def __init__(self) -> None:
        self._painted: OrderedDict[tuple[str, int], bytes] = OrderedDict()  # by drawing and width; who was asked last
        self._waiting: OrderedDict[str, deque[_Wish]] = OrderedDict()  # by who asks, whose turn it is first
        self._working: asyncio.Task[None] | None = None

    def known(self, mark: str, width_px: int) -> bytes | None:
        """Give what was painted before."""
        found = self._painted.get((mark, width_px))
        if found is not None:
            self._painted.move_to_end((mark, width_px))
        return found

    async def paint(self, asker: str, mark: str, drawing: bytes, width_px: int) -> bytes:
        """Paint a drawing when it is the turn of who asks. Raises `Busy` where that is far away."""
        own = self._waiting.get(asker)
        if (own is None and len(self._waiting) >= ASKERS_MAX) or (own is not None and len(own) >= OWN_MAX):
            raise Busy(retry_after_s=RETRY_AFTER_S)
        wish = _Wish(mark, drawing, width_px, asyncio.get_running_loop().create_future())
        self._waiting.setdefault(asker, deque()).append(wish)
        if self._working is None or self._working.done():
            self._working = asyncio.create_task(self._work())
        try:
            async with asyncio.timeout(WAIT_MAX_S):
                return await wish.done  # who goes leaves it cancelled, and it is passed over
        except TimeoutError as error:
            raise Busy(retry_after_s=RETRY_AFTER_S) from error

    async def _work(self) -> None:
        while self._waiting:
            asker, wishes = next(iter(self._waiting.items()))
            wish = wishes.popleft()
            if wishes:
                self._waiting.move_to_end(asker)
            else:
                del self._waiting[asker]
            if not wish.done.done():
                await asyncio.sleep(self._give(wish) * REST)

    def _give(self, wish: _Wish) -> float:
        """Give what is wished for; tell how many seconds it took to paint."""
        found = self.known(wish.mark, wish.width_px)  # of many who ask for the same, the first waits for all
        if found is not None:
            wish.done.set_result(found)
            return 0
        begun = time.thread_time()
        try:
            wish.done.set_result(self._paint(wish))
        except Exception as error:  # a program root: what cannot be painted for one must not end the others
            log.exception("painting.failed")
            wish.done.set_exception(error)
        return time.thread_time() - begun

    def _paint(self, wish: _Wish) -> bytes:
        painted = svg_to_bytes(svg_string=wish.drawing.decode(), width=wish.width_px, skip_system_fonts=True)
        self._painted[(wish.mark, wish.width_px)] = painted
        if len(self._painted) > PAINTED_MAX:
            self._painted.popitem(last=False)
        return painted

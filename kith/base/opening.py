"""How work is opened and ends: committed and told, or undone and told to nobody."""

from types import TracebackType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kith.base.work import Work


class _Opened:
    __slots__ = ("_work",)

    def __init__(self, work: "Work") -> None:
        self._work = work

    async def __aenter__(self) -> "Work":
        return self._work


class Writing(_Opened):
    """Work that writes: one transaction, committed at the end, rolled back when the block raises."""

    __slots__ = ()

    async def __aexit__(
        self, _kind: type[BaseException] | None, error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        if error is not None:
            await self._fail(error)
            return
        work = self._work
        if work.undone:
            await work.db.release(commit=False)
        try:
            if not work.undone:
                await work.write_jobs()
        except BaseException as failure:
            await work.db.end(failure)
            raise
        await work.db.end(None)
        if not work.undone:
            await work.let_out()

    async def _fail(self, error: BaseException) -> None:
        work = self._work
        try:
            if work.db.is_done:  # it is written, whatever failed afterwards: caches and pages are to know
                await work.write_jobs()
                await work.let_out()
        finally:
            await work.db.end(error)


class Reading(_Opened):
    """Work that only reads: no transaction, and a connection only if it is needed."""

    __slots__ = ()

    async def __aexit__(
        self, _kind: type[BaseException] | None, error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        await self._work.db.end(error)
        if error is None:
            await self._work.let_out()

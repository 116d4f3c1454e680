"""The record of a job."""

from datetime import datetime
from typing import Literal

from kith.base.core.ids import Id
from kith.base.core.record import Record

State = Literal["queued", "picked", "failed"]


class QueuedJob(Record, frozen=True, kw_only=True, table="jobs", key=("id",), indexes=("(due_at, id)",)):
    """Something to be done: by whom (`names`, as listeners give them), with what.

    `due_at` says from when a worker may take it. Whoever takes it moves that on, and moves it on again while it runs:
    of a worker that was killed the job comes back by itself. A job that failed for good is never due.
    """

    id: Id
    names: tuple[str, ...]
    payload: bytes
    state: State
    attempts: int
    due_at: datetime

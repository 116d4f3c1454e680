"""Figures of what the processes do, for whoever watches the server.

Each process counts for itself. A scrape reaches one of them, which asks all the others through Valkey and gives
everybody's figures, each under the name of its process. So nothing is written while nobody asks, and several web
processes, several machines and the workers are seen through one address. Without Valkey it gives its own.
"""

import asyncio
import os
import secrets
import socket
from collections.abc import Callable, Iterator

import msgspec
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from kith.base.bus.valkey import Hearer, Valkey

CHANNEL = "kith:figures"
ANSWERS_WITHIN_S = 0.5
ANSWER_KEPT_S = 10
PROCESSES_MAX = 1000

registry = CollectorRegistry()

REQUESTS = Counter("kith_requests", "Requests answered.", ["method", "route", "status"], registry=registry)
REQUEST_SECONDS = Histogram(
    "kith_request_seconds",
    "Time to answer.",
    ["method"],
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5),
    registry=registry,
)
STREAMS = Gauge("kith_live_streams", "Open pages that are told what happens.", registry=registry)
JOBS = Counter("kith_jobs", "Jobs run.", ["name", "outcome"], registry=registry)
JOB_SECONDS = Histogram(
    "kith_job_seconds", "Time a job took.", ["name"], buckets=(0.01, 0.05, 0.25, 1, 5, 30), registry=registry
)


class _Sample(msgspec.Struct, array_like=True):
    name: str
    labels: dict[str, str]
    value: float


class _Family(msgspec.Struct, array_like=True):
    name: str
    kind: str
    meaning: str
    samples: list[_Sample]


class _Snapshot(msgspec.Struct, array_like=True):
    process: str
    families: list[_Family]


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(_Snapshot).decode


class Figures:
    """The figures of this process, and the way to everybody's."""

    def __init__(self, valkey: Valkey) -> None:
        self._valkey = valkey
        self._watched: list[tuple[str, str, Callable[[], float]]] = []
        self._answers: set[asyncio.Task[None]] = set()

    @classmethod
    async def open(cls, valkey: Valkey) -> "Figures":
        """Begin to answer when somebody asks."""
        figures = cls(valkey)
        valkey.hear(CHANNEL, Hearer(heard=figures._asked))
        return figures

    def watch(self, name: str, meaning: str, read: Callable[[], float]) -> None:
        """Give one more figure, which is read when somebody asks."""
        self._watched.append((name, meaning, read))

    async def everybodys(self) -> bytes:
        """Give the figures of all processes, in Prometheus' text format."""
        key = f"kith:figures:{{{secrets.token_hex(8)}}}"
        number = await self._valkey.publish(CHANNEL, key.encode())
        snapshots = await self._collect(key, min(number or 0, PROCESSES_MAX))
        own = self._snapshot()
        by_process = {snapshot.process: snapshot for snapshot in [*snapshots, own]}
        merged = CollectorRegistry()
        merged.register(_Merged(list(by_process.values())))
        return generate_latest(merged)

    async def _collect(self, key: str, number: int) -> list[_Snapshot]:
        found: list[bytes] = []
        until = asyncio.get_running_loop().time() + ANSWERS_WITHIN_S
        while len(found) < number and asyncio.get_running_loop().time() < until:
            await asyncio.sleep(0.01)
            found = await self._valkey.ask(lambda: self._valkey.client.lrange(key, 0, -1)) or []
        return [_decode(one) for one in found]

    def _asked(self, message: bytes) -> None:
        task = asyncio.create_task(self._answer(message.decode()))
        self._answers.add(task)
        task.add_done_callback(self._answers.discard)

    async def _answer(self, key: str) -> None:
        if key.startswith("kith:figures:"):
            await self._valkey.ask(lambda: self._valkey.client.rpush(key, _encode(self._snapshot())))
            await self._valkey.ask(lambda: self._valkey.client.expire(key, ANSWER_KEPT_S))

    def _snapshot(self) -> _Snapshot:
        families = [
            _Family(
                one.name,
                one.type,
                one.documentation,
                [
                    _Sample(sample.name, dict(sample.labels), sample.value)
                    for sample in one.samples
                    if not sample.name.endswith("_created")  # when a series began: twice the lines, of no use here
                ],
            )
            for one in registry.collect()
        ]
        for name, meaning, read in self._watched:
            families.append(_Family(name, "gauge", meaning, [_Sample(name, {}, float(read()))]))
        return _Snapshot(f"{socket.gethostname()}:{os.getpid()}", families)


class _Merged(Collector):
    """What all processes gave, as a collector: each sample with the name of its process."""

    def __init__(self, snapshots: list[_Snapshot]) -> None:
        self._snapshots = snapshots

    def collect(self) -> Iterator[Metric]:
        merged: dict[str, Metric] = {}
        for snapshot in self._snapshots:
            for family in snapshot.families:
                metric = merged.setdefault(family.name, Metric(family.name, family.meaning, family.kind))
                for sample in family.samples:
                    metric.add_sample(sample.name, {**sample.labels, "process": snapshot.process}, sample.value)
        yield from merged.values()

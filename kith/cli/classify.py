"""`kith classify`: judge for yourself how well the machine that sorts posts does."""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from kith.base.core.errors import NotFound
from kith.settings import Settings
from kith.topics import READY, missing_for_embeddings, ready_topic, score_text, score_text_well
from kith.topics.model import Topic


def classify(_settings: Settings, given: argparse.Namespace) -> int:
    """Read a post a line, write a probability a line: as many as there are lines, in their order."""
    topic = _topic(given.topic)
    missing = missing_for_embeddings()
    if missing and not given.small:
        sys.stderr.write(
            f"Not installed: {', '.join(missing)}. The small machine judges, without embeddings. "
            "For the large one: bin/setup --topics.\n"
        )
    judge = score_text if missing or given.small else score_text_well
    for text in _lines(given.file):
        print(f"{judge(text, [topic])[topic.key]:.6f}")
    return 0


def _topic(key: str) -> Topic:
    topic = ready_topic(key)
    if topic is None:
        raise NotFound(f"There is no topic {key}; there are: {', '.join(READY)}.")
    return topic


def _lines(file: Path) -> Iterator[str]:
    """Only a line feed ends a line, whatever else a text has in it."""
    if str(file) == "-":
        yield from _decoded(sys.stdin.buffer)
        return
    with file.open("rb") as opened:
        yield from _decoded(opened)


def _decoded(lines: BinaryIO) -> Iterator[str]:
    for line in lines:
        yield line.decode("utf-8", errors="replace").rstrip("\r\n")

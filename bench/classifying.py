"""`bin/bench classify`: what it costs to say what a post is about, with embeddings and without, each by itself.

Every machine runs in a process of its own, so that its memory is its own: with embeddings it shall stay under 450 MB,
without under 200 MB, and a post shall be judged in under 30 ms at the 99th percentile.
"""

import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from bench.classifier.phrases import made_posts
from bench.figure import median_ms, p99_ms
from kith.topics import READY, missing_for_embeddings, ready_topic, score_text, score_text_well
from kith.topics.model import Topic

MACHINES: dict[str, tuple[Callable[[str, Sequence[Topic]], Mapping[str, float]], int]] = {
    "without embeddings": (score_text, 200),
    "with embeddings": (score_text_well, 450),
}
POSTS, POSTS_TINY = 1_000, 20
TIME_LIMIT_MS = 30
ROOT = Path(__file__).parents[1]
HEAD = ("what", "p50", "p99", "limit", "memory", "limit")


def main(arguments: Sequence[str]) -> int:
    """Measure each machine that is there, and print a table."""
    if arguments[:1] == ["--one"]:
        print(json.dumps(_measure(arguments[1], int(arguments[2]))))
        return 0
    posts = POSTS_TINY if "--tiny" in arguments else POSTS
    rows = [HEAD]
    for name, (_judge, limit_mb) in MACHINES.items():
        if name == "with embeddings" and missing_for_embeddings():
            print(f"{name}: not installed: {', '.join(missing_for_embeddings())}", file=sys.stderr)
            continue
        one = _apart(name, posts)
        p50, p99 = f"{one['p50_ms']:.2f} ms", f"{one['p99_ms']:.2f} ms"
        rows.append((name, p50, p99, f"{TIME_LIMIT_MS} ms", f"{one['memory_mb']:.0f} MB", f"{limit_mb} MB"))
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
    for row in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
    return 0


def _apart(name: str, posts: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "bench", "classify", "--one", name, str(posts)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    measured: dict[str, Any] = json.loads(done.stdout)
    return measured


def _measure(name: str, posts: int) -> dict[str, float]:
    judge, _limit_mb = MACHINES[name]
    topics = [topic for key in READY if (topic := ready_topic(key)) is not None]
    texts = [post.text for post, _about in made_posts()]
    # Every fifth is as long as a post can be.
    texts = [
        " ".join(texts[number : number + 8])[:500] if number % 5 == 0 else texts[number] for number in range(posts)
    ]
    judge(texts[0], topics)  # loads it; a worker does that once
    seconds = []
    for text in texts:
        begun = time.perf_counter()
        judge(text, topics)
        seconds.append(time.perf_counter() - begun)
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"p50_ms": median_ms(seconds), "p99_ms": p99_ms(seconds), "memory_mb": peak_mb}

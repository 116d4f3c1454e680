"""`bin/bench classify`: what it costs to say what a post is about, with embeddings and without, each by itself.

Every machine runs in a process of its own, so that its memory is its own: with embeddings it shall stay under 450 MB,
without under 200 MB, and a post shall be judged in under 30 ms at the 99th percentile.

Time stands twice: what a post took by the clock on the wall, and what it computed. Where the first is far more, others
were computing: nothing in here waits for anything, takes a second thread, or grows with a text beyond 72 pieces of it.
What came up once (loading, and what the first posts of a process leave in its caches) is told apart, as the first post.
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

Judge = Callable[[str, Sequence[Topic]], Mapping[str, float]]
MACHINES: dict[str, tuple[Judge, int]] = {
    "without embeddings": (score_text, 200),
    "with embeddings": (score_text_well, 450),
}
POSTS, POSTS_TINY = 1_000, 20
TIME_LIMIT_MS = 30
ROOT = Path(__file__).parents[1]
WARM_UP = 20  # posts that are judged before it is measured: a worker has judged some before yours
HEAD = ("what", "p50", "p99", "computed p50", "computed p99", "limit", "first post", "memory", "limit")


def main(arguments: Sequence[str]) -> int:
    """Measure each machine that is there, and print a table."""
    if arguments[:1] == ["--one"]:
        print(json.dumps(_measure(arguments[1], int(arguments[2]))))
        return 0
    posts = POSTS_TINY if "--tiny" in arguments else POSTS
    rows: list[tuple[str, ...]] = [HEAD]
    for name, (_judge, limit_mb) in MACHINES.items():
        if name == "with embeddings" and missing_for_embeddings():
            print(f"{name}: not installed: {', '.join(missing_for_embeddings())}", file=sys.stderr)
            continue
        one = _apart(name, posts)
        times = [f"{one[key]:.2f} ms" for key in ("p50_ms", "p99_ms", "computed_p50_ms", "computed_p99_ms")]
        first, memory = f"{one['first_ms']:.0f} ms", f"{one['memory_mb']:.0f} MB"
        rows.append((name, *times, f"{TIME_LIMIT_MS} ms", first, memory, f"{limit_mb} MB"))
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
    first_s, _computed = _timed(judge, texts[0], topics)  # loads it
    for text in texts[:WARM_UP]:
        judge(text, topics)
    times = [_timed(judge, text, topics) for text in texts]
    wall, computed = [one for one, _other in times], [other for _one, other in times]
    return {
        "p50_ms": median_ms(wall),
        "p99_ms": p99_ms(wall),
        "computed_p50_ms": median_ms(computed),
        "computed_p99_ms": p99_ms(computed),
        "first_ms": first_s * 1000,
        "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def _timed(judge: Judge, text: str, topics: Sequence[Topic]) -> tuple[float, float]:
    """Give how many seconds a text took: by the clock, and of computing in all threads of this process."""
    begun, computed = time.perf_counter(), time.process_time()
    judge(text, topics)
    return time.perf_counter() - begun, time.process_time() - computed

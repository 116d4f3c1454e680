"""`python -m bench.classifier DATA`: learn all topics from the folder DATA, and write weights, their hash and a report.

The same data gives the same weights. Embeddings are kept in CACHE, outside the repository.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from hashlib import sha256
from math import log
from pathlib import Path
from typing import get_args
from zlib import crc32

import msgspec
import numpy as np

from bench.classifier.posts import EVERYDAY, Labelled, Topic, read_posts
from bench.classifier.report import report
from bench.classifier.table import Embeddings, table_for
from bench.classifier.training import TEST_FOLDS, learn, mixed, packed, score_unseen
from kith.topics.scoring.text import words_of
from kith.topics.scoring.weights import COMMON_NUMBERS, FOLDER, TopicWeights, Weights, weights

VERSION = "2026-11"
LEFT_OUT = {"partisan": ("stance", "gop_debate", "politicians"), "selling": ("sms", "youtube", "corporate")}


def main(arguments: Sequence[str] | None = None) -> int:
    """Learn, and write."""
    parser = argparse.ArgumentParser(prog="python -m bench.classifier", description=__doc__)
    parser.add_argument("data", type=Path, help="the folder with the collected posts; it stays outside the repository")
    parser.add_argument("--cache", type=Path, required=True, help="a file for embeddings, outside the repository")
    parser.add_argument("--report", type=Path, required=True, help="a file for what the model card tells")
    parser.add_argument("--only", nargs="+", choices=get_args(Topic), help="topics; the others stay as they are")
    parser.add_argument("--out", type=Path, default=FOLDER)
    given = parser.parse_args(arguments)
    posts, embeddings = read_posts(given.data), Embeddings(given.cache)
    topics: dict[str, TopicWeights] = dict(weights().topics) if given.only else {}
    with given.report.open("w", encoding="utf-8") as told:
        for topic in given.only or get_args(Topic):
            print(f"{topic} …", file=sys.stderr)
            topics[topic], lines = _learn(topic, posts, embeddings)
            told.write("\n".join([f"\n## {topic}", *lines, ""]))
    made = msgspec.msgpack.encode(Weights(version=VERSION, topics=topics, common=_common(posts)))
    given.out.joinpath("weights.msgpack").write_bytes(made)
    given.out.joinpath("weights.sha256").write_text(sha256(made).hexdigest() + "\n", encoding="ascii")
    print(f"{len(made):,} bytes, {sha256(made).hexdigest()}")
    return 0


def _learn(topic: Topic, posts: list[Labelled], embeddings: Embeddings) -> tuple[TopicWeights, list[str]]:
    table = table_for(topic, posts, embeddings)
    left_out = LEFT_OUT.get(topic, ())
    unseen = score_unseen(table, left_out)
    small, large = (mixed(table, unseen, with_meaning=with_meaning) for with_meaning in (False, True))
    tested = learn(table, np.flatnonzero(~np.isin(table.folds, TEST_FOLDS)))
    lines = list(report(table, tested, {"small": small, "with embeddings": large}, left_out))
    return packed(learn(table, np.arange(len(table.about))), small, large), lines


def _common(posts: list[Labelled]) -> bytes:
    """Tell how common words are among posts of everyday: in eighths of a logarithm, below the most common."""
    counts: Counter[int] = Counter()
    for post in posts:
        if post.source in EVERYDAY:
            counts.update({crc32(word.encode()) % COMMON_NUMBERS for word in words_of(post.text)})
    most = max(counts.values())
    return bytes(min(255, round(8 * log((most + 1) / (counts[number] + 0.5)))) for number in range(COMMON_NUMBERS))


if __name__ == "__main__":
    sys.exit(main())

"""`python -m bench.classifier DATA`: learn all topics from the folder DATA; write weights, their hash, the model card.

The same data gives the same weights. Embeddings are kept in CACHE, outside the repository.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from hashlib import sha256
from itertools import repeat
from math import log
from pathlib import Path
from typing import get_args
from zlib import crc32

import msgspec
import numpy as np

from bench.classifier.card import card
from bench.classifier.posts import EVERYDAY, Labelled, Topic, read_posts
from bench.classifier.recent import recent_table
from bench.classifier.report import Report, report
from bench.classifier.table import Embeddings, table_for
from bench.classifier.training import TEST_FOLDS, learn, mixed, packed, score_unseen
from kith.topics.scoring.text import words_of
from kith.topics.scoring.weights import COMMON_NUMBERS, FOLDER, TopicWeights, Weights, weights

VERSION = "2026-11d"
CARD = Path(__file__).parents[2] / "docs" / "topics-model-card.md"
AT_ONCE = 2  # topics, each in a process of its own
LEFT_OUT = {"partisan": ("stance", "gop_debate", "politicians"), "selling": ("sms", "youtube", "corporate")}


def main(arguments: Sequence[str] | None = None) -> int:
    """Learn, and write."""
    parser = argparse.ArgumentParser(prog="python -m bench.classifier", description=__doc__)
    parser.add_argument("data", type=Path, help="the folder with the collected posts; it stays outside the repository")
    parser.add_argument("--cache", type=Path, required=True, help="a file for embeddings, outside the repository")
    parser.add_argument("--card", type=Path, default=CARD, help="the model card, which a run of all topics writes")
    parser.add_argument("--only", nargs="+", choices=get_args(Topic), help="topics; the others stay as they are")
    parser.add_argument("--out", type=Path, default=FOLDER)
    given = parser.parse_args(arguments)
    posts, embeddings = read_posts(given.data), Embeddings(given.cache)
    embeddings.of([post.text for post in posts])
    topics: dict[str, TopicWeights] = dict(weights().topics) if given.only else {}
    wanted: Sequence[Topic] = given.only or get_args(Topic)
    reports: dict[str, Report] = {}
    with ProcessPoolExecutor(AT_ONCE) as pool:
        learned = pool.map(_learn, wanted, repeat(posts), repeat(given.cache))
        for topic, (topics[topic], reports[topic]) in zip(wanted, learned, strict=True):
            print(f"{topic}: learned", file=sys.stderr)
    made = msgspec.msgpack.encode(Weights(version=VERSION, topics=topics, common=_common(posts)))
    digest = sha256(made).hexdigest()
    given.out.joinpath("weights.msgpack").write_bytes(made)
    given.out.joinpath("weights.sha256").write_text(digest + "\n", encoding="ascii")
    if not given.only:
        given.card.write_text(card(reports, posts, version=VERSION, made=made, digest=digest), encoding="utf-8")
    print(f"{len(made):,} bytes, {digest}")
    return 0


def _learn(topic: Topic, posts: list[Labelled], cache: Path) -> tuple[TopicWeights, Report]:
    table = table_for(topic, posts, Embeddings(cache))
    left_out = LEFT_OUT.get(topic, ())
    unseen = score_unseen(table, left_out)
    small, large = (mixed(table, unseen, with_meaning=with_meaning) for with_meaning in (False, True))
    tested = learn(table, np.flatnonzero(~np.isin(table.folds, TEST_FOLDS)))
    recent = recent_table(Embeddings(cache)) if topic == "partisan" else None
    told = report(table, tested, unseen, left_out, recent)
    return packed(learn(table, np.arange(len(table.about))), small, large), told


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

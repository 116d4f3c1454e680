"""The model card, out of what one run gave: sentences stand in `card.md`, figures are never written by hand."""

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from bench.classifier.phrases import made_posts
from bench.classifier.posts import EVERYDAY, Labelled
from bench.classifier.recent import recent_posts
from bench.classifier.report import Report

FILE = Path(__file__).with_name("card.md")


def card(reports: Mapping[str, Report], posts: Sequence[Labelled], *, version: str, made: bytes, digest: str) -> str:
    """Fill the card. Raises `KeyError` where a run left a topic out that the card tells of."""
    partisan, counted = reports["partisan"], Counter(post.source for post in posts)
    others = [f"| {topic} {row}" for topic, one in reports.items() if topic != "partisan" for row in one.unseen[::2]]
    figures = {
        "version": version,
        "size_mb": f"{len(made) / 1_000_000:.2f}",
        "digest": digest,
        "posts": f"{len(posts):,}",
        "debate": f"{counted['gop_debate']:,}",
        "disputes": f"{counted['stance_abortion'] + counted['stance_feminist']:,}",
        "politicians": f"{sum(number for source, number in counted.items() if source.startswith('politicians')):,}",
        "everyday": f"{sum(counted[source] for source in EVERYDAY):,}",
        "made": f"{sum(1 for _one in made_posts()):,}",
        "test_everyday": f"{partisan.everyday:,}",
        "test_political": f"{partisan.everyday - partisan.clean:,}",
        "bars": " and ".join(f"{bar:.2f}" for bar in partisan.bars),
        "alone": "\n".join(partisan.alone),
        "recent": "\n".join(partisan.recent),
        "recent_posts": f"{sum(1 for _one in recent_posts()):,}",
        "unseen": "\n".join(partisan.unseen),
        "sources": "\n".join(partisan.sources),
        "left_out": "\n".join(partisan.left_out),
        "calibration": "\n".join(partisan.calibration),
        "others": "\n".join(others),
        "others_left_out": "\n".join(
            f"| {t} {row}" for t, one in reports.items() if t != "partisan" for row in one.left_out[::2]
        ),
    }
    text = FILE.read_text("utf-8")
    for name, value in figures.items():
        text = text.replace("{" + name + "}", value)
    return text

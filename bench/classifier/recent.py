"""Posts as people write them in the 2020s, from `recent.toml`: never learned from, they show how it drifted."""

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np

from bench.classifier.fitting import Array
from bench.classifier.measuring import auc
from bench.classifier.posts import Labelled
from bench.classifier.table import Embeddings, Table, table_of
from kith.topics.model import SCORED_TEXT_MAX
from kith.topics.scoring.text import readable

FILE = Path(__file__).with_name("recent.toml")
KINDS = {
    "partisan left": "partisan, as the left of a country says it",
    "partisan right": "partisan, as the right says it",
    "partisan mixed": "partisan, countries besides the US and the UK",
    "partisan issue": "partisan, about a dispute",
    "partisan form": "partisan, odd in form: one word, a thread, a quotation, very long, hashtags alone",
    "everyday everyday": "everyday",
    "everyday neutral": "about elections, offices and states, and neutral",
    "everyday form": "everyday, as odd in form",
}


def recent_posts() -> Iterator[tuple[Labelled, bool]]:
    """Give each post, and whether it is about partisan politics."""
    file = tomllib.loads(FILE.read_text("utf-8"))
    for about, part in [(name == "partisan", part) for name in ("partisan", "everyday") for part in file[name]]:
        kind = f"partisan {part['side']}" if about else f"everyday {part['kind']}"
        for text in part["texts"]:
            yield Labelled(readable(text, length_max=SCORED_TEXT_MAX), kind, text, {}), about


def recent_table(embeddings: Embeddings) -> Table:
    """Give them as the machine's parts need them."""
    return table_of("partisan", [(post, about, 1.0) for post, about in recent_posts()], embeddings)


def told(table: Table, found: Mapping[str, Array], bars: Mapping[str, float]) -> Iterator[str]:
    """Give a row a kind: how many of its posts each machine takes for it; then one for all, with the AUC of each."""
    for kind, words in KINDS.items():
        here = table.sources == kind
        taken = " | ".join(f"{int((one[here] >= bars[name]).sum())}" for name, one in found.items())
        yield f"| {words} | {int(here.sum())} | {taken} |"
    every = table.about >= 0
    yield f"| AUC, partisan against the rest | {len(every)} | {_ranked(table, found, every)} |"
    rest = table.sources != "everyday neutral"
    yield f"| AUC, without the neutral ones | {int(rest.sum())} | {_ranked(table, found, rest)} |"


def _ranked(table: Table, found: Mapping[str, Array], rows: Array) -> str:
    return " | ".join(f"{auc(np.asarray(table.about[rows]), one[rows]):.3f}" for one in found.values())

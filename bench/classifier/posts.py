"""The collected posts, each with what it is about and how far that can be believed.

The folder is not part of Kith and is never copied into it. Its traps are dealt with here: a hashtag that stands in
every post of one source gives the source away, addresses do too, one rater is no truth, and posts of everyday are in
part political.
"""

import csv
import re
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal, NamedTuple

from kith.topics.model import SCORED_TEXT_MAX
from kith.topics.scoring.text import readable

Judged = tuple[bool, float] | None  # about it or not, and how far to believe it; None where nobody knows
Row = dict[str, str]

# What stands in every post of a source.
_GIVEAWAYS = re.compile(r"#(?:semst|gopdebates?)\b", re.IGNORECASE)
# Letters that were read in the wrong encoding, and stand in two sources only.
_BROKEN = re.compile(r"(?:[ÛÌÙÔÒÓ¢å£Ä_ªÜ]{2,}|Û\S?|Ì[©¬]?|å\S?)")
FOLDS = 10


class Labelled(NamedTuple):
    """A post as the machine reads it. Posts of one `group` are by one author or say the same."""

    text: str
    source: str
    group: str
    row: Row

    @property
    def fold(self) -> int:
        """Which of ten parts it belongs to: always the same, and one group is never in two."""
        return zlib.crc32(self.group.encode()) % FOLDS


FILES: dict[str, Callable[[Row], tuple[str, str]]] = {
    "everyday": lambda row: (row["src"], ""),
    "political_gop_debate2015": lambda _row: ("gop_debate", ""),
    "political_cf": lambda row: (f"politicians_{row['source'] or 'other'}", row["author"]),
    "political_cf_author_unknown": lambda _row: ("politicians_unknown", "unknown"),
    "stance_semeval2016": lambda row: (f"stance_{row['topic']}", ""),
    "promo_corporate": lambda row: ("corporate", row["author"]),
    "promo_brand_vs_person": lambda row: ("brand_or_person", row["author"]),
    "promo_sms": lambda _row: ("sms", ""),
    "promo_youtube": lambda row: ("youtube", f"video {row['video']}"),
    "customers_airline2015": lambda row: ("airline", row["author"]),
}
EVERYDAY = ("tweeteval_emoji", "tweeteval_emotion", "tweeteval_irony_nonironic", "twitter2015_people", "sms_ham")


def read_posts(folder: Path) -> list[Labelled]:
    """Read everything, each text of a source once."""
    found: list[Labelled] = []
    seen: set[tuple[str, str]] = set()
    for name, placed in FILES.items():
        for row in _rows(folder / f"{name}.csv"):
            source, author = placed(row)
            text = readable(_BROKEN.sub(" ", _GIVEAWAYS.sub(" ", row["text"])), length_max=SCORED_TEXT_MAX)
            alike = re.sub(r"\W+", "", text.lower())[:80]
            if len(alike) >= 3 and (source, alike) not in seen:
                seen.add((source, alike))
                found.append(Labelled(text, source, author or alike, row))
    return found


def _rows(path: Path) -> Iterator[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def is_partisan(post: Labelled) -> Judged:
    """Judge whether a post is about partisan politics. Politicians' "neutral" posts had one rater: hardly believed."""
    source, row = post.source, post.row
    if source == "gop_debate":
        return True, 1.0
    if source.startswith("politicians"):
        return (True, 1.0) if row["bias"] == "partisan" else (False, 0.15)
    if source in ("stance_abortion", "stance_feminist"):
        return None if row["stance"] == "none" else (True, 0.6)
    return None if source == "stance_atheism" else (False, 1.0)


def is_selling(post: Labelled) -> Judged:
    """Judge whether a post sells or advertises."""
    source, row = post.source, post.row
    if source in ("sms", "youtube"):
        return (row["label"] == "spam"), 1.0
    if source == "corporate":
        return (True, 0.5) if row["category"] != "Dialogue" else None
    return None if source == "brand_or_person" else (False, 1.0 if source in EVERYDAY else 0.5)


def is_complaint(post: Labelled) -> Judged:
    """Judge whether a post complains about a firm or a service."""
    if post.source == "airline":
        return {"negative": (True, 1.0), "positive": (False, 1.0), "neutral": (False, 0.7)}[
            post.row["airline_sentiment"]
        ]
    return None if post.source == "tweeteval_emotion" else (False, 1.0)


def is_religious(post: Labelled) -> Judged:
    """Judge whether a post is about religion."""
    if post.source == "stance_atheism":
        return None if post.row["stance"] == "none" else (True, 1.0)
    return None if post.source.startswith("stance") else (False, 1.0)


def is_announcing(post: Labelled) -> Judged:
    """Judge whether a firm announces, or converses: for the desks of declared organisations alone."""
    if post.source == "corporate":
        return post.row["category"] != "Dialogue", 1.0
    if post.source == "airline":
        return False, 0.5
    return (post.row["label"] == "spam", 0.5) if post.source in ("sms", "youtube") else None


Topic = Literal["partisan", "selling", "complaints", "religion", "announcing"]
JUDGES: dict[Topic, Callable[[Labelled], Judged]] = {
    "partisan": is_partisan,
    "selling": is_selling,
    "complaints": is_complaint,
    "religion": is_religious,
    "announcing": is_announcing,
}

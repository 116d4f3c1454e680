"""Real traces, where they are there: `KITH_GRAPHS`, or `../shared/data/graphs` beside the checkout.

- Copenhagen Networks Study: messages and calls of students, and who of them are friends.
- CollegeMsg: private messages of an online community.
- Higgs: who replied to, mentioned or passed on whom on Twitter in July 2012, by the second.

None of them is shipped with Kith. A tie is made of each by the real rules; then it is asked what it foretells, and what
each order would have shown.
"""

import csv
import gzip
import os
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.feed.orders import ORDERS, Table
from kith.base.core.ids import Id, first_id_at
from kith.feed.model import Author
from kith.ties.model import ActKind, Pair
from kith.ties.rules import closeness, happened, mutual, strength

ROOT = Path(__file__).parents[2]
TALK_S = 120  # from here on a call is one
PLACES = 10
READERS_MAX = 150
AUTHORS_MIN = 10  # of a reader’s, with something new: below that every order shows them all

Ends = tuple[int, int]
Event = tuple[datetime, int, int, ActKind]


@dataclass(frozen=True, kw_only=True)
class Foretold:
    """How well ties of the first days tell who talks later: the chance that a pair that does stands above one that does
    not. Beside it, what one gets by counting messages and calls alone; and how many of those who talk later did not
    before, of whom nothing can tell.
    """

    trace: str
    pairs: int
    later: int
    auc: float
    auc_by_counting: float
    auc_of_active: float  # among the pairs that had anything to do with each other before
    active_by_counting: float
    silent_before: float


def graphs() -> Path | None:
    """Find the traces."""
    given = os.environ.get("KITH_GRAPHS")
    folder = Path(given) if given else ROOT.parent / "shared" / "data" / "graphs"
    if not folder.is_dir():
        folder = ROOT.parents[1] / "shared" / "data" / "graphs"
    return folder if (folder / "copenhagen_fb_friends.csv").is_file() else None


def copenhagen(folder: Path, *, days: int) -> Foretold:
    """The first so many days of fourteen foretell who of the friends talks in the rest."""
    friends = {_ends(int(row["user_a"]), int(row["user_b"])) for row in _rows(folder / "copenhagen_fb_friends.csv")}
    events = sorted((*_messages(folder), *_calls(folder)), key=lambda one: one[0])
    return _foretold(f"Copenhagen: friends, {days} of 14 days known", events, friends, _at(days * 86400))


def college(folder: Path) -> Foretold:
    """The first half of the messages foretells who writes on in the second, of all who wrote in the first."""
    rows = _rows(folder / "collegemsg_first70pct.csv")
    events = sorted(
        ((_at(int(row["unix_time"])), int(row["src"]), int(row["dst"]), _LETTER) for row in rows),
        key=lambda one: one[0],
    )
    half = events[len(events) // 2][0]
    pairs = {_ends(one, other) for at, one, other, _kind in events if at < half}
    return _foretold("CollegeMsg: private messages", events, pairs, half)


def higgs(folder: Path) -> dict[str, dict[str, float]]:
    """Replay the last day for those who read many: what each order shows of their ties, and of the loudest."""
    begin, acts = _higgs_acts(folder)
    end = begin + timedelta(days=3)
    volume, pairs = Counter[int](), dict[Ends, Pair]()
    follows: defaultdict[int, set[int]] = defaultdict(set)
    posts: defaultdict[int, list[Id]] = defaultdict(list)
    for number, (at, one, other, kind) in enumerate(acts):
        if at < end:
            follows[one].add(other)
            if kind is not None:
                ends = _ends(one, other)
                pairs[ends] = happened(pairs.get(ends, Pair()), kind, at, from_other=one != ends[0])
        else:
            volume[one] += 1
            posts[one].append(Id(first_id_at(at) + number % 60_000))
    loud = {one for one, _count in volume.most_common(max(1, len(volume) // 100))}
    readers = [one for one in sorted(follows) if sum(other in posts for other in follows[one]) >= AUTHORS_MIN]
    tables = [_table(one, follows[one], posts, pairs, end) for one in readers[:READERS_MAX]]
    return {name: _judged(tables, name, loud) for name in ORDERS if "engagement" not in name}


_LETTER: ActKind = "letter"


def _foretold(trace: str, events: list[Event], wanted: set[Ends], split: datetime) -> Foretold:
    pairs: dict[Ends, Pair] = {}
    counted = Counter[Ends]()
    later = set()
    for at, one, other, kind in events:
        ends = _ends(one, other)
        if ends not in wanted or one == other:
            continue
        if at < split:
            counted[ends] += 1
            pairs[ends] = happened(pairs.get(ends, Pair()), kind, at, from_other=one != ends[0])
        else:
            later.add(ends)
    scores = {ends: _closer_of_both(pairs.get(ends), split) for ends in wanted}
    active = {ends: score for ends, score in scores.items() if score > 0}
    return Foretold(
        trace=trace,
        pairs=len(scores),
        later=len(later),
        auc=_auc(scores, later),
        auc_by_counting=_auc({ends: float(counted[ends]) for ends in scores}, later),
        auc_of_active=_auc(active, later),
        active_by_counting=_auc({ends: float(counted[ends]) for ends in active}, later),
        silent_before=len(later - set(counted)) / len(later) if later else 0.0,
    )


def _closer_of_both(pair: Pair | None, now: datetime) -> float:
    if pair is None:
        return 0.0
    return max(closeness(pair.given, pair.got, 0.0, now), closeness(pair.got, pair.given, 0.0, now))


def _auc(scores: dict[Ends, float], later: set[Ends]) -> float:
    """Give the area under the curve, by ranks; equals share theirs."""
    by_score: defaultdict[float, list[bool]] = defaultdict(list)
    for ends, score in scores.items():
        by_score[score].append(ends in later)
    rank, ranks, yes = 0.0, 0.0, 0
    for _score, found in sorted(by_score.items()):
        ranks += sum(found) * (rank + (len(found) + 1) / 2)
        rank += len(found)
        yes += sum(found)
    no = len(scores) - yes
    return (ranks - yes * (yes + 1) / 2) / (yes * no) if yes and no else float("nan")


def _messages(folder: Path) -> Iterator[Event]:
    for row in _rows(folder / "copenhagen_sms_days0-13.csv"):
        yield _at(int(row["timestamp"])), int(row["sender"]), int(row["recipient"]), _LETTER


def _calls(folder: Path) -> Iterator[Event]:
    for row in _rows(folder / "copenhagen_calls_days0-13.csv"):
        seconds, at = int(row["duration"]), _at(int(row["timestamp"]))
        one, other = int(row["caller"]), int(row["callee"])
        if seconds >= TALK_S:  # talking is from both
            yield at, one, other, "call"
            yield at, other, one, "call"
        elif seconds > 0:
            yield at, one, other, "reply"


def _higgs_acts(folder: Path) -> tuple[datetime, list[tuple[datetime, int, int, ActKind | None]]]:
    kinds: dict[str, ActKind | None] = {"RE": "reply", "MT": "mention", "RT": None}
    with gzip.open(folder / "higgs_activity_jul1-4.csv.gz", "rt", encoding="utf-8", newline="") as lines:
        acts = [
            (_at(int(row["unix_time"])), int(row["actor"]), int(row["target"]), kinds[row["kind"]])
            for row in csv.DictReader(lines)
            if row["kind"] in kinds and row["actor"] != row["target"]
        ]
    acts.sort(key=lambda act: act[0])
    return acts[0][0], acts


def _table(
    reader: int, others: Iterable[int], posts: dict[int, list[Id]], pairs: dict[Ends, Pair], seen_at: datetime
) -> Table:
    now = seen_at + timedelta(days=1)
    authors = []
    for other in sorted(others):
        pair, ends = pairs.get(_ends(reader, other), Pair()), _ends(reader, other)
        given, got = (pair.given, pair.got) if ends[0] == reader else (pair.got, pair.given)
        authors.append(
            Author(
                id=Id(other),
                unread=tuple(posts.get(other, ())),
                seen_at=seen_at,
                tie=strength(closeness(given, got, 0.0, now)),
                mutual=mutual(given, got, 0.0, now),
            )
        )
    return Table(reader=Id(reader), now=now, places=PLACES, authors=authors, popularity={}, rates={})


def _judged(tables: list[Table], name: str, loud: set[int]) -> dict[str, float]:
    cover, horn, largest, different = [], [], [], []
    for table in tables:
        shown = ORDERS[name](table)
        there = Counter(author for author, _post in shown)
        tied = [one.id for one in table.authors if one.tie > 0 and one.unread]
        if tied:
            cover.append(sum(one in there for one in tied) / min(PLACES, len(tied)))
        horn.append(sum(count for one, count in there.items() if one in loud) / len(shown))
        largest.append(max(there.values()) / len(shown))
        different.append(len(there) / len(shown))
    columns = {"cover": cover, "horn": horn, "largest": largest, "different": different}
    return {"readers": float(len(tables))} | {key: sum(some) / max(1, len(some)) for key, some in columns.items()}


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def _ends(one: int, other: int) -> Ends:
    return min(one, other), max(one, other)


def _at(seconds: int) -> datetime:
    return datetime.fromtimestamp(max(0, seconds), UTC)

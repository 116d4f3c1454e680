"""What the model card tells: on posts by people the machine has not learned from, and on sources it has not seen."""

from collections.abc import Iterator, Mapping, Sequence

import msgspec
import numpy as np

from bench.classifier.fitting import Array
from bench.classifier.measuring import auc, bar_for, calibration
from bench.classifier.recent import told
from bench.classifier.table import POLITICAL_FROM, Table
from bench.classifier.training import TEST_FOLDS, Learned, Unseen, learn, mixed
from kith.topics.scoring.weights import Mix, as_often_right

MACHINES = (("small", False), ("large", True))
SHOWN_MIN = 20  # posts; of fewer a share says nothing
ASKED_FOR = 0.015  # of posts of everyday
CITIZENS = ("gop_debate", "stance")


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """Tables of one topic, as rows without their heads; and numbers that are told in sentences."""

    unseen: tuple[str, ...]  # a row a machine and kind of everyday
    sources: tuple[str, ...]  # a row a source, by the large machine
    left_out: tuple[str, ...]  # a row a source that was left out, machine and kind of everyday
    calibration: tuple[str, ...]  # what was said and right, small and large beside each other
    alone: tuple[str, ...]  # a row a source of everyday that is judged by itself, by the large machine
    recent: tuple[str, ...]  # a row a kind of posts of our own that are never learned from
    everyday: int
    clean: int
    bars: tuple[float, ...]


def report(table: Table, learned: Learned, unseen: Unseen, left_out: Sequence[str], recent: Table | None) -> Report:
    """Measure one topic. `learned` has not seen the test's posts.

    Where a source is left out, nothing of it was in what the parts learned from, nor in how they are mixed.
    """
    test = np.arange(len(table.about))[np.isin(table.folds, TEST_FOLDS)]
    real = ~_is_made(table)[test]
    mixes = {name: mixed(table, unseen, with_meaning=with_meaning) for name, with_meaning in MACHINES}
    found = {name: chances(learned, mix, table, test) for name, mix in mixes.items()}
    rows = [
        f"| {name} | {row}"
        for name, mix in mixes.items()
        for row in _summary(table, test[real], found[name][real], mix.bar)
    ]
    everyday = table.everyday[test]
    return Report(
        unseen=tuple(rows),
        sources=tuple(_by_source(table, test, found["large"], mixes["large"].bar)),
        left_out=tuple(row for source in left_out for row in _without(table, unseen, source)),
        calibration=tuple(_calibration(table, test, found)),
        alone=tuple(_alone(table, test, found["large"], mixes["large"].bar)),
        recent=() if recent is None else tuple(_recent(recent, learned, mixes)),
        everyday=int(everyday.sum()),
        clean=int((everyday & (table.cues[test] < POLITICAL_FROM)).sum()),
        bars=tuple(mix.bar for mix in mixes.values()),
    )


def chances(learned: Learned, mix: Mix, table: Table, rows: Array) -> Array:
    """Give the probabilities of these rows."""
    weights = np.array([mix.letters, mix.cues, mix.against, mix.meaning])
    said = 1 / (1 + np.exp(-(learned.parts(table, rows) @ weights + mix.bias)))
    return np.array([as_often_right(float(one), mix.right) for one in said])


def _without(table: Table, unseen: Unseen, source: str) -> Iterator[str]:
    """Learn without a source, and judge its posts that are about the topic against the test's posts of everyday."""
    apart, away = np.isin(table.folds, TEST_FOLDS), table.where(source)
    fresh = learn(table, np.flatnonzero(~away & ~apart))
    rows = np.flatnonzero((away & (table.about == 1) & ~_is_made(table)) | (table.everyday & apart))
    others = unseen.only(~away[unseen.rows])
    for name, with_meaning in MACHINES:
        mix = mixed(table, others, with_meaning=with_meaning)
        for row in _summary(table, rows, chances(fresh, mix, table, rows), mix.bar):
            yield f"| {source} | {name} | {row}"


def _summary(table: Table, rows: Array, found: Array, bar: float) -> Iterator[str]:
    """Give a row against all posts of everyday, and one against those without political words."""
    about, everyday = table.about[rows] == 1, table.everyday[rows]
    clean = everyday & (table.cues[rows] < POLITICAL_FROM)
    for name, against in (("everyday", everyday), ("everyday without political words", clean)):
        if not about.any() or not against.any():
            continue
        chosen = about | against
        taken, alarms = (found[about] >= bar).mean(), (found[against] >= bar).mean()
        at = bar_for(found[against], ASKED_FOR)
        precision = (found[about] >= bar).sum() / max(1, (found[chosen] >= bar).sum())
        yield (
            f"{name} | {auc(about[chosen].astype(float), found[chosen]):.3f} | {taken:.3f} | {precision:.3f} "
            f"| {alarms:.2%} | {(found[about] >= at).mean():.3f} |"
        )


def _by_source(table: Table, rows: Array, found: Array, bar: float) -> Iterator[str]:
    everyday = table.everyday[rows]
    for source in sorted(set(table.sources[rows])):
        for about in (1, 0):
            here = (table.sources[rows] == source) & (table.about[rows] == about)
            if here.sum() < SHOWN_MIN:
                continue
            both = here | (everyday & (table.about[rows] == 0))
            ranked = f"{auc(table.about[rows][both], found[both]):.3f}" if about else ""
            taken = f"{(found[here] >= bar).mean():.1%}"
            yield f"| {source} | {here.sum()} | {'yes' if about else 'no'} | {ranked} | {taken} |"


def _alone(table: Table, rows: Array, found: Array, bar: float) -> Iterator[str]:
    """Judge against each source of everyday by itself: some argue, and some show pictures."""
    everyday, about = table.everyday[rows], (table.about[rows] == 1) & table.real[rows]
    citizens = about & table.where(*CITIZENS)[rows]
    for source in sorted(set(table.sources[rows][everyday])):
        here = everyday & (table.sources[rows] == source)
        political = int((table.cues[rows][here] >= POLITICAL_FROM).sum())
        at = bar_for(found[here], ASKED_FOR)
        taken, recalls = (found[here] >= bar).mean(), [_share(found[one] >= at) for one in (about, citizens)]
        yield f"| {source} | {here.sum()} | {political} | {taken:.1%} | {recalls[0]} | {recalls[1]} |"


def _share(taken: Array) -> str:
    return f"{taken.mean():.3f}" if len(taken) else ""


def _recent(recent: Table, learned: Learned, mixes: Mapping[str, Mix]) -> Iterator[str]:
    every = np.arange(len(recent.about))
    found = {name: chances(learned, mix, recent, every) for name, mix in mixes.items()}
    yield from told(recent, found, {name: mix.bar for name, mix in mixes.items()})


def _calibration(table: Table, rows: Array, found: Mapping[str, Array]) -> Iterator[str]:
    believed = table.real[rows]
    small, large = (calibration(table.about[rows][believed], one[believed]) for one in found.values())
    for (said, right, number), (said_, right_, number_) in zip(small, large, strict=False):
        yield f"| {said:.2f} | {right:.2f} | {number} | {said_:.2f} | {right_:.2f} | {number_} |"


def _is_made(table: Table) -> Array:
    return table.where("made_") | (np.char.find(table.sources, "renamed") >= 0)

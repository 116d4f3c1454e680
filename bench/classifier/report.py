"""What the model card tells: on posts by people the machine has not learned from, and on sources it has not seen."""

from collections.abc import Iterator, Sequence

import numpy as np

from bench.classifier.fitting import Array
from bench.classifier.measuring import auc, bar_for, calibration
from bench.classifier.table import POLITICAL_FROM, Table
from bench.classifier.training import TEST_FOLDS, Learned, learn
from kith.topics.scoring.weights import Mix, as_often_right

SHOWN_MIN = 20  # posts; of fewer a share says nothing


def chances(learned: Learned, mix: Mix, table: Table, rows: Array) -> Array:
    """Give the probabilities of these rows."""
    weights = np.array([mix.letters, mix.cues, mix.against, mix.meaning])
    said = 1 / (1 + np.exp(-(learned.parts(table, rows) @ weights + mix.bias)))
    return np.array([as_often_right(float(one), mix.right) for one in said])


def report(table: Table, learned: Learned, mixes: dict[str, Mix], left_out: Sequence[str]) -> Iterator[str]:
    """Write the tables of one topic, line by line. `learned` has not seen the test's posts."""
    test = np.arange(len(table.about))[np.isin(table.folds, TEST_FOLDS)]
    for name, mix in mixes.items():
        found = chances(learned, mix, table, test)
        yield f"\n### {name}: posts of people not learned from (bar {mix.bar:.2f})\n"
        yield from _by_source(table, test, found, mix.bar)
        yield from _calibration(table, test, found)
    for source in left_out:
        apart = np.isin(table.folds, TEST_FOLDS)
        away = table.where(source)
        fresh = learn(table, np.flatnonzero(~away & ~apart))
        rows = np.flatnonzero((away & (table.about == 1) & ~_is_made(table)) | (table.everyday & apart))
        for name, mix in mixes.items():
            yield f"\n### {name}: {source}* left out of training altogether\n"
            yield from _summary(table, rows, chances(fresh, mix, table, rows), mix.bar)


def _by_source(table: Table, rows: Array, found: Array, bar: float) -> Iterator[str]:
    yield "| source | posts | about it | AUC against everyday | taken for it |"
    yield "|---|---|---|---|---|"
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
    yield ""
    real = ~_is_made(table)[rows]
    yield from _summary(table, rows[real], found[real], bar)


def _summary(table: Table, rows: Array, found: Array, bar: float) -> Iterator[str]:
    about, everyday = table.about[rows] == 1, table.everyday[rows]
    clean = everyday & (table.cues[rows] < POLITICAL_FROM)
    for name, against in (("everyday posts", everyday), ("everyday posts without political words", clean)):
        if not about.any() or not against.any():
            continue
        chosen = about | against
        taken, alarms = (found[about] >= bar).mean(), (found[against] >= bar).mean()
        at = bar_for(found[against], 0.015)
        precision = (found[about] >= bar).sum() / max(1, (found[chosen] >= bar).sum())
        yield (
            f"Against {against.sum()} {name}: AUC {auc(about[chosen].astype(float), found[chosen]):.3f}, "
            f"recall {taken:.3f} and precision {precision:.3f} at {alarms:.2%} false alarms; "
            f"recall {(found[about] >= at).mean():.3f} at 1.5 %.\n"
        )


def _calibration(table: Table, rows: Array, found: Array) -> Iterator[str]:
    believed = table.real[rows]
    yield "| said | was right | posts |"
    yield "|---|---|---|"
    for said, right, number in calibration(table.about[rows][believed], found[believed]):
        yield f"| {said:.2f} | {right:.2f} | {number} |"


def _is_made(table: Table) -> Array:
    return table.where("made_") | (np.char.find(table.sources, "renamed") >= 0)

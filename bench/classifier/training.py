"""Learn a topic: the two parts apart, then how they are mixed into a probability, on posts neither has seen."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bench.classifier.fitting import Array, Dense, fit
from bench.classifier.layering import fit_layers
from bench.classifier.measuring import bar_for, how_often_right
from bench.classifier.table import Table
from kith.topics.scoring.layers import Layers, Reader
from kith.topics.scoring.weights import Mix, TopicWeights, as_often_right

LETTERS_STRENGTH = 2.0
# How often all posts are gone through: chosen, as the width of the layer, on sources left out of the part that is
# learned from, never on the test's posts. The topics with fewer posts learn no more after five.
ROUNDS = {"partisan": 15}
ROUNDS_ELSE = 5
FALSE_ALARMS = 0.0145  # of posts of everyday, the political ones among them; asked for is 1.5 %, and days differ
BAR_MIN = 0.5  # what is rather not so is said of nobody, however rare it is
TEST_FOLDS = (0, 1)  # never learned from, by neither part nor the mix: what the card tells comes from these
PARTS = ((2, 3, 4), (5, 6), (7, 8, 9))  # of the rest: each is scored by a machine that learned from the others
FOREIGN_COUNTS = 0.3  # posts of a source that was left out, in the mix
# In which shares the large machine's parts speak, where they are not learned: letters know sources, and cues reach the
# layer, too. Learned shares found less in sources left out; the layer alone is not calm in other languages.
SHARES = {"partisan": (0.3, 0.15, -0.3, 1.0)}
CUES_TOP, AGAINST_TOP = 6.0, 3.0


@dataclass(frozen=True, kw_only=True)
class Learned:
    """The two parts, before they are mixed."""

    layers: Layers
    letters: Array
    letters_bias: float

    def parts(self, table: Table, rows: Array) -> Array:
        """Give four columns: what the letters say, cues for and against, what the embedding says."""
        cues = table.cues[rows]
        return np.stack(
            [
                table.letters.rows(rows).times(self.letters) + self.letters_bias,
                np.clip(cues, 0, CUES_TOP),
                np.clip(-cues, 0, AGAINST_TOP),
                Reader(self.layers).says(table.inputs[rows]),
            ],
            axis=1,
        )


def learn(table: Table, rows: Array) -> Learned:
    """Learn both parts from these rows."""
    rows = rows[table.believed[rows] > 0]
    about, believed = table.about[rows], table.believed[rows] * table.counts[rows]
    layers = fit_layers(table.inputs[rows], about, believed, rounds=ROUNDS.get(table.topic, ROUNDS_ELSE))
    letters, letters_bias = fit(table.letters.rows(rows), about, believed, strength=LETTERS_STRENGTH)
    return Learned(layers=layers, letters=letters, letters_bias=letters_bias)


@dataclass(frozen=True, kw_only=True)
class Unseen:
    """Posts as a machine scored them that had seen neither them nor their authors, nor, in part, their source."""

    rows: Array
    parts: Array
    counts: Array  # how much
    foreign: Array  # whether their source, too, was not learned from

    def only(self, chosen: Array) -> "Unseen":
        """Give some of them."""
        return Unseen(
            rows=self.rows[chosen], parts=self.parts[chosen], counts=self.counts[chosen], foreign=self.foreign[chosen]
        )


def score_unseen(table: Table, left_out: Sequence[str]) -> Unseen:
    """Score every post but the test's, by parts and by leaving whole sources out."""
    every = np.arange(len(table.about))
    dev = every[~np.isin(table.folds, TEST_FOLDS)]
    found = []
    for part in PARTS:
        inside = np.isin(table.folds[dev], part)
        learned = learn(table, dev[~inside])
        found.append((dev[inside], learned.parts(table, dev[inside]), 1.0))
    everyday = table.everyday
    for source in left_out:
        away = table.where(source)
        apart = everyday & np.isin(table.folds, PARTS[0])
        learned = learn(table, dev[~(away | apart)[dev]])
        rows = dev[((away & (table.about == 1)) | apart)[dev]]
        found.append((rows, learned.parts(table, rows), FOREIGN_COUNTS))
    home = sum(len(rows) for rows, _parts, _count in found[: len(PARTS)])
    counts = np.concatenate([np.full(len(rows), count) for rows, _parts, count in found])
    return Unseen(
        rows=np.concatenate([rows for rows, _parts, _count in found]),
        parts=np.concatenate([parts for _rows, parts, _count in found]),
        counts=counts,
        foreign=np.arange(len(counts)) >= home,
    )


def mixed(table: Table, unseen: Unseen, *, with_meaning: bool) -> Mix:
    """Find how the parts make a probability (Platt 1999, with the parts as its inputs), and from where it counts."""
    parts = unseen.parts if with_meaning else unseen.parts[:, :3]
    believed = table.believed[unseen.rows]
    shares = np.array([SHARES[table.topic]]).T if with_meaning and table.topic in SHARES else np.eye(parts.shape[1])
    scale, bias = fit(Dense(parts @ shares), table.about[unseen.rows], believed * unseen.counts, strength=1.0)
    weights = shares @ scale
    said = 1 / (1 + np.exp(-(parts @ weights + bias)))
    real = table.real[unseen.rows] & ~unseen.foreign
    right = how_often_right(table.about[unseen.rows][real], said[real])
    chances = np.array([as_often_right(float(one), right) for one in said])
    everyday = table.everyday[unseen.rows] & ~unseen.foreign
    meaning = float(weights[3]) if with_meaning else 0.0
    return Mix(
        bias=bias,
        letters=float(weights[0]),
        cues=float(weights[1]),
        against=float(weights[2]),
        meaning=meaning,
        right=right,
        bar=max(BAR_MIN, bar_for(chances[everyday], FALSE_ALARMS)),
    )


def packed(learned: Learned, small: Mix, large: Mix) -> TopicWeights:
    """Write down what was learned: the many weights of the letters as bytes."""
    scale = float(np.abs(learned.letters).max()) / 127
    return TopicWeights(
        letters=np.round(learned.letters / scale).astype(np.int8).tobytes(),
        letters_scale=scale,
        letters_bias=learned.letters_bias,
        layers=learned.layers,
        small=small,
        large=large,
    )

"""Learn the layer of places between the embedding with its cues and an answer: Adam, in numpy alone.

Inputs and places are left out at random while it learns, so that none is leant on alone (Srivastava et al. 2014).
The same rows give the same layers.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bench.classifier.fitting import Array
from kith.topics.scoring.layers import Layers

WIDTH = 48  # places that are learned together
BEGUN = 3  # times it is learned anew from another beginning: each errs elsewhere, and their mean errs less
BATCH = 512
PACE, SLOWING, NEVER_NOUGHT = 2e-3, (0.9, 0.999), 1e-8  # Kingma and Ba 2015
INPUTS_LEFT_OUT, PLACES_LEFT_OUT = 0.1, 0.3
SHRINKING = 1e-4
SEED = 2020


@dataclass
class _Places:
    """What is learned, and how it moved so far."""

    values: list[Array]
    means: list[Array]
    squares: list[Array]

    def move(self, slopes: list[Array], *, step: int, pace: float) -> None:
        for number, slope in enumerate(slopes):
            self.means[number] = SLOWING[0] * self.means[number] + (1 - SLOWING[0]) * slope
            self.squares[number] = SLOWING[1] * self.squares[number] + (1 - SLOWING[1]) * slope**2
            mean, square = (
                self.means[number] / (1 - SLOWING[0] ** step),
                self.squares[number] / (1 - SLOWING[1] ** step),
            )
            moved = self.values[number] - pace * mean / (np.sqrt(square) + NEVER_NOUGHT)
            self.values[number] = moved.astype(np.float32)


def fit_layers(inputs: Array, about: Array, believed: Array, *, rounds: int) -> Layers:
    """Learn from rows, each believed so far, going through all of them so many times. Gives the mean of `BEGUN`."""
    return join([fit_once(inputs, about, believed, rounds=rounds, seed=SEED + number) for number in range(BEGUN)])


def join(learned: Sequence[Sequence[Array]]) -> Layers:
    """Write places that were learned apart as one layer, which says the mean of them."""
    firsts, first_biases, lasts, last_biases = zip(*learned, strict=True)
    return Layers(
        width=WIDTH * len(learned),
        first=_half(np.hstack(firsts)),
        first_bias=_half(np.concatenate(first_biases)),
        last=_half(np.concatenate(lasts) / len(learned)),
        last_bias=float(np.mean(last_biases)),
    )


def fit_once(inputs: Array, about: Array, believed: Array, *, rounds: int, seed: int) -> list[Array]:
    """Learn places from one beginning: the numbers of both sides, each with what is added to them."""
    chance = np.random.default_rng(seed)
    places, columns = _begin(chance, inputs.shape[1]), inputs.shape[1]
    steps, step = rounds * -(-len(inputs) // BATCH), 0
    for _round in range(rounds):
        order = chance.permutation(len(inputs))
        for start in range(0, len(order), BATCH):
            rows = order[start : start + BATCH]
            step += 1
            given = inputs[rows] * (chance.random((len(rows), columns), dtype=np.float32) > INPUTS_LEFT_OUT)
            kept = chance.random((len(rows), WIDTH), dtype=np.float32) > PLACES_LEFT_OUT
            slopes = _slopes(places.values, given, kept, about[rows], believed[rows])
            places.move(slopes, step=step, pace=PACE * (1 - (step - 1) / steps))
    return places.values


def _begin(chance: np.random.Generator, columns: int) -> _Places:
    first = chance.normal(size=(columns, WIDTH)) * np.sqrt(2 / columns)
    values = [first, np.zeros(WIDTH), chance.normal(size=WIDTH) / np.sqrt(WIDTH), np.zeros(1)]
    values = [one.astype(np.float32) for one in values]
    return _Places(values, [np.zeros_like(one) for one in values], [np.zeros_like(one) for one in values])


def _slopes(values: list[Array], given: Array, kept: Array, about: Array, believed: Array) -> list[Array]:
    """Tell for every number which way is uphill, for these rows."""
    first, first_bias, last, last_bias = values
    before = given @ first + first_bias
    open_ = ((before > 0) & kept).astype(np.float32) / (1 - PLACES_LEFT_OUT)
    places = before * open_
    chances = 1 / (1 + np.exp(-np.clip(places @ last + last_bias, -30, 30)))
    wrong = (believed * (chances - about) / len(about)).astype(np.float32)
    back = np.outer(wrong, last) * open_
    return [
        given.T @ back + SHRINKING * first,
        back.sum(0),
        places.T @ wrong + SHRINKING * last,
        wrong.sum(keepdims=True),
    ]


def _half(numbers: Array) -> bytes:
    return numbers.astype(np.float16).tobytes()

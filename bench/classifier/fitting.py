"""Logistic regression with a penalty on large weights, by L-BFGS: dense or sparse, in numpy alone."""

from collections.abc import Callable
from typing import Any, Protocol

import numpy as np

Array = np.ndarray[Any, np.dtype[Any]]
STEPS_MAX = 40  # later ones change the thousandth, and fit what one source has for itself
REMEMBERED = 10
RUNS = 2  # of cells in a row of a sparse table


class Features(Protocol):
    """A table with a row a post."""

    columns: int

    def times(self, weights: Array) -> Array:
        """Give the sum of each row, weighed."""
        ...

    def back(self, of_rows: Array) -> Array:
        """Give the sum of each column, by what each row counts."""
        ...


class Dense:
    """Every cell is there."""

    def __init__(self, cells: Array) -> None:
        self.cells, self.columns = cells, cells.shape[1]

    def times(self, weights: Array) -> Array:
        """Give the sum of each row, weighed."""
        return np.asarray(self.cells @ weights)

    def back(self, of_rows: Array) -> Array:
        """Give the sum of each column, by what each row counts."""
        return np.asarray(of_rows @ self.cells)


class Sparse:
    """Most cells are nought: a row has two runs of cells, words and letters, in each of which all cells are alike.

    `where` are the columns, run after run; `starts` where runs begin, and the end; `each` what stands in a run's cells.
    """

    def __init__(self, where: Array, each: Array, starts: Array, columns: int) -> None:
        self.where, self.each, self.starts, self.columns = where, each, starts, columns
        self._lengths = np.diff(starts)
        self._filled = np.flatnonzero(self._lengths)  # `reduceat` gives what is not there for a run without cells

    def times(self, weights: Array) -> Array:
        """Give the sum of each row, weighed."""
        sums = np.zeros(len(self.each))
        if len(self._filled):
            sums[self._filled] = np.add.reduceat(weights[self.where], self.starts[self._filled])
        weighed: Array = (sums * self.each).reshape(-1, RUNS).sum(axis=1)
        return weighed

    def back(self, of_rows: Array) -> Array:
        """Give the sum of each column, by what each row counts."""
        of_runs = np.repeat(of_rows, RUNS) * self.each
        return np.bincount(self.where, np.repeat(of_runs, self._lengths), self.columns)

    def rows(self, chosen: Array) -> "Sparse":
        """Give some of the rows."""
        runs = (chosen[:, None] * RUNS + np.arange(RUNS)).ravel()
        lengths = self._lengths[runs]
        starts = np.concatenate([[0], np.cumsum(lengths)])
        cells = np.repeat(self.starts[runs] - starts[:-1], lengths) + np.arange(starts[-1])
        return Sparse(self.where[cells], self.each[runs], starts, self.columns)


def fit(features: Features, about: Array, believed: Array, *, strength: float) -> tuple[Array, float]:
    """Give weights and bias. `strength` is what the data counts against the penalty (C, as elsewhere)."""

    def cost(point: Array) -> tuple[float, Array]:
        logits = features.times(point[:-1]) + point[-1]
        sign = np.where(about, 1.0, -1.0)
        loss = float((believed * np.logaddexp(0, -sign * logits)).sum() * strength + 0.5 * (point[:-1] ** 2).sum())
        slope = believed * (1 / (1 + np.exp(-np.clip(logits, -60, 60))) - about) * strength
        return loss, np.concatenate([features.back(slope) + point[:-1], [slope.sum()]])

    point = _lowest(cost, np.zeros(features.columns + 1))
    return point[:-1], float(point[-1])


def _lowest(cost: Callable[[Array], tuple[float, Array]], point: Array) -> Array:
    """Go downhill (Nocedal and Wright 2006, algorithm 7.5, with halved steps)."""
    value, slope = cost(point)
    steps: list[tuple[Array, Array]] = []
    for _step in range(STEPS_MAX):
        way = -_bent(slope, steps)
        length, fall = 1.0 if steps else 1.0 / max(1.0, float(np.abs(slope).sum())), float(slope @ way)
        for _half in range(30):
            next_value, next_slope = cost(point + length * way)
            if next_value <= value + 1e-4 * length * fall:
                break
            length /= 2
        step, bend = length * way, next_slope - slope
        if float(step @ bend) > 1e-12:
            steps = [*steps[-(REMEMBERED - 1) :], (step, bend)]
        done = abs(value - next_value) < 1e-7 * abs(value)
        point, value, slope = point + step, next_value, next_slope
        if done:
            break
    return point


def _bent(slope: Array, steps: list[tuple[Array, Array]]) -> Array:
    way, parts = slope.copy(), []
    for step, bend in reversed(steps):
        part = float(step @ way) / float(step @ bend)
        parts.append(part)
        way -= part * bend
    if steps:
        step, bend = steps[-1]
        way *= float(step @ bend) / float(bend @ bend)
    for (step, bend), part in zip(steps, reversed(parts), strict=True):
        way += step * (part - float(bend @ way) / float(step @ bend))
    return way

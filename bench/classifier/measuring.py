"""How good a score is."""

import numpy as np

from bench.classifier.fitting import Array

PART_MIN = 30  # posts; of fewer a share says nothing
CERTAIN = 0.999


def auc(about: Array, scores: Array) -> float:
    """Give how often a post about it scores higher than one that is not; half where they score alike."""
    order = np.argsort(scores, kind="stable")
    ranks = np.empty(len(scores))
    ranks[order] = np.arange(1, len(scores) + 1)
    values, where = np.unique(scores, return_inverse=True)
    mean = np.bincount(where, ranks, len(values)) / np.bincount(where, minlength=len(values))
    ranks = mean[where]
    there = about.astype(bool)
    yes, no = int(there.sum()), int((~there).sum())
    return float((ranks[there].sum() - yes * (yes + 1) / 2) / (yes * no))


def bar_for(scores: Array, false_alarms: float) -> float:
    """Give from which score on so large a part of what is not about it is taken for it."""
    return float(np.quantile(scores, 1 - false_alarms))


def calibration(about: Array, chances: Array, parts: int = 10) -> list[tuple[float, float, int]]:
    """Give for each tenth of the scale: the mean chance, how often it was right, and of how many."""
    which = np.minimum((chances * parts).astype(int), parts - 1)
    return [
        (float(chances[which == part].mean()), float(about[which == part].mean()), int((which == part).sum()))
        for part in range(parts)
        if (which == part).any()
    ]


def how_often_right(about: Array, chances: Array, parts: int = 12) -> tuple[tuple[float, float], ...]:
    """Give places by which a probability is right as often as it says: what was said, and was right. Both rise.

    Isotonic regression over parts of the scale (Zadrozny and Elkan 2002): neighbours that fall are put together. A
    little more than nothing is added each time, so that what is likelier stays so.
    """
    found = [[said, right, number] for said, right, number in calibration(about, chances, parts) if number >= PART_MIN]
    together: list[list[float]] = []
    for one in found:
        together.append([float(part) for part in one])
        while len(together) > 1 and together[-1][1] <= together[-2][1]:
            said, right, number = together.pop()
            before = together[-1]
            both = before[2] + number
            together[-1] = [(before[k] * before[2] + (said, right)[k] * number) / both for k in range(2)] + [both]
    return tuple((round(said, 4), round(min(right, CERTAIN), 4)) for said, right, _number in together)

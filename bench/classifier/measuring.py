"""How good a score is."""

import numpy as np

from bench.classifier.fitting import Array


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

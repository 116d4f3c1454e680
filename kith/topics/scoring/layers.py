"""What the embedding and the cues say together: one layer of `width` places in between, by numpy.

A straight line through 384 numbers tells politics from everyday only as far as both sound as they did in training; a
layer in between also learns that a word counts otherwise among others.
"""

from collections.abc import Sequence
from importlib import import_module
from typing import Any

import msgspec

MEANING_TIMES = 8.0  # an embedding's numbers are about .05 each; the others are about 1
_CUES_TOP, _AGAINST_TOP = 6.0, 3.0
_BARS = (0.0, 1.5, 3.0)  # log-odds of cues: any, one that may mean much, one that means it alone
_WORDS_TOP = 30  # of a post; of longer ones no more can be told by that


class Layers(msgspec.Struct, frozen=True, kw_only=True):
    """What was learned, in half precision: a column a place, then what each place counts."""

    width: int
    first: bytes
    first_bias: bytes
    last: bytes
    last_bias: float


class Reader:
    """Layers, ready to ask."""

    def __init__(self, layers: Layers) -> None:
        numpy = import_module("numpy")
        self._first = numpy.frombuffer(layers.first, dtype=numpy.float16).astype(numpy.float32)
        self._first = self._first.reshape(-1, layers.width)
        self._first_bias = numpy.frombuffer(layers.first_bias, dtype=numpy.float16).astype(numpy.float32)
        self._last = numpy.frombuffer(layers.last, dtype=numpy.float16).astype(numpy.float32)
        self._last_bias = layers.last_bias

    def says(self, inputs: Any) -> Any:
        """Give the log-odds of each row of inputs."""
        return (inputs @ self._first + self._first_bias).clip(0) @ self._last + self._last_bias


def inputs_of(meanings: Any, cues: Any, lengths: Sequence[int]) -> Any:
    """Give a row a post: its embedding, what its cues weigh, and how many words it has."""
    numpy = import_module("numpy")
    weighed, words = numpy.asarray(cues, dtype=numpy.float32), numpy.asarray(lengths, dtype=numpy.float32)
    columns = [weighed.clip(0, _CUES_TOP) / 3, (-weighed).clip(0, _AGAINST_TOP) / 3]
    columns += [(weighed > bar if bar == 0 else weighed >= bar).astype(numpy.float32) for bar in _BARS]
    columns.append(words.clip(0, _WORDS_TOP) / _WORDS_TOP)
    return numpy.hstack([numpy.asarray(meanings, dtype=numpy.float32) * MEANING_TIMES, numpy.stack(columns, axis=1)])

"""How alike two short texts are: by what they say where the embedding model is installed, by their letters where not.

A text's *marks* are what is compared: 384 numbers of length 1, or the runs of letters in it. Both kinds are compared by
their cosine. The bars were set on pairs of questions that people call the same, and of others (docs/report.md).
"""

from array import array
from collections import Counter
from collections.abc import Sequence
from importlib import import_module
from math import sqrt
from typing import Any, Literal

from kith.topics.scoring.embedding import embed, missing
from kith.topics.scoring.hashing import features_of
from kith.topics.scoring.text import readable

Kind = Literal["meaning", "letters"]
LENGTH_MAX = 400  # of a text, in characters: what somebody asks stands at its beginning
BARS: dict[Kind, float] = {"meaning": 0.62, "letters": 0.45}
_AT_ONCE = 32  # texts, whose numbers the model holds at the same time


def kind_here() -> Kind:
    """Tell by what texts are compared on this machine."""
    return "letters" if missing() else "meaning"


def marks_of(texts: Sequence[str], kind: Kind) -> list[bytes]:
    """Give the marks of each text. For a worker: up to 10 ms a text."""
    read = [readable(text, length_max=LENGTH_MAX) or "." for text in texts]
    if kind == "letters":
        return [array("I", features_of(one)[2]).tobytes() for one in read]
    found: list[bytes] = []
    for start in range(0, len(read), _AT_ONCE):
        found += [row.astype("<f2").tobytes() for row in embed(read[start : start + _AT_ONCE])]
    return found


class Known:
    """Texts that are known by their marks, and which of them is most like another one."""

    def __init__(self, kind: Kind) -> None:
        self._kind = kind
        self._rows: list[Any] = []
        self._matrix: Any = None
        self._with_run: dict[int, list[int]] = {}

    def add(self, marks: bytes) -> None:
        """Know one more; its number is how many there were."""
        if self._kind == "meaning":
            self._rows.append(_numbers(marks))
            self._matrix = None
            return
        runs = _runs(marks)
        for run in runs:
            self._with_run.setdefault(run, []).append(len(self._rows))
        self._rows.append(len(runs))

    def nearest(self, marks: bytes) -> int | None:
        """Give the number of the one that is most like it; `None` where none is alike."""
        if not self._rows:
            return None
        number, cosine = self._by_meaning(marks) if self._kind == "meaning" else self._by_letters(marks)
        return number if cosine >= BARS[self._kind] else None

    def _by_meaning(self, marks: bytes) -> tuple[int, float]:
        if self._matrix is None:
            self._matrix = import_module("numpy").stack(self._rows)
        cosines = self._matrix @ _numbers(marks)
        number = int(cosines.argmax())
        return number, float(cosines[number])

    def _by_letters(self, marks: bytes) -> tuple[int, float]:
        runs = _runs(marks)
        shared = Counter(number for run in runs for number in self._with_run.get(run, ()))
        cosines = ((count / sqrt(len(runs) * self._rows[number]), -number) for number, count in shared.items())
        cosine, minus = max(cosines, default=(0.0, 0))
        return -minus, cosine


def _numbers(marks: bytes) -> Any:
    return import_module("numpy").frombuffer(marks, dtype="<f2").astype("f4")


def _runs(marks: bytes) -> "array[int]":
    runs = array("I")
    runs.frombytes(marks)
    return runs

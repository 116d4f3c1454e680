"""The weights that are shipped: made by `python -m bench.classifier`, and told apart by their hash."""

from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path

import msgspec

from kith.topics.scoring.layers import Layers

FOLDER = Path(__file__).parent / "shipped"
COMMON_NUMBERS = 2**15


class Mix(msgspec.Struct, frozen=True, kw_only=True):
    """How the parts make log-odds of which a probability can be read, and from which probability on it counts."""

    bias: float
    letters: float  # what the hashed features say
    cues: float  # what speaks for it among the cues
    against: float  # what speaks against it among them
    meaning: float = 0.0  # what the embedding says; nothing in the small machine
    bar: float = 0.5
    right: tuple[tuple[float, float], ...] = ()  # what it says, and how often that was right, in order


def as_often_right(said: float, right: Sequence[tuple[float, float]]) -> float:
    """Give how often it was right to say so: between the places that are known in a straight line."""
    low = (0.0, 0.0)
    for high in (*right, (1.0, 1.0)):
        if said <= high[0]:
            width = high[0] - low[0]
            return high[1] if width <= 0 else low[1] + (high[1] - low[1]) * (said - low[0]) / width
        low = high
    return 1.0


class TopicWeights(msgspec.Struct, frozen=True, kw_only=True):
    """What was learned of one topic."""

    letters: bytes  # 2^18 signed bytes
    letters_scale: float
    letters_bias: float
    layers: Layers  # of the embedding
    small: Mix
    large: Mix


class Weights(msgspec.Struct, frozen=True, kw_only=True):
    """All that was learned. `common` says how common words are, by their hash: the logarithm, in eighths, as bytes."""

    version: str
    topics: dict[str, TopicWeights]
    common: bytes


class ForeignWeights(Exception):
    """The file is not the one that was shipped."""


@cache
def weights() -> Weights:
    """Read what was learned, once a process. Raises `ForeignWeights` where the file does not fit its hash."""
    written = FOLDER.joinpath("weights.msgpack").read_bytes()
    if sha256(written).hexdigest() != FOLDER.joinpath("weights.sha256").read_text("ascii").strip():
        raise ForeignWeights("kith/topics/scoring/shipped/weights.msgpack does not fit its hash: install Kith anew")
    return msgspec.msgpack.decode(written, type=Weights)

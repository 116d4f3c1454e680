"""The weights that are shipped: made by `python -m bench.classifier`, and told apart by their hash."""

from functools import cache
from hashlib import sha256
from pathlib import Path

import msgspec

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


class TopicWeights(msgspec.Struct, frozen=True, kw_only=True):
    """What was learned of one topic."""

    letters: bytes  # 2^18 signed bytes
    letters_scale: float
    letters_bias: float
    meaning: tuple[float, ...]  # 384 numbers
    meaning_bias: float
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

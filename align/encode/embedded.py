"""The embedded encoder: a model folder of ours, run by onnxruntime."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from align.encode.models import FILES, FORMAT, first_line, read_config
from align.errors import ModelError
from align.resources import DIGEST
from align.types import Tokens

# Tokens of a batch, padding included: of 256, 512, 1024 and 2048 the fastest but for 256, which is
# as fast here and leaves more padding out, but slower where cores are many.
BATCH_TOKENS = 512
WAVE = 64  # batches handed to the threads at once: bounds what waits in memory
# 512 tokens never reach this far, and tokenizing a whole book as one sentence takes minutes.
MAX_CHARACTERS = 10_000
CHUNK = 4096  # sentences tokenized at once: bounds the memory, uses all cores

COMMON = 2.0  # nats; a token that makes a seventh of all text weighs nothing …
LEAST_WEIGHT = 0.3  # … or rather this

Run = tuple[NDArray[np.float32], list[Tokens]]  # vectors of a batch, and its sentences' tokens


class OnnxEncoder:
    """A model folder of ours, run by onnxruntime: no torch needed.

    `encode` gives unit vectors that do not depend on which sentences are encoded together, to the
    last bit: what is resumed, cached or encoded with other documents comes out the same.
    """

    def __init__(self, folder: Path) -> None:
        """Loads the folder; raises ModelError when a file is missing or damaged."""
        missing = [name for name in FILES if not (folder / name).is_file()]
        if missing:
            raise ModelError(f"{folder}: model files missing: {', '.join(missing)}; restore them")
        config = read_config(folder)
        if config.get("format") != FORMAT:
            raise ModelError(f"{folder}/config.json: is not of the kind {FORMAT!r}; restore it")
        import onnxruntime
        from tokenizers import Tokenizer

        self.folder = folder
        self._bar = True
        try:
            self.dimensions, self._pad, longest = (
                int(config[name]) for name in ("dimensions", "pad_id", "max_tokens")
            )
            self._state_output = str(config["state_output"])
            self._token_output = str(config["token_output"])
        except (KeyError, TypeError, ValueError) as error:
            raise ModelError(f"{folder}/config.json: no usable {error}; restore it") from None
        try:
            self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        except Exception as error:  # the library raises nothing narrower
            raise ModelError(f"{folder}/tokenizer.json: {first_line(error)}; restore it") from None
        self._tokenizer.enable_truncation(longest)
        # Batches run side by side, one thread each: a fifth faster than all threads on one batch,
        # and a vector's last bits do not depend on the number of cores.
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.log_severity_level = 3  # warnings are for who builds the model
        try:
            graph = (folder / "model.onnx").read_bytes()
            for name in (self._state_output, self._token_output):
                graph = with_output(graph, name)
            self._session = onnxruntime.InferenceSession(
                graph, options, providers=["CPUExecutionProvider"]
            )
        except Exception as error:  # onnxruntime's errors share no base below Exception
            raise ModelError(f"{folder}/model.onnx: {first_line(error)}; restore it") from None

    def encode(self, sentences: Sequence[str]) -> NDArray[np.float32]:
        """Unit vectors, float32 (n, d); (0, d) for no sentences. Beyond 512 tokens text is cut.

        A progress bar appears on a terminal after two seconds.
        """
        return self._encoded(sentences, self._run)[0]

    def encode_tokens(
        self, sentences: Sequence[str]
    ) -> tuple[NDArray[np.float32], Sequence[Tokens]]:
        """What `encode` gives, and the tokens of each sentence, out of the same run.

        Token vectors are those of the tenth of twelve layers. On documents made of the half of
        FLORES that the bead models of this trial had not seen, 8, 9 and 10 serve alike (bead F1 of
        news 98.5 to 98.6, of noisy 96.7 to 97.1), 12 less (98.1 and 95.9): it tells the texts that
        the encoder was trained on apart far better than others, and a model fitted on these trusts
        it too much. A token weighs its negative log probability in the tokenizer's vocabulary less
        2, at least 0.3: «и» next to nothing.
        """
        return self._encoded(sentences, self._run_with_tokens)

    def _encoded(
        self, sentences: Sequence[str], run: Callable[[Sequence[Sequence[int]]], Run]
    ) -> tuple[NDArray[np.float32], list[Tokens]]:
        from tqdm import tqdm

        order = sorted(dict.fromkeys(sentences), key=len)
        place = {sentence: row for row, sentence in enumerate(order)}
        vectors = np.empty((len(order), self.dimensions), np.float32)
        tokens: list[Tokens] = []
        with (
            tqdm(
                total=len(order),
                unit="sentence",
                desc="embedding",
                delay=2,
                disable=None if self._bar else True,
            ) as bar,
            ThreadPoolExecutor(_cores()) as pool,
        ):
            batches = self._batches(order)
            while wave := list(islice(batches, WAVE)):
                runs = pool.map(lambda batch: run(batch[1]), wave)
                for (start, ids), (found, of_batch) in zip(wave, runs, strict=True):
                    vectors[start : start + len(ids)] = found
                    tokens += of_batch
                    bar.update(len(ids))
        rows = [place[sentence] for sentence in sentences]
        return vectors[rows], [tokens[row] for row in rows] if tokens else []

    def quiet(self) -> OnnxEncoder:
        """The same encoder without a progress bar, for callers that show one of their own."""
        import copy

        same = copy.copy(self)
        same._bar = False
        return same

    @cached_property
    def fingerprint(self) -> str:
        """What tells the model from every other one: a digest of its files."""
        import hashlib

        digest = hashlib.sha256()
        for name in FILES:
            digest.update(hashlib.sha256((self.folder / name).read_bytes()).digest())
        return digest.hexdigest()[:DIGEST]

    def tokens(self, texts: Sequence[str]) -> list[list[int]]:
        """Token ids of each text, `<s>` and `</s>` included, at most 512."""
        cut = [text[:MAX_CHARACTERS] for text in texts]
        return [row.ids for row in self._tokenizer.encode_batch_fast(cut)]

    def token_spans(self, texts: Sequence[str]) -> list[list[tuple[int, int]]]:
        """Where in each text the tokens of `encode_tokens` start and stop, in characters."""
        cut = [text[:MAX_CHARACTERS] for text in texts]
        return [row.offsets[1:-1] for row in self._tokenizer.encode_batch(cut)]

    def tensors(
        self, tokens: Sequence[Sequence[int]]
    ) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
        """(ids, mask), both (n, longest), padded on the right."""
        width = max((len(row) for row in tokens), default=0)
        ids = np.full((len(tokens), width), self._pad, np.int64)
        mask = np.zeros((len(tokens), width), np.int32)
        for row, values in enumerate(tokens):
            ids[row, : len(values)] = values
            mask[row, : len(values)] = 1
        return ids, mask

    def run(self, ids: NDArray[np.int64], mask: NDArray[np.int32]) -> NDArray[np.float32]:
        """Unit vectors (n, d) of the tokens."""
        (states,) = self._session.run([self._state_output], _feed(ids, mask))
        return _pooled(states, mask)

    def _run(self, tokens: Sequence[Sequence[int]]) -> Run:
        return self.run(*self.tensors(tokens)), []

    def _run_with_tokens(self, tokens: Sequence[Sequence[int]]) -> Run:
        ids, mask = self.tensors(tokens)
        names = [self._state_output, self._token_output]
        last, states = self._session.run(names, _feed(ids, mask))
        vectors = _pooled(last, mask)
        states = states.reshape(*ids.shape, -1).astype(np.float16)
        inner = [slice(1, len(row) - 1) for row in tokens]  # without <s> and </s>
        return vectors, [
            Tokens(states[at, cut].copy(), self._weights[ids[at, cut]])
            for at, cut in enumerate(inner)
        ]

    @cached_property
    def _weights(self) -> NDArray[np.float32]:
        """Of every entry of the vocabulary."""
        import json

        vocabulary = json.loads((self.folder / "tokenizer.json").read_text("utf-8"))["model"]
        logs = np.array([log for _, log in vocabulary["vocab"]], np.float32)
        weights: NDArray[np.float32] = np.maximum(-logs - COMMON, LEAST_WEIGHT)
        return weights

    def _batches(self, sentences: Sequence[str]) -> Iterator[tuple[int, list[list[int]]]]:
        """Token ids of neighbouring sentences, as many as fit in BATCH_TOKENS with padding.

        `sentences` come sorted by length, so that little is padding.
        """
        for first in range(0, len(sentences), CHUNK):
            ids = self.tokens(sentences[first : first + CHUNK])
            start, longest = 0, 0
            for at, row in enumerate(ids):
                longest = max(longest, len(row))
                if at > start and longest * (at - start + 1) > BATCH_TOKENS:
                    yield first + start, ids[start:at]
                    start, longest = at, len(row)
            yield first + start, ids[start:]


def _pooled(states: NDArray[np.float32], mask: NDArray[np.int32]) -> NDArray[np.float32]:
    """Unit vectors (n, d): the direction of the mean of each row's states (n × longest, d).

    The graph has a mean of its own, `vectors`, but its last bits depend on the batch's shape.
    """
    rows = zip(states.reshape(*mask.shape, -1), mask.sum(axis=1), strict=True)
    sums = np.array([row[:length].sum(axis=0) for row, length in rows])
    unit: NDArray[np.float32] = sums / np.sqrt((sums * sums).sum(axis=1, keepdims=True))
    return unit


def _feed(ids: NDArray[np.int64], mask: NDArray[np.int32]) -> dict[str, NDArray[Any]]:
    return {"input_ids": ids, "attention_mask": mask.astype(np.int32, copy=False)}


def with_output(model: bytes, name: str) -> bytes:
    """An ONNX model (its file's bytes) that also gives out what its graph calls `name`, floats.

    Protocol buffers that are written one after another are merged: a graph that holds nothing but
    an output adds it to the model's.
    """
    floats = _field(2, _field(1, b"\x08\x01"))  # TypeProto, of a tensor, of FLOAT
    output = _field(12, _field(1, name.encode("utf-8")) + floats)
    return model + _field(7, output)


def _field(number: int, content: bytes) -> bytes:
    """A length-delimited field of a protocol buffer; `content` is shorter than 128 bytes."""
    return bytes([number << 3 | 2, len(content)]) + content


def _cores() -> int:
    """Processors that this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # only Linux tells
        return os.cpu_count() or 1

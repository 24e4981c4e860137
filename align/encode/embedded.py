"""The embedded encoder: a model folder of ours, run by onnxruntime."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from align.encode.models import FILES, FORMAT, first_line, read_config
from align.errors import ModelError

# Tokens of a batch, padding included: of 256, 512, 1024 and 2048 the fastest but for 256, which is
# as fast here and leaves more padding out, but slower where cores are many.
BATCH_TOKENS = 512
WAVE = 64  # batches handed to the threads at once: bounds what waits in memory
# 512 tokens never reach this far, and tokenizing a whole book as one sentence takes minutes.
MAX_CHARACTERS = 10_000
CHUNK = 4096  # sentences tokenized at once: bounds the memory, uses all cores


class OnnxEncoder:
    """A model folder of ours, run by onnxruntime: no torch needed.

    `encode` gives unit vectors that do not depend on which sentences are encoded together.
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
        try:
            self.dimensions, self._pad, longest = (
                int(config[name]) for name in ("dimensions", "pad_id", "max_tokens")
            )
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
            self._session = onnxruntime.InferenceSession(
                str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
            )
        except Exception as error:  # onnxruntime's errors share no base below Exception
            raise ModelError(f"{folder}/model.onnx: {first_line(error)}; restore it") from None

    def encode(self, sentences: Sequence[str]) -> NDArray[np.float32]:
        """Unit vectors, float32 (n, d); (0, d) for no sentences. Beyond 512 tokens text is cut.

        A progress bar appears on a terminal after two seconds.
        """
        from tqdm import tqdm

        order = sorted(dict.fromkeys(sentences), key=len)
        place = {sentence: row for row, sentence in enumerate(order)}
        vectors = np.empty((len(order), self.dimensions), np.float32)
        with (
            tqdm(total=len(order), unit="sentence", desc="embedding", delay=2, disable=None) as bar,
            ThreadPoolExecutor(_cores()) as pool,
        ):
            batches = self._batches(order)
            while wave := list(islice(batches, WAVE)):
                runs = pool.map(lambda batch: self.run(*self.tensors(batch[1])), wave)
                for (start, tokens), found in zip(wave, runs, strict=True):
                    vectors[start : start + len(tokens)] = found
                    bar.update(len(tokens))
        return vectors[[place[sentence] for sentence in sentences]]

    def tokens(self, texts: Sequence[str]) -> list[list[int]]:
        """Token ids of each text, `<s>` and `</s>` included, at most 512."""
        cut = [text[:MAX_CHARACTERS] for text in texts]
        return [row.ids for row in self._tokenizer.encode_batch_fast(cut)]

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
        feed = {"input_ids": ids, "attention_mask": mask.astype(np.int32, copy=False)}
        vectors: NDArray[np.float32] = self._session.run(None, feed)[0]
        return vectors

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


def _cores() -> int:
    """Processors that this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # only Linux tells
        return os.cpu_count() or 1

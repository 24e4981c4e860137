"""Encoders: sentences → vectors. The only module that knows where models are."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from align.errors import ModelError
from align.types import Encoder

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

MODEL_NAME = "ru-kk-e5-small"
FILES = ("config.json", "model.onnx", "tokenizer.json")
FORMAT = "ru-kk-align encoder 1"

# Tokens of a batch, padding included: of 256, 512, 1024 and 2048 the fastest but for 256, which is
# as fast here and leaves more padding out, but slower where cores are many.
BATCH_TOKENS = 512
WAVE = 64  # batches handed to the threads at once: bounds what waits in memory
# 512 tokens never reach this far, and tokenizing a whole book as one sentence takes minutes.
MAX_CHARACTERS = 10_000
CHUNK = 4096  # sentences tokenized at once: bounds the memory, uses all cores


def models_folder() -> Path:
    """The folder of the embedded models: in the installed package, or in the source tree."""
    installed = Path(__file__).parents[1] / "models"
    return installed if installed.is_dir() else Path(__file__).parents[2] / "models"


class OnnxEncoder:
    """A model folder of ours, run by onnxruntime: no torch needed.

    `encode` gives unit vectors that do not depend on which sentences are encoded together.
    """

    def __init__(self, folder: Path) -> None:
        """Loads the folder; raises ModelError when a file is missing or damaged."""
        missing = [name for name in FILES if not (folder / name).is_file()]
        if missing:
            raise ModelError(f"{folder}: model files missing: {', '.join(missing)}; restore them")
        config = _config(folder)
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
            raise ModelError(f"{folder}/tokenizer.json: {_first_line(error)}; restore it") from None
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
            raise ModelError(f"{folder}/model.onnx: {_first_line(error)}; restore it") from None

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


class SentenceTransformerEncoder:
    """Any sentence-transformers model behind the one method that the pipeline needs."""

    def __init__(self, model: SentenceTransformer) -> None:
        self.model = model

    def encode(self, sentences: Sequence[str]) -> NDArray[np.float32]:
        """The model's vectors, float32 (n, d), as its own settings make them; (0, d) for none."""
        if not sentences:
            return np.empty((0, self.model.get_embedding_dimension() or 0), np.float32)
        vectors = self.model.encode(list(sentences), show_progress_bar=sys.stderr.isatty())
        return np.asarray(vectors, np.float32)


def load_encoder(model: str | Path | None = None) -> Encoder:
    """An encoder: the embedded one, a model folder, or a sentence-transformers model by name.

    The embedded encoder is loaded once per process. A name that is not on this machine is
    fetched from the model hub, where there is a network. Raises ModelError when the model can't
    be had or lacks files.
    """
    if model is None:
        return _embedded()
    folder = Path(model)
    if not folder.exists():
        return SentenceTransformerEncoder(_from_hub(str(model)))
    if not folder.is_dir():
        raise ModelError(f"{folder}: is a file; give a model's folder or its name")
    known = [name for name in ("config.json", "modules.json") if (folder / name).is_file()]
    if "config.json" in known and _config(folder).get("format") == FORMAT:
        return OnnxEncoder(folder)
    if not known:
        raise ModelError(
            f"{folder}: no model here (no modules.json, no config.json); give the folder of a "
            "sentence-transformers model"
        )
    return SentenceTransformerEncoder(_sentence_transformer(folder))


@lru_cache(maxsize=1)
def _embedded() -> OnnxEncoder:
    return OnnxEncoder(models_folder() / MODEL_NAME)


def checked(vectors: NDArray[np.float32], sentences: Sequence[str]) -> NDArray[np.float32]:
    """The vectors, if they are usable; raises ModelError for a wrong shape, NaN or infinity."""
    vectors = np.asarray(vectors, np.float32)
    if vectors.ndim != 2 or len(vectors) != len(sentences):
        raise ModelError(
            f"encoder: gave an array of shape {vectors.shape} for {len(sentences)} sentences; "
            "it must give one row a sentence"
        )
    bad = np.flatnonzero(~np.isfinite(vectors).all(axis=1))
    if len(bad):
        raise ModelError(
            f"encoder: the vector of sentence {bad[0]} is not finite "
            f"({sentences[bad[0]][:40]!r}); use another model"
        )
    return vectors


def _config(folder: Path) -> dict[str, Any]:
    """What the folder's config.json says."""
    try:
        config = json.loads((folder / "config.json").read_text("utf-8"))
    except (ValueError, OSError) as error:
        raise ModelError(f"{folder}/config.json: {_first_line(error)}; restore it") from None
    if not isinstance(config, dict):
        raise ModelError(f"{folder}/config.json: holds no settings; restore it")
    return config


def _cores() -> int:
    """Processors that this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # only Linux tells
        return os.cpu_count() or 1


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]


def _sentence_transformer(folder: Path) -> SentenceTransformer:
    from sentence_transformers import SentenceTransformer

    try:
        return SentenceTransformer(str(folder), local_files_only=True)
    except (OSError, ValueError, KeyError) as error:
        raise ModelError(
            f"{folder}: not a complete sentence-transformers model ({_first_line(error)}); "
            "download it again"
        ) from None


def _from_hub(name: str) -> SentenceTransformer:
    """A model from the local cache of the hub, else from the hub itself."""
    from sentence_transformers import SentenceTransformer

    try:
        return SentenceTransformer(name, local_files_only=True)
    except (OSError, ValueError):
        pass
    from huggingface_hub import model_info

    try:
        model_info(name, timeout=10)  # without a network the load itself tries for a minute
        return SentenceTransformer(name)
    except Exception as error:  # network errors have no base of their own across hub versions
        raise ModelError(
            f"{name}: no such folder, and not to be had from the model hub "
            f"({_first_line(error)}); on a machine with network run `hf download {name}` and "
            "give the folder, or leave the model out for the embedded one"
        ) from None

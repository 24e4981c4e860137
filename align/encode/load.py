"""Encoders by name: the embedded one, a model folder, or any sentence-transformers model."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from align.encode.models import FORMAT, MODEL_NAME, first_line, read_config
from align.errors import ModelError
from align.extras import extra_module
from align.resources import DIGEST, bundled_models_folder
from align.types import Encoder

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer


def load_encoder(model: str | Path | None = None) -> Encoder:
    """An encoder: the embedded one, a model folder, or a sentence-transformers model by name.

    The embedded encoder is loaded once per process. A name that is not on this machine is
    fetched from the model hub, where there is a network. Raises ModelError when the model can't
    be had or lacks files, InputError when it needs the extra `sentence-transformers`.
    """
    if model is None:
        return _embedded()
    folder = Path(model)
    if not folder.exists():
        return SentenceTransformerEncoder(_from_hub(str(model)))
    if not folder.is_dir():
        raise ModelError(f"{folder}: is a file; give a model's folder or its name")
    known = [name for name in ("config.json", "modules.json") if (folder / name).is_file()]
    if "config.json" in known and read_config(folder).get("format") == FORMAT:
        from align.encode.embedded import OnnxEncoder

        return OnnxEncoder(folder)
    if not known:
        raise ModelError(
            f"{folder}: no model here (no modules.json, no config.json); give the folder of a "
            "sentence-transformers model"
        )
    return SentenceTransformerEncoder(_sentence_transformer(folder))


@lru_cache(maxsize=1)
def _embedded() -> Encoder:
    from align.encode.embedded import OnnxEncoder

    return OnnxEncoder(bundled_models_folder() / MODEL_NAME)


class SentenceTransformerEncoder:
    """Any sentence-transformers model behind the one method that the pipeline needs."""

    def __init__(self, model: SentenceTransformer, bar: bool = True) -> None:
        self.model = model
        self._bar = bar

    def encode(self, sentences: Sequence[str]) -> NDArray[np.float32]:
        """The model's vectors, float32 (n, d), as its own settings make them; (0, d) for none."""
        if not sentences:
            return np.empty((0, self.model.get_embedding_dimension() or 0), np.float32)
        bar = self._bar and sys.stderr.isatty()
        vectors = self.model.encode(list(sentences), show_progress_bar=bar)
        return np.asarray(vectors, np.float32)

    def quiet(self) -> SentenceTransformerEncoder:
        """The same encoder without a progress bar, for callers that show one of their own."""
        return SentenceTransformerEncoder(self.model, bar=False)

    @cached_property
    def fingerprint(self) -> str:
        """What tells the model from every other one: a digest of all files that it saves."""
        import hashlib
        import tempfile

        digest = hashlib.sha256()
        with tempfile.TemporaryDirectory(prefix="align-model-") as folder:
            try:
                self.model.save(folder, create_model_card=False)
            except OSError as error:
                raise ModelError(
                    f"{folder}: the model can't be saved to tell it from others "
                    f"({first_line(error)}); make room, or set TMPDIR to another folder"
                ) from None
            for path in sorted(Path(folder).rglob("*")):
                if path.is_file():
                    with path.open("rb") as file:
                        content = hashlib.file_digest(file, "sha256").digest()
                    digest.update(path.relative_to(folder).as_posix().encode("utf-8") + content)
        return digest.hexdigest()[:DIGEST]


def _loader(name: str, what: str) -> type[SentenceTransformer]:
    library = extra_module("sentence_transformers", name, what, "sentence-transformers")
    loader: type[SentenceTransformer] = library.SentenceTransformer
    return loader


def _sentence_transformer(folder: Path) -> SentenceTransformer:
    load = _loader(str(folder), "this model")
    try:
        return load(str(folder), local_files_only=True)
    except (OSError, ValueError, KeyError) as error:
        raise ModelError(
            f"{folder}: not a complete sentence-transformers model ({first_line(error)}); "
            "download it again"
        ) from None


def _from_hub(name: str) -> SentenceTransformer:
    """A model from the local cache of the hub, else from the hub itself."""
    load = _loader(name, "no such folder, and a model of the hub")
    try:
        return load(name, local_files_only=True)
    except (OSError, ValueError):
        pass
    from huggingface_hub import model_info

    try:
        model_info(name, timeout=10)  # without a network the load itself tries for a minute
        return load(name)
    except Exception as error:  # network errors have no base of their own across hub versions
        raise ModelError(
            f"{name}: no such folder, and not to be had from the model hub "
            f"({first_line(error)}); on a machine with network run `hf download {name}` and "
            "give the folder, or leave the model out for the embedded one"
        ) from None

"""The embedded model as a `SentenceTransformer`, for scripts that expect one."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from align.encode.embedded import OnnxEncoder
from align.encode.models import MODEL_NAME
from align.extras import remedy
from align.resources import bundled_models_folder

try:
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.base.modules import InputModule
except ImportError as error:
    found = f"{error}; {remedy('sentence-transformers')}"
    raise ImportError(found, name=error.name) from None


class OnnxModule(InputModule):
    """Texts to unit vectors by onnxruntime, in the shape of a sentence-transformers module."""

    def __init__(self, encoder: OnnxEncoder) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.encoder = encoder

    def preprocess(
        self,
        inputs: Any,  # noqa: ANN401 (the library's type spans images and sound; ours are texts)
        prompt: str | None = None,
        **_: object,
    ) -> dict[str, Any]:
        """Token ids and mask of the texts, padded to the longest."""
        texts = [(prompt or "") + text for text in inputs]
        ids, mask = self.encoder.tensors(self.encoder.tokens(texts))
        return {"input_ids": torch.from_numpy(ids), "attention_mask": torch.from_numpy(mask)}

    def forward(self, features: Mapping[str, Any], **_: object) -> dict[str, Any]:
        """The features with `sentence_embedding` added, float32 (n, d)."""
        ids, mask = (features[name].cpu().numpy() for name in ("input_ids", "attention_mask"))
        vectors = torch.from_numpy(self.encoder.run(ids, mask))
        return {**features, "sentence_embedding": vectors.to(features["input_ids"].device)}

    def get_embedding_dimension(self) -> int:
        """The number of dimensions, d."""
        return self.encoder.dimensions

    def save(self, output_path: str, *_: object, **__: object) -> None:
        """Copies the model folder, which `align.load_encoder` and this module load again."""
        import shutil

        shutil.copytree(self.encoder.folder, output_path, dirs_exist_ok=True)


def load_sentence_transformer(folder: Path | None = None) -> SentenceTransformer:
    """The embedded model (or one of our model folders) as a SentenceTransformer on the CPU.

    Its `encode` gives what `align.load_encoder().encode` gives. Loads torch. Raises ModelError
    when model files are missing.
    """
    encoder = OnnxEncoder(folder or bundled_models_folder() / MODEL_NAME)
    return SentenceTransformer(modules=[OnnxModule(encoder)], device="cpu")

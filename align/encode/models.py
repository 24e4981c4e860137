"""What makes a model folder one of ours."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from align.errors import ModelError

MODEL_NAME = "ru-kk-e5-small"  # of the embedded encoder
FILES = ("config.json", "model.onnx", "tokenizer.json")
FORMAT = "ru-kk-align encoder 1"


def read_config(folder: Path) -> dict[str, Any]:
    """What the folder's config.json says; raises ModelError when it says nothing."""
    import json

    try:
        config = json.loads((folder / "config.json").read_text("utf-8"))
    except (ValueError, OSError) as error:
        raise ModelError(f"{folder}/config.json: {first_line(error)}; restore it") from None
    if not isinstance(config, dict):
        raise ModelError(f"{folder}/config.json: holds no settings; restore it")
    return config


def first_line(error: Exception) -> str:
    """The error's first line, or its kind: libraries write whole paragraphs."""
    return (str(error).splitlines() or [type(error).__name__])[0]

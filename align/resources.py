"""Where the models are that are bundled with the package, and what tells them apart."""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from pathlib import Path

DIGEST = 32  # hexadecimal digits that are kept of a digest
_INPUTS = re.compile(rb'"inputs": \[[^\]]*\]')


def bundled_models_folder() -> Path:
    """The folder of the bundled models: in the installed package, or in the source tree."""
    here = Path(__file__).parent
    installed = here / "models"
    return installed if installed.is_dir() else here.parent / "models"


@lru_cache(maxsize=8)
def bundled_models_fingerprint(*files: str) -> str:
    """A digest of the weights in bundled model files: it changes when any of them does.

    The names of inputs do not count, so that features can be renamed.
    """
    digest = hashlib.sha256()
    for file in files:
        digest.update(_INPUTS.sub(b"", (bundled_models_folder() / file).read_bytes()))
    return digest.hexdigest()[:DIGEST]

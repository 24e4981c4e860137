"""Where the models are that come along."""

from __future__ import annotations

from pathlib import Path


def models_folder() -> Path:
    """The folder of the embedded models: in the installed package, or in the source tree."""
    here = Path(__file__).parent
    installed = here / "models"
    return installed if installed.is_dir() else here.parent / "models"

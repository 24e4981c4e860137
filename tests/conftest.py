"""What tests of several rooms need: the command, and a real browser."""

import os

import numpy as np
import pytest
from hypothesis import HealthCheck, settings

from align.encode.embedded import OnnxEncoder
from align.encode.models import MODEL_NAME
from align.resources import bundled_models_folder
from support import chromium, commands

# How long an example takes says how busy the machine is, and nothing of the code.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("quick", settings.get_profile("untimed"), max_examples=10)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "untimed"))

os.environ["HF_HUB_OFFLINE"] = "1"  # no test asks the model hub, which would wait for a network


class RememberingEncoder(OnnxEncoder):
    """The bundled encoder, which embeds each text once in a run of the tests.

    A vector is the same to the last bit whichever texts are embedded with it: see tests/encode.
    """

    def __init__(self, folder):
        super().__init__(folder)
        self._known = {}

    def _encoded(self, sentences, run):
        new = [text for text in dict.fromkeys(sentences) if (run.__name__, text) not in self._known]
        if new:
            vectors, tokens = super()._encoded(new, run)
            parts = zip(vectors, tokens or [None] * len(new), strict=True)
            self._known |= zip(((run.__name__, text) for text in new), parts, strict=True)
        found = [self._known[run.__name__, text] for text in sentences]
        vectors = np.array([vector for vector, _ in found], np.float32)
        tokens = [of_text for _, of_text in found if of_text is not None]
        return vectors.reshape(len(found), self.dimensions), tokens


@pytest.fixture(scope="session")
def bundled_encoder():
    return RememberingEncoder(bundled_models_folder() / MODEL_NAME)


@pytest.fixture(autouse=True)
def _texts_are_embedded_once(request, monkeypatch, bundled_encoder):
    """For all tests but those of the encoder itself."""
    if "encode" not in request.path.parent.name:
        monkeypatch.setattr("align.encode.load._embedded", lambda: bundled_encoder)


@pytest.fixture(scope="session")
def browser():
    if chromium.PROGRAM is None:
        pytest.skip("no Chromium on this machine (Debian's package chromium)")
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as running:
        browser = chromium.launched(running)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def run():
    """The command, called in this process: arguments → what a process of its own would give."""
    return commands.align


@pytest.fixture(scope="session")
def run_process():
    """The command in a process of its own, for what depends on its environment."""
    return commands.align_process

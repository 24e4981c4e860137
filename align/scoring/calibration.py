"""What a user's own hand alignments change of the bead model: its last step, as a file."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from align.errors import InputError
from align.scoring.networks import UNBENT, Curve, read_curve
from align.scoring.potentials import IMPOSSIBLE, Potentials
from align.types import MIN_SCORE

FORMAT = "ru-kk-align calibration 1"


@dataclass(frozen=True, slots=True)
class Calibration:
    """The last step of the bead model, fitted to one's own texts by `align.calibrate`.

    `scale` multiplies all potentials; `alone` is added to those of sentences left alone, `longer`
    to a bead's for each of its sentences beyond two. `curve` bends the scores of pairs, and
    `min_score` is from which one on they are kept. `model` is the fingerprint of the bead model
    that it belongs to. The defaults change nothing.
    """

    scale: float = 1.0
    alone: float = 0.0
    longer: float = 0.0
    curve: Curve = UNBENT
    min_score: float = MIN_SCORE
    model: str = ""

    def __call__(self, potentials: Potentials) -> Potentials:
        """The potentials as they are with it; what cannot be a bead stays so."""
        pairs = {
            (a, b): np.where(
                table > IMPOSSIBLE,
                np.float32(self.scale) * table + np.float32(self.longer * (a + b - 2)),
                IMPOSSIBLE,
            )
            for (a, b), table in potentials.pairs.items()
        }
        return Potentials(
            pairs,
            potentials.unpaired.map(
                lambda side: np.float32(self.scale) * side + np.float32(self.alone)
            ),
        )

    def as_json(self) -> str:
        """What the file holds."""
        import json

        return json.dumps({"format": FORMAT, **asdict(self)}, indent=1) + "\n"


def read_calibration(path: str | Path) -> Calibration:
    """The calibration of a file that `align calibrate` wrote.

    Raises InputError when there is none, or the file is something else.
    """
    import json

    try:
        data = json.loads(Path(path).read_text("utf-8"))
        if data["format"] != FORMAT:
            raise ValueError(f"format {data['format']}")
        curve = read_curve((data["curve"]["slope"], data["curve"]["offset"]))
        names = ("scale", "alone", "longer", "min_score")
        scale, alone, longer, min_score = (float(data[name]) for name in names)
        if not (scale > 0 and 0 <= min_score <= 1 and math.isfinite(scale + alone + longer)):
            raise ValueError("a number is out of its range")
        return Calibration(scale, alone, longer, curve, min_score, str(data["model"]))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(
            f"{path}: no calibration ({error}); give a file that `align calibrate` wrote"
        ) from None

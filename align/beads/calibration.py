"""What a user's own hand alignments change of the bead model: its last step, as a file."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from align.beads.network import UNBENT, Curve, read_curve
from align.beads.potentials import IMPOSSIBLE, Potentials
from align.errors import InputError

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
    min_score: float = 0.4
    model: str = ""

    def __call__(self, found: Potentials) -> Potentials:
        """The potentials as they are with it; what can be no bead stays so."""
        pairs = {
            (a, b): np.where(
                table > IMPOSSIBLE,
                np.float32(self.scale) * table + np.float32(self.longer * (a + b - 2)),
                IMPOSSIBLE,
            )
            for (a, b), table in found.pairs.items()
        }
        ru, kk = (
            np.float32(self.scale) * side + np.float32(self.alone) for side in (found.ru, found.kk)
        )
        return Potentials(pairs, ru, kk)

    def as_json(self) -> str:
        """What the file holds."""
        import json

        return json.dumps({"format": FORMAT, **asdict(self)}, indent=1) + "\n"


def read_calibration(path: Path) -> Calibration:
    """The calibration of a file that `align calibrate` wrote.

    Raises InputError when there is none, or the file is something else.
    """
    import json

    try:
        data = json.loads(path.read_text("utf-8"))
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

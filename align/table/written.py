"""What a writer has done."""

from __future__ import annotations

from typing import NamedTuple


class Written(NamedTuple):
    """How many rows were written, and how many left out, for which the format has no place."""

    rows: int = 0
    left_out: int = 0

    def add(self, taken: bool) -> Written:
        """The same with one row more."""
        return Written(self.rows + taken, self.left_out + (not taken))

"""Each document at most one partner: the pairs that are most probable together."""

from __future__ import annotations

import numpy as np

from align.match.candidates import Indexes
from align.scoring.spans import Floats


def assigned(ru: Indexes, kk: Indexes, scores: Floats, least: float) -> Indexes:
    """Which of c candidates to take, rising: no document twice, the sum of scores the highest.

    Candidates below `least` are never taken. The sum of scores is the expected number of right
    pairs.
    """
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import min_weight_full_bipartite_matching

    usable = np.flatnonzero((scores >= least) & (scores > 0))
    if not len(usable):
        return usable
    rows, i = np.unique(ru[usable], return_inverse=True)
    columns, j = np.unique(kk[usable], return_inverse=True)
    n, m = len(rows), len(columns)
    # Every Russian document may also stay alone: a column of its own, worth next to nothing.
    alone = np.full(n, 1e-9)
    table = csr_matrix(
        (
            np.concatenate([scores[usable].astype(np.float64), alone]),
            (np.concatenate([i, np.arange(n)]), np.concatenate([j, m + np.arange(n)])),
        ),
        (n, m + n),
    )
    taken_rows, taken_columns = min_weight_full_bipartite_matching(table, maximize=True)
    taken = set(zip(taken_rows.tolist(), taken_columns.tolist(), strict=True))
    pairs = zip(i.tolist(), j.tolist(), strict=True)
    kept: Indexes = usable[[pair in taken for pair in pairs]]
    return kept

import numpy as np
import pytest

import align
from align.encode.vectors import checked


@pytest.mark.parametrize(
    "vectors", [np.zeros((3, 4)), np.zeros(2), np.array([[1.0, np.nan], [0.0, 1.0]])]
)
def test_unusable_vectors_are_refused(vectors):
    with pytest.raises(align.ModelError):
        checked(vectors, ["Бір.", "Екі."])

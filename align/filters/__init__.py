"""Which rows of a corpus are good enough: functions from a frame to a mask, and their composition.

>>> import pandas as pd
>>> frame = pd.DataFrame({"ru": ["В городе 5 школ.", "Да."], "kk": ["Қалада 7 мектеп бар.", "Иә."]})
>>> list(numbers(frame))
[False, True]
"""

from align.filters.apply import Filtered, apply_filters, filter_alignment
from align.filters.pairs import copy, language, length, numbers, ratio, score
from align.filters.registry import Filter, all_filters, filter_names, register
from align.filters.repeats import boilerplate, duplicate, near_duplicate

__all__ = [
    "Filter",
    "Filtered",
    "all_filters",
    "apply_filters",
    "boilerplate",
    "copy",
    "duplicate",
    "filter_alignment",
    "filter_names",
    "language",
    "length",
    "near_duplicate",
    "numbers",
    "ratio",
    "register",
    "score",
]

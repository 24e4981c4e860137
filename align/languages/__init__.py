"""Russian and Kazakh as data: lists of words, letters and labels, each once, and no logic.

The rules of `align.text` and of the stages after it take them from here. Only a rule about a single
word or letter names it itself.
"""

from align.languages.kk import KAZAKH
from align.languages.ru import RUSSIAN
from align.types import Sides

LANGUAGES = Sides(RUSSIAN, KAZAKH)

"""Russian and Kazakh as data: every fact about either language, once, and no logic.

The rules of `align.text` and of the stages after it take their facts from here.
"""

from align.languages.kk import KAZAKH
from align.languages.ru import RUSSIAN
from align.types import Sides

LANGUAGES = Sides(RUSSIAN, KAZAKH)

"""Classes of letters for regular expressions, made of the alphabets of the two languages."""

from __future__ import annotations

from align.languages.kk import KAZAKH, SPECIFIC_LETTERS

# Letters that Kazakh has and Russian lacks.
KK_ONLY_LOWER = SPECIFIC_LETTERS
KK_ONLY_UPPER = KK_ONLY_LOWER.upper()

# The Kazakh alphabet holds every Russian letter.
KK_LOWER = KAZAKH.letters
KK_UPPER = KK_LOWER.upper()

# For use inside the brackets of a regular expression: `[{LOWER}]`. Both languages and Latin,
# because names and acronyms in Latin letters stand in texts of both.
CYRILLIC = KK_LOWER + KK_UPPER
UPPER = KK_UPPER + "A-ZÀ-ÖØ-Þ"
LOWER = KK_LOWER + "a-zß-öø-ÿ"
LETTER = UPPER + LOWER

# Latin with its accents, and the ə and ɵ of other alphabets; likewise for use inside brackets.
LATIN = "A-Za-zÀ-ÖØ-öø-ɏəɵ"

# Typed for һ, і, ә, ө by those whose keyboard or converter lacked the Kazakh letter.
KK_LOOKALIKES = "hiəɵ" + "HIƏƟ"

"""Kazakh."""

from align.languages.base import LanguageFacts, Month, words
from align.languages.kk.abbreviations import ABBREVIATIONS

# Letters that Kazakh has and Russian lacks.
SPECIFIC_LETTERS = "әғқңөұүһі"

_IN_ORDER = (
    "қаңтар", "ақпан", "наурыз", "сәуір", "мамыр", "маусым", "шілде", "тамыз", "қыркүйек", "қазан",
    "қараша", "желтоқсан",
)  # fmt: skip

KAZAKH = LanguageFacts(
    code="kk",
    name="Kazakh",
    letters="аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя",
    vowels="аәеёиоөуұүыіэюя",
    letters_by_frequency="аыентрлісдмқкобужиңзғпшгйәұөүвяхцфэьюһщъчё",
    # cp1251 has no Kazakh letters, but may well hold a Kazakh text that was typed without them.
    code_pages=("kz1048", "ptcp154", "cp1251", "koi8-r", "cp866"),
    lookalikes={
        "Y": "Ү", "I": "І", "i": "і", "h": "һ", "Ə": "Ә", "ə": "ә", "Ɵ": "Ө", "ɵ": "ө",
    },
    # without specific letters only, since a word with such a letter speaks for itself
    function_words=words(
        "мен бойынша туралы жылы бар ол болып немесе деп беру осы жеке емес есеп бастап болады "
        "жалпы жыл болды жылдан сонымен пен жылдары байланысты табылады деген ету олар орта оны "
        "келген отырып барысында кезде саны алады болатын керек арнайы астам болса алды айтты "
        "отыр арасында одан рет бен жас ал бала жоба сол сонда оларды дейді еді екен мына маған "
        "саған адам адамдар ауыл айтады келеді барады жатыр тур отырмын келдім бардым рахмет "
        "сондай тек басшысы облысы ауданы орынбасары республикасы"
    ),
    suffixes=(
        "лар", "дар", "тар", "лер", "тер", "лды", "рды", "нды", "тты", "пты", "йды", "ады", "дай",
        "тай", "лып", "рып", "тып", "нып", "йып", "сып", "еп", "ысы", "луы", "руы", "нан", "ген",
        "кен", "лау", "дау", "теу", "леу", "ыру", "уды", "мын", "мыз", "сыз", "сын", "ына", "йын",
        "лса", "рса", "нша",
    ),
    abbreviations=ABBREVIATIONS,
    not_abbreviations=frozenset(),
    sentence_starters=words(
        "ол олар бұл осы сол мұнда онда сонда сондай сондықтан сонымен бірақ алайда ал және егер "
        "біз сіз сен мен оның оны оған олардың бүгін кеше ертең мұның бұған осыған содан кейін "
        "осыдан қазір тек ондай мұндай дегенмен себебі өйткені жалпы атап барлық бұдан одан соның"
    ),
    numbered_headings=words(
        "бап тарау бөлім тармақ кесте сурет қосымша тақырып сабақ кітап сызба сұрақ"
    ),
    before_letter=words("дәрумені гепатиті тобы"),
    currencies=frozenset({"АҚШ", "Еуро", "ЕҚЫ"}),
    digraph_initials=frozenset(),
    large_numbers=("ш", "мың"),
    months=tuple(Month(name, name) for name in _IN_ORDER),
    credit_labels=(
        "сурет", "суреттер", "суреттерді түсірген", "суретті түсірген", "фотолар", "фотосурет",
        "бейне", "бейнежазба", "видеодан скриншот", "дереккөз", "дереккөзі", "дереккөздер",
        "ақпарат көзі", "авторлар", "мәтін",
    ),
    credit_objects=(),
    credit_links=(),
    page_furniture=(
        "бөлісу", "жазылыңыз", "сондай-ақ оқыңыз", "тағы оқыңыз", "оқи отырыңыз", r"дереккөз\W",
        r"сурет\W", r"басты бет\W*\Z", "басып шығару", "пікірлер", "барлық құқықтар",
        "қате таптыңыз",
    ),
    file_marks=("kk", "kaz", "kz"),
)  # fmt: skip

# Kazakh letters as Russian mostly spells the same names: Қасенова – Касенова, Көкшетау – Кокшетау.
AS_RUSSIAN = dict(zip(SPECIFIC_LETTERS, "агкноуухи", strict=True))

# Kazakh characters per Russian one in translations, FLORES-200 devtest.
LENGTH_PER_RUSSIAN = 0.953

# A Kazakh font of the nineties in the places of cp1251, as far as it is known.
OLD_FONT = dict(zip("ЌќЂђЊњЏџЅѕЃѓЉљЋћ", "ҚқҰұҢңҮүӘәҒғӨөҺһ", strict=True))
# Kazakh code pages that are read as cp1251, and how their letters then look.
OWN_CODE_PAGES = ("kz1048", "ptcp154")

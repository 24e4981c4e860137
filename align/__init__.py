"""Sentence alignment of Russian and Kazakh texts.

>>> result = align_sentences(["Сегодня выпал снег."], ["Бүгін қар жауды."])
>>> [(bead.kind, bead.note) for bead in result.beads]
[('1-1', '')]
"""

from align.bootstrap import Difference, Interval, compare, f1_interval
from align.calibrate import Calibrated, calibrate
from align.corpus.build import build_corpus
from align.corpus.counts import CorpusCounts
from align.corpus.executor import AlignmentTask, Executor
from align.corpus.sources import (
    Fault,
    Source,
    sources_from_folders,
    sources_from_pairs,
    sources_from_table,
)
from align.corpus.stream import align_corpus, align_frame
from align.encode.cache import cached_encoder
from align.encode.load import load_encoder
from align.errors import AlignError, InputError, LanguageError, ModelError, OutputError
from align.evaluate import Rate, Scores, evaluate, evaluate_each
from align.gold import read_gold
from align.match.documents import Match, Matches, match_documents
from align.pipeline import align_files, align_sentences, align_texts
from align.scoring.calibration import Calibration, read_calibration
from align.table.export import export_table
from align.table.read import read_beads
from align.table.written import Written
from align.text.split import split_text
from align.types import (
    Alignment,
    Bead,
    Document,
    Encoder,
    Options,
    ReadOptions,
    Sentence,
    TokenEncoder,
    Tokens,
)
from align.version import __version__

__all__ = [
    "AlignError",
    "Alignment",
    "AlignmentTask",
    "Bead",
    "Calibrated",
    "Calibration",
    "CorpusCounts",
    "Difference",
    "Document",
    "Encoder",
    "Executor",
    "Fault",
    "InputError",
    "Interval",
    "LanguageError",
    "Match",
    "Matches",
    "ModelError",
    "Options",
    "OutputError",
    "Rate",
    "ReadOptions",
    "Scores",
    "Sentence",
    "Source",
    "TokenEncoder",
    "Tokens",
    "Written",
    "__version__",
    "align_corpus",
    "align_files",
    "align_frame",
    "align_sentences",
    "align_texts",
    "build_corpus",
    "cached_encoder",
    "calibrate",
    "compare",
    "evaluate",
    "evaluate_each",
    "export_table",
    "f1_interval",
    "load_encoder",
    "match_documents",
    "read_beads",
    "read_calibration",
    "read_gold",
    "sources_from_folders",
    "sources_from_pairs",
    "sources_from_table",
    "split_text",
]

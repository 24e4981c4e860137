"""Who aligns the documents of a corpus: this process, or others.

A corpus run has three steps: it is planned, an executor is handed its sources and gives their
alignments, and the corpus is finished. What another engine needs is an executor of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from align.corpus.sources import Fault, Sources
from align.corpus.stream import aligned
from align.filters.apply import filter_alignment
from align.types import Alignment, Encoder, Options, ReadOptions

Results = list[Alignment | Fault]


@dataclass(frozen=True, slots=True)
class AlignmentTask:
    """What is done with every pair of documents of a corpus.

    It gives the same for a pair whatever other pairs are aligned with it, to the last bit, so that
    an executor may divide the sources as it likes. Few encoders can be sent to another process:
    there a task is made again, with an encoder that is loaded there.
    """

    encoder: Encoder
    options: Options
    reading: ReadOptions
    filters: tuple[str, ...] = ()

    def run(self, sources: Sources) -> Iterator[Results]:
        """The results of the sources in order, as many at once as were encoded together."""
        for batch in aligned(sources, self.encoder, self.options, self.reading):
            yield [self._filtered(one) for one in batch]

    def _filtered(self, one: Alignment | Fault) -> Alignment | Fault:
        if not self.filters or isinstance(one, Fault):
            return one
        return filter_alignment(one, self.filters)[0]


class Executor(Protocol):
    """Runs a task on sources: one function."""

    def __call__(self, sources: Sources, task: AlignmentTask) -> Iterator[Results]:
        """The results of the task for all sources in their order, in lists of any length.

        `sources` can be looped over once. Each list is stored before the next one is requested. A
        source that cannot be aligned has a Fault as its result. An error that the executor raises
        ends the run, which can be resumed.
        """
        ...


def run_here(sources: Sources, task: AlignmentTask) -> Iterator[Results]:
    """The executor that runs the task in this process."""
    return task.run(sources)

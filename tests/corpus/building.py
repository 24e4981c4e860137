"""Builds a small corpus in a process of its own, which can be made to die.

    python building.py FOLDER [--kill-at N [--while writing|anything]] [--file-limit BYTES] …

With `--kill-at` the process kills itself at the N-th step, a call or a return, of the modules that
write files, or of any; and prints how many steps there were when it lives on.
"""

import argparse
import os
import resource
import signal
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import align
from align.corpus import stream
from align.corpus.sources import Fault
from meanings import Meanings
from small_documents import documents

WRITERS = ("store.py", "whole_file.py", "write.py")
steps = 0


def watch(last, where):
    """CorpusCounts the steps, and dies at one of them."""

    def step(frame, event, _):
        global steps  # noqa: PLW0603 (a profiler has no other place)
        if frame.f_code.co_filename.endswith(where):
            steps += 1
            if steps == last:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.setprofile(step)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--kill-at", type=int)
    parser.add_argument("--while", dest="where", choices=("writing", "anything"), default="writing")
    parser.add_argument("--file-limit", type=int)
    parser.add_argument("--wait", action="store_true", help="hold the folder until stdin ends")
    parser.add_argument("--format", default="tsv")
    args = parser.parse_args()
    stream.BATCH = 60
    sources = list(documents(60))
    sources[7:7] = [Fault("bad", "bad.txt", "cannot be read")]
    sources[30] = sources[30]._replace(kk=sources[30].ru)
    encoder = Meanings()
    if args.wait:

        def held(sentences):
            print("begun", flush=True)
            sys.stdin.read()
            return Meanings.encode(encoder, sentences)

        encoder.encode = held
    if args.file_limit:
        resource.setrlimit(resource.RLIMIT_FSIZE, (args.file_limit, args.file_limit))
    if args.kill_at is not None:
        watch(args.kill_at, WRITERS if args.where == "writing" else "")
    try:
        align.build_corpus(
            sources, args.folder, encoder=encoder, per_file=16, file_format=args.format
        )
    except align.AlignError as error:
        sys.exit(f"align: {error}")
    print(steps)


if __name__ == "__main__":
    main()

"""Builds a small corpus in a process of its own, which can be made to die.

    python building.py FOLDER [--kill-at N [--while writing|anything]] [--file-limit BYTES] …
    python building.py --serve

With `--kill-at` the process kills itself at the N-th step, a call or a return, of the modules that
write files, or of any; and prints how many steps there were when it lives on.

With `--serve` it is a server of such processes, each a fork of it, so that libraries are loaded
once for all of them. A line of standard input is a JSON list of arguments, the answer a JSON list
of the exit status, stdout and stderr.
"""

import argparse
import json
import os
import resource
import signal
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import align
from align.corpus import stream
from align.corpus.sources import Fault
from support.meanings import Meanings
from support.small_documents import documents

WRITERS = ("store.py", "whole_file.py", "write.py")
steps = 0


def watch(last, where):
    """Counts the steps, and dies at one of them."""

    def step(frame, event, _):
        global steps  # noqa: PLW0603 (a profiler has no other place)
        if frame.f_code.co_filename.endswith(where):
            steps += 1
            if steps == last:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.setprofile(step)


def main(arguments):
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--kill-at", type=int)
    parser.add_argument("--while", dest="where", choices=("writing", "anything"), default="writing")
    parser.add_argument("--file-limit", type=int)
    parser.add_argument("--wait", action="store_true", help="hold the folder until stdin ends")
    parser.add_argument("--format", default="tsv")
    args = parser.parse_args(arguments)
    stream.BATCH = 40
    sources = list(documents(40))
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


def serve():
    [*align.align_corpus([*documents(2)], encoder=Meanings())]  # loads what waits for a first use
    for line in sys.stdin:
        pipes = [os.pipe(), os.pipe()]  # what is said is short: it fits into a pipe
        child = os.fork()
        if not child:
            for number, (_, end) in enumerate(pipes, 1):
                os.dup2(end, number)
            try:
                main(json.loads(line))
                status = 0
            except SystemExit as end:
                print(end.code, file=sys.stderr)
                status = 1
            sys.setprofile(None)
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(status)
        _, status = os.waitpid(child, 0)
        said = []
        for start, end in pipes:
            os.close(end)
            with open(start, encoding="utf-8") as file:
                said.append(file.read())
        print(json.dumps([os.waitstatus_to_exitcode(status), *said]), flush=True)


if __name__ == "__main__":
    serve() if sys.argv[1:] == ["--serve"] else main(sys.argv[1:])

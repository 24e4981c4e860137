"""Pages of the documentation, followed as a reader would: block by block, in one folder.

What a fenced block's language means:

sh        each line is run, and must end with status 0, or with that of a comment `exit 3`
console   each line after `$ ` is run, and the lines after it must be what it prints
python    run; the blocks of a page share their names
text      shown only

A comment `<!-- before: … -->` holds shell lines that a page takes for granted, its readers' files.
"""

import contextlib
import io
import json
import math
import os
import re
import shlex
import signal
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise, zip_longest
from pathlib import Path

from markdown_it import MarkdownIt

from support import commands

PROJECT = Path(__file__).parents[2]
LANGUAGES = ("sh", "console", "python", "text")
BEFORE = re.compile(r"<!-- before:(.*?)-->", re.S)
SHELL_SIGNS = re.compile(r"[|<>&;$*(){}~`]")
# Setting up is not done again by the tests: they run in what it leads to.
SET_UP = re.compile(r"python3 -m venv |\. \.venv/bin/activate|python -m build|pip download ")
SLOW = ("benchmarks/", "models.build.")
# Scripts that take minutes or hours: each parses its options, and stops. They share a process,
# since what they import takes seconds.
PARSE_ONLY = """
import argparse, json, runpy, sys
parse = argparse.ArgumentParser.parse_args
class Parsed(Exception):
    pass
def only(*arguments, **options):
    parse(*arguments, **options)
    raise Parsed
argparse.ArgumentParser.parse_args = only
for line in json.loads(sys.argv[1]):
    sys.argv = line
    folder, is_file, _ = line[0].rpartition("/")
    sys.path.insert(0, folder)
    try:
        if is_file:
            runpy.run_path(line[0], run_name="__main__")
        else:
            runpy.run_module(line[0], run_name="__main__")
        sys.exit(f"{line[0]}: parses no options")
    except Parsed:
        pass
"""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing a reader does: a shell line, with what it prints if the page says so, or Python."""

    line: int  # of the page, from 1
    kind: str  # before, sh, console, python
    text: str
    printed: str | None = None


def steps(markdown: str) -> Iterator[Step]:
    """What a page has its reader do, in order; AssertionError for a block of no known language."""
    for token in MarkdownIt("commonmark").enable("table").parse(markdown):
        line = token.map[0] + 1 if token.map else 0
        if token.type == "html_block":
            for found in BEFORE.finditer(token.content):
                yield from (Step(line, "before", one) for one in _lines(found[1]))
        assert token.type != "code_block", f"line {line}: indented code; say its language by ```"
        if token.type != "fence":
            continue
        assert token.info in LANGUAGES, f"line {line}: a block's language is one of {LANGUAGES}"
        if token.info == "sh":
            yield from (Step(line, "sh", one) for one in _lines(token.content))
        elif token.info == "python":
            yield Step(line, "python", token.content)
        elif token.info == "console":
            for part in re.split(r"^\$ ", token.content, flags=re.M)[1:]:
                command, _, printed = part.partition("\n")
                yield Step(line, "console", command, printed.strip("\n"))


def _lines(text: str) -> list[str]:
    lines = text.replace("\\\n", "").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.strip().startswith("#")]


@dataclass
class Reader:
    """Follows steps in a folder; `status` is that of the last command."""

    folder: Path
    status: int = 0
    names: dict[str, object] = field(default_factory=dict)
    _slow: list[list[str]] = field(default_factory=list)

    def finish(self) -> None:
        """Once all steps are done: parses the options of scripts that are too slow to be run."""
        if self._slow:
            said = self._shell(shlex.join(["python", "-c", PARSE_ONLY, json.dumps(self._slow)]))
            assert self.status == 0, said

    def follow(self, step: Step) -> None:
        """Does what the step says; AssertionError where it does not go as the page says."""
        if step.kind == "python":
            with contextlib.redirect_stdout(io.StringIO()):
                exec(compile(step.text, f"line {step.line}", "exec"), self.names)
            return
        said = self._run(step.text)
        if step.kind == "console":
            differs = difference(step.printed or "", said)
            assert differs is None, f"{step.text}\n{differs}\nall that was printed:\n{said}"
            return
        wanted = re.search(r"#.*\bexit (\d)", step.text)
        assert self.status == (int(wanted[1]) if wanted else 0), f"{step.text}\n{said}"

    def _run(self, line: str) -> str:
        words = shlex.split(line, comments=True)
        match words:
            case ["align", "review", *_]:
                said = self._review(words)
            case ["align", *_] if not SHELL_SIGNS.search(line.partition(" #")[0]):
                said = self._printed(commands.align(*words[1:], cwd=self.folder, columns=80))
            case ["python", script, *rest] if script.startswith("examples/"):
                said = self._printed(commands.script(script, *rest, cwd=self.folder))
            case ["make", *targets]:
                said = self._shell(shlex.join(["make", "-n", *targets]), cwd=PROJECT)
            case ["python", "-m", "pytest", *paths]:
                assert all((PROJECT / path).exists() for path in paths), line
                said, self.status = "", 0
            case ["python", script, *rest] | ["python", "-m", script, *rest] if script.startswith(
                SLOW
            ):
                self._slow.append([script, *rest])
                said, self.status = "", 0
            case ["pip", "install", *named]:
                said, self.status = check_install(named), 0
            case _ if SET_UP.match(line):
                said, self.status = "", 0
            case _:
                said = self._shell(line)
        return said

    def _printed(self, done: subprocess.CompletedProcess[str]) -> str:
        self.status = done.returncode
        return done.stdout + done.stderr

    def _shell(self, line: str, cwd: Path | None = None) -> str:
        # Two commands, so that bash stays: completion asks which shell it is called from.
        done = subprocess.run(
            ["bash", "-c", f"(exit {self.status})\n{line}\nexit $?"],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8",
            cwd=cwd or self.folder, env=self._env(), check=False, timeout=120,
        )  # fmt: skip
        self.status = done.returncode
        return done.stdout

    def _review(self, words: list[str]) -> str:
        """Started, and ended by Ctrl-C once its page is there."""
        with commands.reviewing(*words[2:], cwd=self.folder, env=self._env()) as (_, process):
            process.send_signal(signal.SIGINT)
            said = process.communicate(timeout=60)[1]
        self.status = process.returncode
        return said

    def _env(self) -> dict[str, str]:
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        return {**os.environ, "PATH": path, "HOME": str(self.folder), "SLURM_ARRAY_TASK_ID": "2"}


def check_install(arguments: list[str]) -> str:
    """Nothing is installed: the folder, file and extras that a `pip install` names must exist."""
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]
    for before, argument in pairwise(["", *arguments]):
        if argument.startswith("-") or before == "--find-links":
            continue
        name, _, extras = argument.rstrip("]").partition("[")
        known = project["optional-dependencies"]
        assert all(extra in known for extra in extras.split(",") if extra), argument
        found = list(PROJECT.glob(name)) if name not in (".", "..") else [PROJECT]
        assert found or name.startswith("dist/") or name in (project["name"], "build"), argument
    return ""


def difference(shown: str, printed: str) -> str | None:
    """Where what a page shows is not what was printed; None where it is.

    `…` stands for anything, at the end in a line of its own for any lines, and decimal numbers may
    differ by `ALIKE`.
    """
    left, right = shown.splitlines(), [line.rstrip() for line in printed.strip("\n").splitlines()]
    if left and left[-1] == "…":
        left, right = left[:-1], right[: len(left) - 1]
    for want, have in zip_longest(left, right):
        if want is None or have is None or not _alike(want.rstrip(), have):
            return f"shown:   {want}\nprinted: {have}"
    return None


NUMBER = re.compile(r"\d+\.\d+")
# Processors round an 8-bit model's sums in their own ways: scores have differed by 0.005, what
# `align calibrate` fits by 0.04; one bead of the seeds is a point of F1.
ALIKE = {"abs_tol": 0.05, "rel_tol": 0.02}


def _alike(shown: str, printed: str) -> bool:
    parts = [re.escape(NUMBER.sub("\0", part)) for part in shown.split("…")]
    found = re.fullmatch(".*".join(parts).replace("\0", f"({NUMBER.pattern})"), printed)
    if found is None:
        return False
    pairs = zip(NUMBER.findall(shown), found.groups(), strict=True)
    return all(math.isclose(float(one), float(other), **ALIKE) for one, other in pairs)

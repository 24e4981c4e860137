"""Errors that a user can cause. Each message is one line: file, place, fact, remedy."""


class AlignError(Exception):
    """Any fault in what the user gave us; the command line prints it and exits 1.

    >>> print(AlignError("a.ru.txt: the file is empty; give a file with text"))
    a.ru.txt: the file is empty; give a file with text
    """


class InputError(AlignError):
    """A text, table or gold file that can't be read or makes no sense."""


class LanguageError(InputError):
    """A text that is not in the language its place calls for."""


class OutputError(AlignError):
    """A place that can't be written, or that would overwrite an input."""


class ModelError(AlignError):
    """An encoder that is missing, incomplete, or gives unusable vectors."""

"""Groups of options: every option of the library is one of the command line, declared once."""

from dataclasses import fields

import pytest

from align.cli.groups import ReadingAndRepair, Search
from align.types import Options, ReadOptions


@pytest.mark.parametrize(("group", "options"), [(Search, Options), (ReadingAndRepair, ReadOptions)])
def test_a_group_has_the_fields_of_its_options_with_their_defaults(group, options):
    declared, known = ({one.name: one.default for one in fields(kind)} for kind in (group, options))
    assert declared == known
    assert group().options == options()


@pytest.mark.parametrize("command", ["files", "corpus"])
def test_commands_that_align_take_every_option_of_an_alignment(run, command):
    shown = run(command, "--help").stdout
    for name in (one.name for kind in (Options, ReadOptions) for one in fields(kind)):
        assert f"--{name.replace('_', '-')} " in shown

"""What a command presumes of the terminal."""

from __future__ import annotations

import io

from rich.console import Console

from workbook.cli.terminal import watched


def test_a_person_sees_how_far_a_long_file_is() -> None:
    seen = io.StringIO()
    with watched("流水[bold].csv", Console(file=seen, force_terminal=True, width=80)) as progress:
        progress(0.5)
    assert "流水[bold].csv" in seen.getvalue()
    assert "━" in seen.getvalue()


def test_a_file_and_a_script_see_nothing_of_it() -> None:
    seen = io.StringIO()
    with watched("流水.csv", Console(file=seen)) as progress:
        progress(0.5)
    assert seen.getvalue() == ""

"""A bar on a terminal, plain lines in a log."""

from __future__ import annotations

import io

from rich.console import Console

from workbook.batch.progress import shown


def test_a_log_gets_a_line_a_page() -> None:
    said = io.StringIO()
    with shown(Console(file=said), 2) as tell:
        tell("chen-jie/plan", "done", 4.21, "")
        tell("wang-lei/plan", "failed", 0.5, "[red]坏了[/red]")
    assert said.getvalue().splitlines() == [
        "1/2 chen-jie plan done 4.2 s",
        "2/2 wang-lei plan failed 0.5 s [red]坏了[/red]",
    ]


def test_a_terminal_gets_a_bar_with_the_time_left_and_the_failures() -> None:
    said = io.StringIO()
    with shown(Console(file=said, force_terminal=True, width=100), 2) as tell:
        tell("chen-jie/plan", "done", 4.21, "")
        tell("wang-lei/plan", "failed", 0.5, "坏了")
    assert "2/2" in said.getvalue()
    assert "0:00:00" in said.getvalue()
    assert "wang-lei/plan: 坏了" in said.getvalue()

"""The command line: a door to the same verbs as notebooks and batch."""

from __future__ import annotations

from collections.abc import Callable

import typer

from workbook.cli import care, pages, remarking
from workbook.cli.files import importer

__all__ = ["app"]

app = typer.Typer(
    name="workbook",
    help="The coaching workbook for relationship managers. / 客户经理经营练习册。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
COMMANDS: tuple[Callable[..., None], ...] = (
    pages.demo,
    pages.run,
    pages.lab,
    pages.table,
    pages.export,
    remarking.remark,
    remarking.remarks,
    care.check,
    care.erase,
    care.backup,
    care.restore,
)
for command in COMMANDS:
    app.command()(command)
app.add_typer(importer, name="import")

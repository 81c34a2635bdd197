"""The command line: the same actions as in notebooks and batch."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

import typer

from workbook.cli import classes, day, exchange, maintenance, pages, remarks, terminal, versions
from workbook.cli.files import importer
from workbook.store import temporary_files

__all__ = ["app"]

app = typer.Typer(
    name="workbook",
    help="The coaching workbook for relationship managers. / 客户经理经营练习册。",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _say_version(asked: bool) -> None:
    if asked:
        from workbook import __version__

        typer.echo(f"workbook {__version__}")
        raise typer.Exit


@app.callback()
def main(
    context: typer.Context,
    version: Annotated[
        bool,
        typer.Option(
            "--version",
            "-v",
            callback=_say_version,
            is_eager=True,
            help="Show the version and exit. / 显示版本号。",
        ),
    ] = False,
    shared: Annotated[
        bool,
        typer.Option(
            "--shared",
            envvar="WORKBOOK_SHARED",
            help="Write files with this machine's usual permissions. "
            "Default: readable by you alone. / "
            "写出的文件按本机设置让别人也能读，默认只有自己能读。",
        ),
    ] = False,
) -> None:
    """The coaching workbook for relationship managers. / 客户经理经营练习册。"""
    terminal.speak_any_text()
    terminal.end_in_order()
    temporary_files.sweep()
    context.call_on_close(terminal.share() if shared else terminal.keep_private())


COMMANDS: tuple[Callable[..., None], ...] = (
    pages.demo,
    pages.run,
    pages.lab,
    day.today,
    pages.table,
    pages.export,
    remarks.remark,
    remarks.remarks,
    versions.imports,
    exchange.join,
    exchange.submit,
    exchange.collect,
    maintenance.check,
    maintenance.erase,
    maintenance.backup,
    maintenance.restore,
)
for command in COMMANDS:
    app.command(cls=maintenance.Check if command is maintenance.check else None)(command)
app.command("return")(exchange.give_back)
app.add_typer(classes.group, name="class")
app.add_typer(importer, name="import")

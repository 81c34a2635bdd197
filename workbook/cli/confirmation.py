"""Imports one person's or everybody's customers; asks before an import that would lose much."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from workbook.cli.options import PARTLY_FAILED, complaints, say
from workbook.cli.terminal import watched
from workbook.errors import BadInput

if TYPE_CHECKING:
    from workbook.book.importing import Parted, ReadOptions, Report
    from workbook.store import Store


def bring(
    store: Store, kind: str, file: Path, trainee: str, by: str, how: ReadOptions, *, sure: bool
) -> None:
    """Import one person's table, or with ``by`` everybody's, and print the report.

    Raises BadInput for a call with neither or both, and for an import that was not confirmed.
    """
    from workbook.book import importing

    if bool(trainee) == bool(by):
        raise BadInput("cli.whose")

    def take(sure: bool) -> Report | Parted:
        with watched(file.name, complaints) as progress:
            seen = replace(how, progress=progress)
            if by:
                return importing.import_by(store, kind, file, by, seen, sure=sure)
            return importing.import_customers(store, trainee, kind, file, seen, sure=sure)

    done = take(sure)
    if done.waits:
        say(_told(done, how.language))
        _ask(how.language)
        done = take(True)
    say(_told(done, how.language))
    _ask_for_the_bank(store, kind, trainee, how.language)
    if done.partly:
        raise typer.Exit(PARTLY_FAILED)


def _ask_for_the_bank(store: Store, kind: str, trainee: str, language: str) -> None:
    """Say which payments look like transfers to our own bank; ask on a terminal."""
    from workbook.book.importing import own_bank, pack

    people = [store.trainee(trainee).id] if trainee else [one.id for one in store.trainees()]
    found = own_bank.guess(store, people, kind)
    if found is None:
        return
    say(own_bank.told(store, found, language))
    if sys.stdin.isatty() and sys.stdout.isatty():
        yes = typer.confirm(pack.load(language).said["bank_ask"], default=False)
        say(own_bank.answered(store, found, yes=yes))


def _told(done: Report | Parted, language: str) -> str:
    from workbook.book import importing

    return importing.told(done) if isinstance(done, importing.Report) else done.told(language)


def _ask(language: str) -> None:
    """Ask to go on; BadInput where nobody can be asked."""
    from workbook.book.importing import pack

    if not sys.stdin.isatty():
        raise BadInput("cli.not_confirmed")
    typer.confirm(pack.load(language).said["ask"], abort=True)

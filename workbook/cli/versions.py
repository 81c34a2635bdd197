"""Lists the versions of what was imported, and restores one of them."""

from __future__ import annotations

from typing import Annotated

import typer

from workbook.cli.options import LanguageOption, StoreAt, TraineeName, opened, say


def imports(
    trainee: TraineeName,
    restore: Annotated[
        int,
        typer.Option(
            help="Bring back the version with this number; 0: only list. / 恢复第几号，0 是只列出。"
        ),
    ] = 0,
    store: StoreAt = "",
    language: LanguageOption = "",
) -> None:
    """List what was imported for a trainee, version by version; restore one. /
    一位学员导入过的各个版本，可以恢复。"""
    from workbook.book.importing import versions

    with opened(store, read_only=not restore) as one:
        person = one.trainee(trainee)
        spoken = language or person.language
        if restore:
            say(versions.restored(one, person.id, restore, spoken))
        for line in versions.listed(one, person.id, spoken):
            say(line)

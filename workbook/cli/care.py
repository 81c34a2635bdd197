"""Commands that care for the store and the templates: check, erase, backup, restore."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from workbook.cli.options import PARTLY_FAILED, StoreAt, TraineeName, opened, say, told

BackupFile = Annotated[Path, typer.Argument(help="The backup. / 备份文件。")]


def check() -> None:
    """Check the templates: missing keys, unknown fields, duplicates. / 检查模板。"""
    from workbook import checking

    found = checking.problems()
    for line in found:
        say(line)
    if found:
        raise typer.Exit(PARTLY_FAILED)
    say("templates: sound / 模板：没有问题")


def erase(
    trainee: TraineeName,
    store: StoreAt = "",
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask. / 不再询问。")] = False,
) -> None:
    """Delete all of a trainee's data for good. / 彻底删除一位学员的全部数据。"""
    from workbook.server import cohort_kept

    with opened(store) as one:
        one.trainee(trainee)
        if not yes:
            typer.confirm(
                f"删除 {trainee} 的全部数据？ / Delete all data of {trainee}?", abort=True
            )
        say(f"{one.erase(trainee)} rows deleted / 已删除")
    cohort_kept.erase(cohort_kept.place(), trainee)


def backup(file: BackupFile, store: StoreAt = "") -> None:
    """Copy the store to a file while it is in use. / 备份。"""
    with opened(store, read_only=True) as one:
        one.backup(file)
        say(file)


def restore(
    file: BackupFile,
    store: StoreAt = "",
    force: Annotated[
        bool, typer.Option(help="Replace; the old one stays beside. / 替换。")
    ] = False,
) -> None:
    """Put a backup in the store's place. / 从备份恢复。"""
    from workbook import store as stores

    address = store or stores.default_url()
    with told():
        kept = stores.restore(file, address, force=force)
        say(f"{address} (old / 旧: {kept})" if kept else address)

"""Commands for the store and the templates: check, erase, backup, restore."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperCommand

from workbook.cli.options import PARTLY_FAILED, StoreAt, TraineeName, opened, say, told
from workbook.errors import Message

BackupFile = Annotated[Path, typer.Argument(help="The backup file. / 备份文件。")]


class Check(TyperCommand):
    """Its ``--store`` may come without a value, as people write it: the usual store is meant."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        return super().parse_args(ctx, [one for at, one in enumerate(args) if not _bare(args, at)])


def _bare(args: list[str], at: int) -> bool:
    return args[at] == "--store" and (at + 1 == len(args) or args[at + 1].startswith("-"))


def check(
    store: Annotated[
        str,
        typer.Option(
            metavar="[STORE]",
            help="The store to check row by row. Default: the usual one. / "
            "检查哪个数据文件，默认平常用的。",
        ),
    ] = "",
) -> None:
    """Check the templates, the bank's own bank.yaml, and the store row by row: missing keys,
    unknown fields, damaged rows. / 检查模板、本行的 bank.yaml，逐行检查数据文件。"""
    from workbook.book import samples, template_check
    from workbook.store import bank_files, default_url, unsound
    from workbook.store.connections import file_of, located, named

    with told():
        address = samples.address(store or default_url())
        file = file_of(located(address))
        there = bool(store) or file is None or file.exists()  # one that is named has to be there
        found = template_check.problems(store=str(address))
        damaged = unsound(address) if there else []
        own, place = bank_files.place_of(address), named(located(address))
    for line in (*found, *damaged):
        say(line)
    if not found:
        say(Message("cli.sound", at="templates"))
        say(_state("bank.yaml", own.exists(), str(own)))
        if not damaged:
            say(_state("store", there, place))
    if found or damaged:
        raise typer.Exit(PARTLY_FAILED)


def _state(what: str, there: bool, place: str) -> Message:
    return Message("cli.sound" if there else "cli.none_yet", at=what, about=place)


def erase(
    trainee: TraineeName,
    store: StoreAt = "",
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask. / 不再询问。")] = False,
) -> None:
    """Delete all of a trainee's data for good. / 彻底删除一位学员的全部数据。"""
    from workbook.server import cohort_cache
    from workbook.store import key_files

    with opened(store) as one:
        person = one.trainee(trainee)
        if not yes:
            who = f"{person.name} ({person.id})"
            typer.confirm(str(Message("cli.erase", who=who)), abort=True)
        say(Message("cli.erased", count=one.erase(person.id)))
        own = key_files.place_of(one.engine.url)
        if own.exists():
            say(Message("cli.erase_keys", path=own))
    cohort_cache.erase(cohort_cache.place(), person.id)


def backup(file: BackupFile, store: StoreAt = "") -> None:
    """Copy the store to a file while it is in use. / 备份。"""
    with opened(store, read_only=True) as one:
        one.backup(file)
        say(file)


def restore(
    file: BackupFile,
    store: StoreAt = "",
    force: Annotated[
        bool,
        typer.Option(
            help="Replace a store that exists; it is kept beside. / 替换现有的，旧的留在旁边。"
        ),
    ] = False,
) -> None:
    """Replace the store by a backup. / 从备份恢复。"""
    from workbook import store as stores

    address = store or stores.default_url()
    with told():
        kept = stores.restore(file, address, force=force)
        say(Message("cli.restored_over", store=address, kept=kept) if kept else address)

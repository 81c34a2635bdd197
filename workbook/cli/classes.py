"""The commands of a class: open it, see who handed in, say yes to a key."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from workbook.cli.options import MessagesIn, MonthOption, StoreAt, TraineeName, listed, opened, say
from workbook.errors import BadInput

Cohort = Annotated[str, typer.Argument(help="The cohort in the roster. / 名单里的班级。")]

group = typer.Typer(
    help="A class without a server: open it, see who handed in. / 一个班：开班，看谁交了。",
    invoke_without_command=True,
)


@group.callback()
def show(
    context: typer.Context,
    month: MonthOption = "",
    language: MessagesIn = "zh-Hans",
    store: StoreAt = "",
) -> None:
    """Who joined, who handed in what and when, who has not. / 谁加入了、谁交了什么、谁还没交。"""
    if context.invoked_subcommand:
        return
    from workbook.exchange import classes, messages, overview

    with opened(store, read_only=True) as one:
        found = [each for each in classes.of(one) if not each.member]
        if not found:
            raise BadInput("exchange.no_class")
        for each in found:
            people = overview.members(one, each, month_of(month))
            for line in messages.listed(each, people, language):
                say(line)


@group.command("open")
def open_class(
    cohort: Cohort,
    to: Annotated[Path, typer.Option("--to", help="The class file to write. / 班级文件写到哪里。")],
    months: Annotated[
        list[str] | None,
        typer.Option(
            "--month", help="YYYY-MM, comma-separated. Default: this month. / 月份，默认本月。"
        ),
    ] = None,
    coach: Annotated[
        str, typer.Option(help="Default: as on the roster. / 教练，默认按名单。")
    ] = "",
    new_key: Annotated[
        bool,
        typer.Option(
            help="The old keys are lost: everybody joins again. / 钥匙丢了，大家重新加入。"
        ),
    ] = False,
    language: MessagesIn = "zh-Hans",
    store: StoreAt = "",
) -> None:
    """Open a class: one file for everybody. / 开班：写出发给每个人的班级文件。"""
    from workbook.exchange import classes, keys, messages
    from workbook.store.safe_writing import written_over

    with opened(store) as one:
        chosen = listed(months) or (month_of(""),)
        made, data = classes.open_class(one, cohort, chosen, coach=coach, new_key=new_key)
        with told_where(to):
            written_over(to, data)
        words, people = messages.said(language), len(one.trainees(cohort))
        when = words["join"].join(made.months)
        say(words["opened"].format(cohort=cohort, people=people, months=when, path=to))
        say(words["opened_how"])
        say(words["key_at"].format(path=keys.place(one)))


@group.command("accept")
def accept(trainee: TraineeName, language: MessagesIn = "zh-Hans", store: StoreAt = "") -> None:
    """Say yes to the new key of somebody whom you asked. / 问清楚以后，同意一位学员的新钥匙。"""
    from workbook.exchange import classes, known_keys, messages

    with opened(store) as one:
        person = one.trainee(trainee)
        made = classes.opened(one, person.cohort)
        for address in known_keys.agreed(one, made, person.id):
            said = messages.said(language)["agreed"]
            say(said.format(name=person.name, key=address.shown))


@contextmanager
def told_where(place: Path) -> Iterator[None]:
    """Say where a file could not be written, and why."""
    try:
        yield
    except OSError as error:
        raise BadInput("exchange.cannot_write", path=place, why=error.strerror) from None


def month_of(month: str) -> str:
    from workbook.book.opening import read_today
    from workbook.domain.calendar import Month

    return str(Month.parse(month) if month else Month.of(read_today("")))

"""The commands between the stores of a class: join, submit, collect, return."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from workbook.cli.classes import Cohort, month_of, told_where
from workbook.cli.options import (
    PARTLY_FAILED,
    LanguageOption,
    MessagesIn,
    MonthOption,
    StoreAt,
    listed,
    opened,
    say,
)

if TYPE_CHECKING:
    from workbook.batch.summary import Summary
    from workbook.exchange.classes import Class
    from workbook.exchange.collecting import Taken
    from workbook.store import Store, Trainee

PAUSE = 3.0  # seconds between two looks into a folder

ToFolder = Annotated[
    Path, typer.Option("--to", help="The folder for the files. / 文件放到哪个文件夹。")
]
Sure = Annotated[
    bool, typer.Option("--yes", help="Checked: do it without asking. / 已核对，不再询问。")
]


def join(
    file: Annotated[Path, typer.Argument(help="The class file. / 教练发的班级文件。")],
    name: Annotated[
        str,
        typer.Option(
            "--as", help="Who you are: name, staff number or id. / 您是哪位：姓名、工号或编号。"
        ),
    ] = "",
    yes: Annotated[
        bool,
        typer.Option("--yes", help="The coach's new key is right. / 问过教练，新钥匙没错。"),
    ] = False,
    store: StoreAt = "",
) -> None:
    """Join a class with the file of your coach. / 用教练发的班级文件加入班级。"""
    from workbook.exchange import classes, file_format, messages

    with opened(store) as one:
        data = file_format.content(file)
        made = classes.join(one, data, name or _asked_who(one, data), sure=yes)
        person = one.trainee(made.member)
        words = messages.said(person.language)
        when = words["join"].join(made.months)
        figures = {"name": person.name, "cohort": made.cohort, "coach": made.coach or "—"}
        say(words["you_are"].format(months=when, **figures))
        say(words["you_next"])


def _asked_who(store: Store, data: bytes) -> str:
    """The name that is typed at a terminal; "" where nobody can be asked, or need be."""
    from workbook.exchange import classes, messages

    offer = classes.offered(data)
    if len(offer.people) == 1 or any(one.member for one in classes.of(store)):
        return ""
    if not sys.stdin.isatty():
        return ""
    for person in offer.people:
        say(f"{person.name} ({person.number or person.id})")
    return str(typer.prompt(messages.said("zh-Hans")["ask_join"]))


def submit(
    to: ToFolder = Path(),
    with_customers: Annotated[
        bool, typer.Option(help="The customers' tables too. / 客户表也交。")
    ] = False,
    whole: Annotated[
        bool,
        typer.Option(
            "--all", help="Everything, not only what is new. / 全部再交一次，不只是新的。"
        ),
    ] = False,
    yes: Sure = False,
    month: MonthOption = "",
    store: StoreAt = "",
) -> None:
    """Hand in: one file that only your coach can open. / 交作业：写出只有教练打得开的一个文件。"""
    from workbook.exchange import hand_ins, messages, naming

    with opened(store) as one:
        made = hand_ins.make(one, month_of(month), with_customers=with_customers, whole=whole)
        language = made.trainee.language
        for line in messages.holds(made, language):
            say(line)
        hand_ins.check_begun(made)
        words = messages.wording_in(language)
        if not yes and sys.stdin.isatty():
            typer.confirm(words.exchange["ask_write"], default=True, abort=True)
        name = naming.hand_in(words, made.month, made.trainee.name, made.number)
        with told_where(to):
            path = naming.written(to, name, made.data)
        hand_ins.note(one, made, path.name)
        size = f"{len(made.data) / 1000:,.0f}"
        say(words.exchange["written"].format(path=path, size=size))


def collect(
    files: Annotated[
        list[Path],
        typer.Argument(help="Folders or files, in any order. / 文件夹或文件，先后不要紧。"),
    ],
    watch: Annotated[
        bool, typer.Option(help="Keep looking at them. / 一直看着，有新的就收。")
    ] = False,
    out: Annotated[
        Path,
        typer.Option(help="Where pages go that came back. / 还回来的页面放在哪里。"),
    ] = Path("workbook-returned"),
    month: MonthOption = "",
    language: LanguageOption = "",
    store: StoreAt = "",
) -> None:
    """Take in what was handed in, or what the coach returned. / 收作业；学员收教练还回来的。"""
    from workbook.exchange import classes, collecting, messages

    with opened(store) as one:
        mine = [each.member for each in classes.of(one) if each.member]
        spoken = language or (one.trainee(mine[-1]).language if mine else "zh-Hans")
        taken = collecting.collect(one, files, spoken)
        _tell(one, taken, spoken, month, out)
        seen = {each.file for each in taken}
        if watch:
            say(messages.said(spoken)["watching"].format(path=", ".join(map(str, files))))
        while watch:
            time.sleep(PAUSE)
            found = [path for path, _ in collecting.files_in(files) if path.name not in seen]
            if found:
                taken = collecting.collect(one, found, spoken)
                _tell(one, taken, spoken, month, out)
                seen |= {path.name for path in found}
        if any(each.problem or each.joined.problems for each in taken):
            raise typer.Exit(PARTLY_FAILED)


def _tell(store: Store, taken: Sequence[Taken], language: str, month: str, out: Path) -> None:
    from workbook.exchange import classes, messages, overview

    for one in taken:
        for line in messages.told(one, language):
            say(line)
        _lay_out(store, one, language, out)
    for made in classes.of(store):
        if not made.member:
            people = overview.members(store, made, month_of(month))
            for line in messages.summed_up(taken, people, language):
                say(line)


def _lay_out(store: Store, one: Taken, language: str, out: Path) -> None:
    """Write what both sides changed to choose from, and the pages that came back."""
    from workbook.book import importing
    from workbook.book.importing import Report
    from workbook.exchange import messages, returned_files

    if one.joined.choices:
        report = Report(0, 0, choices=one.joined.choices)
        beside = returned_files.beside_store(store, one.file)
        for note in importing.with_choices(report, beside, language).notes:
            say(f"{messages.INDENT}{note}")
    for path in returned_files.laid_out(one, out):
        say(f"{messages.INDENT}{path}")


def give_back(
    cohort: Cohort,
    to: ToFolder,
    formats: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAMES",
            help="pdf, xlsx, html: the pages too. Default: the remarks alone. / "
            "另带页面：pdf、xlsx、html，默认只有批注。",
        ),
    ] = None,
    trainees: Annotated[
        list[str] | None,
        typer.Option(metavar="NAMES", help="Default: all who handed in. / 默认交过的每一位。"),
    ] = None,
    month: MonthOption = "",
    language: MessagesIn = "zh-Hans",
    store: StoreAt = "",
) -> None:
    """Return to each trainee what you said, as one file. / 还给学员：每人一个文件，带您的批注。"""
    from workbook.exchange import classes

    with opened(store) as one:
        made = classes.opened(one, cohort)
        people = one.trainees(cohort)
        names = [one.trainee(name).id for name in listed(trainees)]
        for person in [each for each in people if not names or each.id in names]:
            say(_given_back(one, made, person, month_of(month), listed(formats), to, language))


def _given_back(
    store: Store,
    made: Class,
    person: Trainee,
    month: str,
    formats: Iterable[str],
    to: Path,
    language: str,
) -> str:
    from workbook.exchange import known_keys, messages, naming, returned_files, returns

    words = messages.wording_in(language)
    if not known_keys.addresses(store, made, person.id):
        return words.exchange["no_return"].format(name=person.name)
    files = returned_files.made(store, person, month, formats)
    back = returns.make(store, made, person, files)
    with told_where(to):
        path = naming.written(to, naming.going_back(words, month, person.name), back.data)
    returns.note(store, made, back, path.name)
    pages = words.exchange["going_pages"].format(n=back.pages) if back.pages else ""
    figures = {"name": person.name, "remarks": back.remarks, "pages": pages, "path": path}
    return words.exchange["going_back"].format(**figures)


def tell_changed(store: str, cohort: str, summary: Summary, languages: Sequence[str]) -> None:
    """Say whose pages were made, where others are as they were: after a collection that is news."""
    from workbook.book import samples
    from workbook.exchange import messages
    from workbook.store import open_store

    if not (summary.done and summary.unchanged):
        return
    with open_store(samples.address(store), read_only=True) as one:
        names = one.names(one.trainees(cohort))
    counts = Counter(page.trainee for page in summary.done if page.trainee in names)
    if counts:
        made = {names[name]: n for name, n in counts.items()}
        say(messages.changed(made, next(iter(languages), "")))

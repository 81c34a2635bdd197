"""Options that commands share, the console, and how errors are shown.

Exit codes: 0 all went well, 3 some of it failed and the rest is done, 2 the call was wrong. The
commands import what they need when they run, so that help appears at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from workbook.errors import BadInput, WorkbookError

if TYPE_CHECKING:
    from workbook.store import Store

console, complaints = Console(), Console(stderr=True)
PARTLY_FAILED, BAD_CALL = 3, 2

StoreAt = Annotated[
    str,
    typer.Option(
        "--store",
        envvar="WORKBOOK_STORE",
        help="The store: a path or a URL. Default: a file in your data folder. / "
        "数据存放处：路径或 URL，默认在您的数据文件夹里。",
    ),
]
Out = Annotated[Path, typer.Option(help="The folder for the pages. / 页面输出到哪个文件夹。")]
MonthOption = Annotated[str, typer.Option(help="YYYY-MM. Default: this month. / 月份，默认本月。")]
TodayOption = Annotated[
    str, typer.Option(help="YYYY-MM-DD. Default: today. / 截至哪天，默认今天。")
]
MessagesIn = Annotated[
    str,
    typer.Option(help="Language of the messages: zh-Hans, zh-Hant or en. / 提示用哪种语言。"),
]
LanguageOption = Annotated[
    str,
    typer.Option(
        help="zh-Hans, zh-Hant or en. Default: each trainee's own. / 语言，默认各人自己的。"
    ),
]
ChapterName = Annotated[
    str,
    typer.Argument(
        help="Its name, such as pacing or battle_map. / "
        "章的名字，例如 pacing（月度节奏）、battle_map（作战地图）。"
    ),
]
TraineeName = Annotated[str, typer.Argument(help="Id, staff number or name. / 编号、工号或姓名。")]
FileIn = Annotated[Path, typer.Argument(help="A CSV, XLSX or JSON Lines file. / 要导入的文件。")]
Columns = Annotated[
    Path | None,
    typer.Option(help="A YAML file: the file's heading → our column. / 列名对照文件。"),
]
Encoding = Annotated[
    str | None, typer.Option(help="utf-8, gb18030, … Default: detected. / 编码，默认自动判断。")
]
SheetName = Annotated[
    str | None,
    typer.Option(help="Sheet of an XLSX. Default: the one that fits. / 工作表名，默认找合适的。"),
]
UnitOption = Annotated[
    str | None,
    typer.Option(
        "--unit",
        help="Unit of all amounts: 元, 万元, … Default: as the file says. / 金额单位，默认看文件。",
    ),
]


@contextmanager
def told() -> Iterator[None]:
    """Show errors that were written for their reader as a sentence, not as a traceback."""
    try:
        yield
    except WorkbookError as error:
        complaints.print(str(error), style="red", markup=False, highlight=False, soft_wrap=True)
        raise typer.Exit(BAD_CALL) from None


@contextmanager
def opened(store: str, *, read_only: bool = False) -> Iterator[Store]:
    """Open a command's store and show its errors; "samples" is the fictitious cohort, read-only."""
    from workbook.book import samples
    from workbook.store import default_url, open_store

    with told():
        if store == samples.NAME and not read_only:
            raise BadInput("cli.samples_read_only")
        with open_store(samples.address(store) or default_url(), read_only=read_only) as one:
            yield one


def say(text: object) -> None:
    """Print a line unchanged."""
    console.print(str(text), markup=False, highlight=False, soft_wrap=True)


def warn(text: object) -> None:
    """Print a warning beside a command's output; it does not end the command."""
    complaints.print(str(text), style="yellow", markup=False, highlight=False, soft_wrap=True)


def listed(options: Sequence[str] | None) -> tuple[str, ...]:
    """The names in an option that may be repeated, each time comma-separated; duplicates
    removed."""
    names = (name.strip() for option in options or () for name in option.split(","))
    return tuple(dict.fromkeys(filter(None, names)))

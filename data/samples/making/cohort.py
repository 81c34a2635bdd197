"""The whole cohort: a folder for each trainee, the roster, all entries and remarks."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from making import chapters, earlier, files, pages, remarks, tables, written
from making.people import Customer
from making.written import Row

ROSTER = {
    "id": "学员编号", "name": "姓名", "cohort": "班级", "branch": "网点",
    "coach": "教练", "language": "语言", "role": "岗位",
}  # fmt: skip
LANGUAGES = {"zh-Hans": "简体中文", "zh-Hant": "繁体中文", "en": "英文"}
WRITES = {"zh-Hans": "zh", "zh-Hant": "hant", "en": "en"}
PAST = 100  # added to the number of a month: random numbers of its own


def make(folder: Path) -> None:
    """Write the whole cohort into ``folder``."""
    cohort, book, said = written.figures("cohort"), written.figures("book"), written.figures("said")
    lines: list[Row] = []
    for number, plan in enumerate(cohort["trainees"]):
        made = written.typed(plan["id"])
        found = tables.customers_of(number, plan, cohort["branches"], written.wanted(made), book)
        if found:
            _write_book(folder / plan["id"], number, plan, found, made, book)
        lines += _entries(number, plan, made, found, said)
    _write(folder / "roster.csv", files.as_csv(list(_roster(cohort)), "utf-8"))
    _write(folder / "entries.jsonl", _json_lines(lines))
    told = remarks.remarks(written.typed("remarks"), cohort["coach"])
    _write(folder / "remarks.jsonl", _json_lines(told))


def _roster(cohort: Mapping[str, Any]) -> Iterator[Sequence[object]]:
    yield list(ROSTER.values())
    for plan in cohort["trainees"]:
        known = {**plan, "cohort": cohort["cohort"], "coach": cohort["coach"]}
        known["language"] = LANGUAGES[plan["language"]]
        yield [known[name] for name in ROSTER]


def _json_lines(lines: Iterable[Row]) -> bytes:
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines).encode()


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def _write_book(
    folder: Path,
    number: int,
    plan: Mapping[str, Any],
    found: Sequence[Customer],
    made: Mapping[str, Any],
    book: Mapping[str, Any],
) -> None:
    """The trainee's five files."""
    headings, encoding = book["headings"][plan["headings"]], plan["files"]
    sheet = encoding == "xlsx"
    wanted, left = written.wanted(made), written.left(made)
    for kind, rows in tables.tables(number, plan, found, wanted, left, book).items():
        lines = list(files.cells(rows, kind, headings, numbers=sheet))
        if kind == "customers" and "spoiled" in made:
            lines = files.spoiled(lines, made["spoiled"], headings[kind])
        if sheet:
            content = files.as_xlsx(lines, kind, f"{plan['branch']} · 2026-12-08 · 单位：元")
            _write(folder / f"{kind}.xlsx", content)
        else:
            _write(folder / f"{kind}.csv", files.as_csv(lines, encoding))


def _entries(
    number: int,
    plan: Mapping[str, Any],
    made: Mapping[str, Any],
    found: Sequence[Customer],
    said: Mapping[str, Any],
) -> Iterator[Row]:
    """All saves of a trainee: the earlier months first, then what is written out."""
    language = WRITES[plan["language"]]
    manner = pages.Manner(
        made.get("days", "short"),
        made.get("points", "none"),
        language,
        said["quotes"][language],
        {one.id: one for one in found},
    )
    for key, asked in made.get("earlier", {}).items():
        month = earlier.past(key, asked, _tongue(said, language))
        rng = tables.random(number, PAST + month.month.number)
        rows = earlier.prospects(month, found, written.december_rows(made), rng)
        page = earlier.page(month, rows, rng)
        yield from pages.versions(plan["id"], _as_written(month, page, rows), manner)
    yield from pages.versions(plan["id"], made, manner)
    yield from chapters.versions(plan["id"], made, manner)


def _tongue(said: Mapping[str, Any], language: str) -> earlier.Tongue:
    names = ("words", "products", "answers", "tried")
    return earlier.Tongue(*(said[name][language] for name in names))


def _as_written(month: earlier.Past, page: Row, rows: Sequence[Row]) -> dict[str, Any]:
    """A month in the shape of the written files; some fields come once it has begun."""
    begins = f"{month.days[5]:%m-%d}"
    since = dict.fromkeys(("answer", "tried", "try_customer", "try_by"), begins)
    key, saved = str(month.month), month.asked["saved"]
    return {
        "pacing": {key: {"page": page, "from": since, "saved": saved}},
        "prospects": {key: {"rows": rows, "saved": saved}},
    }

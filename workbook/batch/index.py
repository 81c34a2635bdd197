"""The index: trainees × chapters, links to all pages, and why some were not made."""

from __future__ import annotations

import datetime as dt
import functools
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any

import jinja2

from workbook import rendering
from workbook.batch.failures import reason, remedy
from workbook.batch.jobs import page_name
from workbook.batch.ledger import Ledger
from workbook.batch.records import Record, Tally
from workbook.batch.request import COHORT, Asked, label
from workbook.book.trainee_workbook import CHINA, WEIGHTS
from workbook.content.messages import Wording
from workbook.export.html import POLICY, css
from workbook.store import Trainee

# A shape for each weight, so that nothing depends on colour alone.
SHAPES: Mapping[str, str] = {"must": "◆", "should": "▲", "could": "○"}
TIME = "%Y-%m-%d %H:%M"
INDEX = "index.html"


@dataclass(frozen=True)
class Count:
    """The number of findings of one weight, with the weight's shape and label."""

    weight: str
    shape: str
    number: int
    words: str


@dataclass(frozen=True)
class Cell:
    """One page on the index. href, notebook: its links, "" where there is none.

    status: "done", "unchanged" or "failed", "" when it was not asked for. percent: filled in, None
    where the page has nothing to fill in. name: its chapter in words; whose: its trainee. shape:
    the format in capitals, "" for the page itself. reason,
    remedy, old: why it failed, what to do, and the date of the older page that still stands.
    formats: the page's other formats of this run.
    """

    href: str
    notebook: str
    status: str
    percent: int | None
    counts: tuple[Count, ...]
    name: str
    whose: str
    anchor: str
    shape: str = ""
    reason: str = ""
    remedy: str = ""
    old: str = ""
    formats: tuple[Cell, ...] = ()


@dataclass(frozen=True)
class Row:
    """A trainee's line."""

    trainee: Trainee
    cells: tuple[Cell, ...]


def page_names(call: Asked) -> Iterator[str]:
    """The names of the pages that the index links."""
    if call.coach:
        yield COHORT
    for person in call.people:
        for one in call.notebooks:
            yield page_name(person.id, one.chapter)
            for shape in call.formats_of(one.chapter):
                yield page_name(person.id, f"{one.chapter}.{shape}")


def write_index(call: Asked, ledger: Ledger, statuses: Mapping[str, str]) -> Path | str:
    """Write ``index.html``. statuses: what this run did, by page name."""
    html = index_html(call, ledger, statuses, dt.datetime.now(CHINA))
    ledger.out.put(INDEX, html.encode())
    return ledger.out.place(INDEX)


def index_html(call: Asked, ledger: Ledger, statuses: Mapping[str, str], now: dt.datetime) -> str:
    """The index in the language of the cohort."""
    rows = [_row(call, ledger, person, statuses) for person in call.people]
    coach = _cell(call, ledger, COHORT, COHORT, "", statuses) if call.coach else None
    cells = [one for row in rows for cell in row.cells for one in (cell, *cell.formats)]
    cells += [coach] if coach else []
    counted = Counter(done=0, unchanged=0, failed=0)
    counted.update(statuses.values())
    wording = call.wording
    return _template().render(
        call=call,
        policy=POLICY,
        styles=[rendering.style_sheet(), f"<style>{css('page.css')}{_read('index.css')}</style>"],
        words=wording.index,
        heads=[label(one.chapter, wording, call.spoken) for one in call.notebooks],
        rows=rows,
        coach=coach,
        failures=[cell for cell in cells if cell.reason],
        legend=[(weight, SHAPES[weight], words) for weight, words in wording.weights.items()],
        summary=wording.index["summary"].format(**counted),
        generated=wording.index["generated"].format(time=now.strftime(TIME)),
    )


def _row(call: Asked, ledger: Ledger, person: Trainee, statuses: Mapping[str, str]) -> Row:
    def cell(page: str) -> Cell:
        return _cell(call, ledger, page_name(person.id, page), page, person.id, statuses)

    cells = []
    for one in call.notebooks:
        beside = [cell(f"{one.chapter}.{shape}") for shape in call.formats_of(one.chapter)]
        # An older file may not be of the page that stands now.
        asked = tuple(each for each in beside if each.status)
        cells.append(replace(cell(one.chapter), formats=asked))
    return Row(person, tuple(cells))


def _cell(
    call: Asked,
    ledger: Ledger,
    name: str,
    page: str,
    whose: str,
    statuses: Mapping[str, str],
) -> Cell:
    record, wording = ledger.read(name), call.wording
    found = _files(record, ledger)
    tally = record.made.tally if record.made else None
    chapter, _, shape = page.partition(".")
    suffix = f".{shape or 'html'}"
    return Cell(
        href=found.get(suffix, ""),
        notebook=found.get(".ipynb", ""),
        status="failed" if record.failure else statuses.get(name, ""),
        percent=_percent(tally),
        counts=tuple(_counts(tally, wording)) if tally else (),
        name=" ".join(filter(None, [label(chapter, wording, call.spoken), shape.upper()])),
        whose=whose,
        anchor=name,
        shape=shape.upper(),
        **_trouble(record, wording, there=suffix in found),
    )


def _files(record: Record, ledger: Ledger) -> dict[str, str]:
    """File suffix → path below OUT, of the page's files that exist."""
    made = record.made.files if record.made else {}
    return {PurePosixPath(file).suffix: file for file in made if file in ledger.there}


def _trouble(record: Record, wording: Wording, *, there: bool) -> dict[str, Any]:
    if record.failure is None:
        return {}
    words = wording.index
    old = words["old_page"].format(time=record.made.at.strftime(TIME)) if record.made else ""
    return {
        "reason": words["failed_says"].format(reason=reason(record.failure, words)),
        "remedy": remedy(record.failure, words),
        "old": old if there else "",
    }


def _percent(tally: Tally | None) -> int | None:
    share = tally.completeness if tally else None
    return None if share is None else round(share * 100)


def _counts(tally: Tally, wording: Wording) -> Iterator[Count]:
    for weight in WEIGHTS:
        if number := tally.counts[weight]:
            words = wording.index[weight].format(n=number)
            yield Count(weight, SHAPES[weight], number, words)


@functools.cache
def _template() -> jinja2.Template:
    loader = jinja2.FileSystemLoader(Path(__file__).parent)
    environment = jinja2.Environment(loader=loader, autoescape=True, trim_blocks=True)
    return environment.get_template("index.html.j2")


def _read(name: str) -> str:
    return (Path(__file__).parent / name).read_text(encoding="utf-8")

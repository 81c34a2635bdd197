"""Messages about an uploaded file, for a page without a command line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from workbook.book.importing import Report, own_bank, told
from workbook.book.trainee_workbook import Book
from workbook.customers.files import file_reader
from workbook.customers.files.preview import Preview

BACK = "--restore"
COUNTS = "kept / "  # two languages in one line, where the next line is in one
# “add --yes” becomes an action, “use --sheet” a name.
OPTION = re.compile(r"(加上 ?|[Aa]dd )?(?<![\w-])--([a-z]+)(?![\w-])")


def said_of(report: Report, words: Mapping[str, str]) -> str:
    """The report in words, with a line for each rejected row."""
    notes = tuple(note for note in report.notes if BACK not in note)  # there is a button for it
    lines = told(replace(report, notes=notes)).split("\n")
    said = on_page("\n".join(line for line in lines if not line.startswith(COUNTS)), words)
    if not report.waits:
        return said
    loses = report.change is not None and report.change.asks
    return f"{said}\n{words['import_ask' if loses else 'import_doubt']}"


def with_bank(said: str, book: Book, kind: str) -> str:
    """``said``, plus what looks like the bank's own name in the transactions."""
    found = own_bank.guess(book.store, [book.trainee.id], kind)
    return f"{said}\n{own_bank.told(book.store, found, book.language)}" if found else said


def replaced_by(report: Report) -> int:
    """The version of the table that the file replaced; 0 for none."""
    return report.change.version if report.changed and report.change else 0


def on_page(text: str, words: Mapping[str, str]) -> str:
    """``text`` with command-line options replaced by the page's buttons and fields."""

    def named(found: re.Match[str]) -> str:
        kind = "do" if found[1] else "option"
        return words.get(f"import_{kind}_{found[2]}") or words.get(f"import_option_{found[2]}", "")

    return OPTION.sub(named, text)


def rejected_of(report: Report) -> tuple[str, bytes] | None:
    """The rejected rows as a file to mend and upload again: its name and its bytes."""
    reading = report.reading
    if reading is None or reading.rejected.empty:
        return None
    stem = reading.source.rpartition(".")[0] or reading.source
    return f"{stem}.rejected.csv", file_reader.rejected_file(reading)


def as_dialog(shown: Preview) -> dict[str, object]:
    """A preview in the page's form."""
    return {
        "sheets": list(shown.sheets),
        "sheet": shown.sheet,
        "encoding": shown.encoding,
        "headings": list(shown.headings),
        "placed": dict(shown.placed),
        "rows": [list(row) for row in shown.rows],
        "offered": [{"key": key, "label": label} for key, label in shown.offered.items()],
        "required": list(shown.required),
    }

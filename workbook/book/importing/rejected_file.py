"""Writes rejected rows to a file beside the imported one, for its reader alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from workbook.book.importing.reports import Report
from workbook.customers.files import file_reader
from workbook.errors import Message
from workbook.store.safe_writing import written_new

REJECTED = ".rejected.csv"
MOST_LISTS = 1000


def with_rejected(report: Report, path: Path) -> Report:
    """Write the rejected rows beside the file, so that they can be mended and imported again."""
    reading = report.reading
    if reading is None or reading.rejected.empty or report.waits:
        return report
    whose = path.stem if reading.kind in path.stem else f"{path.stem}.{reading.kind}"
    try:
        target = _written(path, whose, file_reader.rejected_file(reading))
    except OSError as error:
        said = Message("book.rejected_unwritten", why=error.strerror, at=f"{whose}{REJECTED}")
        return replace(report, problems=(*report.problems, str(said)))
    return replace(report, rejected=target)


def _written(path: Path, whose: str, content: bytes) -> Path:
    """The path of the new file. An earlier list is still to be mended, so it is left alone, as is
    anything else with that name, a dangling link included. Raises OSError."""
    taken: OSError | None = None
    for name in _names(whose):
        target = path.with_name(name)
        try:
            written_new(target, content)
        except FileExistsError as error:
            taken = error
        else:
            return target
    raise taken or FileExistsError(17, "taken")


def _names(whose: str) -> Iterator[str]:
    yield f"{whose}{REJECTED}"
    yield from (f"{whose}-{number}{REJECTED}" for number in range(2, MOST_LISTS))

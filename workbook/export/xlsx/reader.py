"""A filled-in spreadsheet → the store: checked like a form, overwriting nothing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from workbook.book.importing import Report
from workbook.book.merging.bodies import Body, Outcome, merged
from workbook.book.merging.choices import lines_of
from workbook.book.merging.messages import clash_lines
from workbook.book.merging.sheets import input_sheets
from workbook.book.opening import open_book
from workbook.book.trainee_workbook import Book
from workbook.domain import fields
from workbook.errors import BadInput, Conflict
from workbook.export.xlsx import provenance
from workbook.export.xlsx.entered_rows import Filled, filled_in
from workbook.export.xlsx.messages import problem_lines
from workbook.export.xlsx.provenance import Made
from workbook.export.xlsx.workbook_file import opened
from workbook.store import Store


def read_back(store: Store, file: Path, author: str) -> Report:
    """Import a spreadsheet that :func:`workbook_file` made and somebody filled in.

    Changes of the file alone are saved as a new version, unreadable cells included; changes of the
    store since then stay, and where both changed, the report shows both. ``kept``: the lines and
    single fields that are filled in; ``changed``: the places that the store took over. A file that
    was made on another store is joined from the last version that both have. Raises BadInput for a
    file that is not ours or in another unit of money, NotFound for its trainee.
    """
    found = opened(file)
    said = found.about
    book = open_book(store, said.trainee, said.month, said.today, said.language)
    sheets = filled_in(found, input_sheets(book, [made.chapter for made in said.made]))
    outcomes, problems = [], []
    for made in said.made:
        base = _base(book, made, said.before.get(made.chapter, ()))
        mine = [one for one in sheets if one.sheet.chapter == made.chapter]
        problems += problem_lines(book, made.chapter, _body(mine), mine)
        outcomes.append(_bring(book, made.chapter, base, mine, author))
    clashes = [clash for outcome in outcomes for clash in outcome.clashes]
    pairs = zip(said.made, outcomes, strict=True)
    chosen = [line for made, one in pairs for line in lines_of(book, made.chapter, one.clashes)]
    return Report(
        kept=sum(_filled_places(one) for one in sheets),
        changed=sum(outcome.changed for outcome in outcomes),
        problems=(*problems, *clash_lines(book, clashes)),
        choices=tuple(chosen),
    )


def _base(book: Book, made: Made, before: Sequence[str]) -> Body:
    """The entry that the file was made from, or the last before it that this store has too.

    Where both have none, nothing is known to be old: what the page has stays, what it lacks comes
    in, and what is different is shown.
    """
    if book.bank(made.chapter).money.yuan != made.yuan:
        raise _other_unit(book, made)
    entries = {provenance.fingerprint(one.body): one.body for one in book.history(made.chapter)}
    known = (entries[one] for one in (made.fingerprint, *before) if one in entries)
    return next(known, {})


def _bring(book: Book, chapter: str, base: Body, mine: Sequence[Filled], author: str) -> Outcome:
    """Merge and save; once more when somebody else saved in between."""
    try:
        return _merged_and_saved(book, chapter, base, mine, author)
    except Conflict:
        return _merged_and_saved(book, chapter, base, mine, author)


def _merged_and_saved(
    book: Book, chapter: str, base: Body, mine: Sequence[Filled], author: str
) -> Outcome:
    latest = book.entry(chapter)
    outcome = merged(base, mine, latest.body if latest else {}, book.setting(chapter))
    if outcome.changed:
        book.save(chapter, outcome.body, latest.version if latest else 0, author)
    return outcome


def _body(mine: Sequence[Filled]) -> Body:
    """The sheets of a chapter as one body."""
    body: Body = {}
    for one in mine:
        body |= {one.sheet.field: list(one.rows)} if one.sheet.field else one.rows[0]
    return body


def _filled_places(one: Filled) -> int:
    if one.sheet.field:
        return len(one.rows)
    return sum(not fields.is_blank(cell) for cell in one.rows[0].values())


def _other_unit(book: Book, made: Made) -> BadInput:
    unit = book.bank(made.chapter).money
    return BadInput("export.other_unit", unit=unit.label)

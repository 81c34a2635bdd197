"""Lines below a heading that are no records: totals, footnotes, repeated headings."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping, Sequence

from workbook import content
from workbook.customers.files.grid import GridLine, text_of
from workbook.customers.files.headings import Heading
from workbook.customers.files.request import Wish
from workbook.customers.message_keys import Aside
from workbook.customers.pack import average_words, load, total_words, value_key

SPACE = re.compile(r"\s+")
NUMERIC = re.compile(r"[-+(¥]?\d[\d,.]*\)?(?:元|万元?|亿元?)?")
COUNTED = re.compile(r"[\d,]{0,8}\s*[户人笔条个]?")
COUNT = r"共(?:计|有)?[\d,]+(?:户|人|笔|条|个|位|家|名)(?:客户|记录|数据)?[:。]?"
NEITHER = (False, False)
ENDS = r"(?=$|[:\d(]|人|员|者|日期|时间|机构|单位|部门|说明|表|页|行|户|条|笔|数|为|是|仅|均|\W)"


def asides(lines: Iterable[GridLine], heading: Heading, wish: Wish) -> Mapping[int, Aside]:
    """Row → what it is, for every line that a text in its first cells shows to be no record."""
    columns = [each.position for each in heading.placed if each.column == wish.table.required[0]]
    at = columns[0] if columns else 0
    total, footer = _totals(), _footers()

    @functools.cache
    def meant(cell: object) -> tuple[bool, bool]:
        """Whether a cell may belong to a total, or to a footer."""
        said = _compact(cell)
        return bool(said and total.fullmatch(said)), bool(said and footer.match(said))

    found: dict[int, Aside] = {}
    for line in lines:
        first = _first_filled(line.cells)
        for place in (first, at) if first != at else (at,):
            totals, talks = meant(line.cells[place]) if place < len(line.cells) else NEITHER
            if totals and (place == at or _is_count(line.cells, at)):
                found[line.row] = "total"
            elif talks and _is_talk(line.cells, place):
                found.setdefault(line.row, "footer")
    return found


def _first_filled(cells: Sequence[object]) -> int:
    """The place of the first cell with a text; 0 where there is none."""
    if cells and text_of(cells[0]):  # of a million lines nearly all begin at once
        return 0
    return next((place for place, cell in enumerate(cells) if text_of(cell)), 0)


def repeated(lines: Iterable[GridLine], head: Iterable[Sequence[str]]) -> Mapping[int, Aside]:
    """The lines that repeat a line above the table, as the first line of a printed page does."""
    said = {tuple(texts) for texts in head if any(texts)}
    begins = {(len(texts), texts[0]) for texts in said}
    return {
        line.row: "heading"
        for line in lines
        if line.cells
        and (len(line.cells), text_of(line.cells[0])) in begins
        and tuple(map(text_of, line.cells)) in said
    }


def _compact(cell: object) -> str:
    """A text in the form used for comparison: “小　计：” is “小计:”. Numbers are skipped."""
    if not isinstance(cell, str) or cell[:1].isdigit():
        return ""
    return SPACE.sub("", value_key(text_of(cell))).strip("*#-—=·【】[]")


def _is_count(cells: Sequence[object], at: int) -> bool:
    """Whether there is no customer in the customer's cell: nothing, or a number of customers."""
    return COUNTED.fullmatch(value_key(text_of(cells[at]) if at < len(cells) else "")) is not None


def _is_talk(cells: Sequence[object], place: int) -> bool:
    """Whether there are words but no amounts beside them."""
    others = [value_key(text_of(cell)) for at, cell in enumerate(cells) if at != place]
    filled = [text for text in others if text]
    if not any(NUMERIC.fullmatch(text) for text in filled):
        return True
    # “总户数：” with a number, but not “第3” with an amount
    return len(filled) == 1 and not any(map(str.isdigit, text_of(cells[place])))


def _any_of(words: Iterable[str]) -> str:
    known = {SPACE.sub("", value_key(word)) for word in words}
    return "|".join(map(re.escape, sorted(known, key=len, reverse=True)))


def _totals() -> re.Pattern[str]:
    """“合计”, “本页小计：”, “合计（元）”, “合计 3 户”, “共3户”, “户均”, “城东支行 汇总”."""
    words = _any_of((*total_words(), *average_words()))
    return re.compile(
        rf".{{0,30}}?(?:{words})(?:数|额|值|金额|户数|元)*(?:\(.*\))?(?:[:].*|\d.*)?|{COUNT}"
    )


def _footers() -> re.Pattern[str]:
    words = (word for language in content.LANGUAGES for word in load(language).footers)
    return re.compile(rf"(?:{_any_of(words)}){ENDS}")

"""The unit of money, wherever a bank writes it: headings, title lines, columns, formats."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from workbook.customers.pack import Pack, heading_key, value_key
from workbook.domain.fields import plain

BRACKETED = re.compile(r"[（(\[【［{]([^（()）\[\]【】［］{}]*)[)）\]】］}]")
PIECES = re.compile(r"[，、,;；:：/\s]+")
QUOTED = re.compile(r'"([^"]*)"|\\(.)|\[\$([^\]-]+)(?:-[^\]]*)?\]')
# “0!.0,"万"”: digits, then a comma: the cell shows a thousandth of its value.
SCALED = re.compile(r"[0#?],+(?![0#?])")
PADDED = re.compile(r"0{2,40}")


@dataclass(frozen=True)
class Units:
    """Units and currencies as written. names: compared name → yuan; around: compared words that may
    accompany one; home, foreign: compared currencies; turned: compared words for amounts converted
    to yuan."""

    names: Mapping[str, int]
    around: Sequence[str]
    home: frozenset[str]
    foreign: frozenset[str]
    turned: tuple[str, ...]
    stated: re.Pattern[str]
    currency: re.Pattern[str]

    def named(self, text: str) -> int | None:
        """The yuan in a text that is only a unit, like “单位：人民币万元”; else None."""
        return self.names.get(self._bare(heading_key(text)))

    def is_currency(self, text: str) -> bool:
        """Whether a text names the bank's own currency, or only words around a unit."""
        return value_key(text) in self.home or not self._bare(heading_key(text))

    def is_foreign(self, text: str) -> bool:
        """Whether a text names another currency, alone or with a unit: “美元”, “万美元”."""
        bare = self._bare(heading_key(text))
        rests = (cut(name) for name in self.names for cut in (bare.removeprefix, bare.removesuffix))
        return any(one in self.foreign for one in (value_key(text), bare, *rests))

    def is_turned(self, text: str) -> bool:
        """Whether a heading says that its amounts were converted to yuan: “折人民币余额”."""
        return any(word in heading_key(text) for word in self.turned)

    def split(self, text: str) -> tuple[str, int | None]:
        """A heading without the unit in its brackets, and that unit in yuan; None where none is."""
        found: int | None = None
        for group in BRACKETED.finditer(text):
            parts = [part for part in PIECES.split(group[1]) if part]
            units = [unit for unit in map(self.named, parts) if unit is not None]
            if units or (parts and all(map(self.is_currency, parts))):
                found = units[0] if units else found
                text = text.replace(group[0], "")
        return text, found

    def ending(self, key: str) -> Iterable[tuple[str, int | None]]:
        """A compared heading without the unit, or currency, at its end."""
        names = (*self.names, *self.around)
        for name in names if key.endswith(names) else ():
            if name and name != key and key.endswith(name):
                yield self._stripped(key.removesuffix(name)), self.names.get(name)

    def title(self, lines: Iterable[Sequence[str]]) -> set[int]:
        """The units in lines above or below the table: “单位：万元”, “（万元）”."""
        rows = list(lines)
        found = {self.split(cell)[1] for cells in rows for cell in cells}
        found |= {self.named(cell) for cells in rows for cell in cells if len(cells) <= 3}
        return self.title_words(rows) | {unit for unit in found if unit is not None}

    def title_words(self, lines: Iterable[Sequence[str]]) -> set[int]:
        """The units in lines, behind a word such as “单位”."""
        texts = (plain(" ".join(cells)) for cells in lines)
        found = {self.named(match[1]) for text in texts for match in self.stated.finditer(text)}
        return {unit for unit in found if unit is not None}

    def foreign_title(self, lines: Iterable[Sequence[str]]) -> str:
        """The foreign currency that a line above the table consists of; "" where there is none."""
        for cells in lines:
            text = plain(" ".join(cells))
            said = [match[1] for match in self.currency.finditer(text)]
            said += [group[1] for cell in cells for group in BRACKETED.finditer(cell)]
            for part in (part for one in said for part in PIECES.split(one)):
                if self.is_foreign(part) and not any(word in text for word in ("人民", "折")):
                    return part
        return ""

    def foreign_heading(self, text: str) -> str:
        """The foreign currency in the brackets of a heading; "" where there is none."""
        return self.foreign_title([[group[0]] for group in BRACKETED.finditer(text)])

    def of_format(self, code: str) -> int | None:
        """The unit in yuan that a cell's number format appends: ‹0.00"万元"›."""
        section = code.split(";")[0]
        words = ["".join(filter(None, groups)) for groups in QUOTED.findall(section)]
        units = [unit for unit in map(self.named, words) if unit is not None]
        if not units:
            return None
        return 1 if SCALED.search(QUOTED.sub("", section)) else units[0]

    def foreign_format(self, code: str) -> str:
        """The foreign currency in a number format; "" where there is none."""
        words = ["".join(filter(None, groups)).strip() for groups in QUOTED.findall(code)]
        bare = QUOTED.sub("", code)
        words += [sign for sign in "$€£" if sign in bare]
        return next((word for word in words if self.is_foreign(word)), "")

    def _bare(self, key: str) -> str:
        """A compared text without the words around a unit."""
        return self._stripped(self._stripped(key, front=True))

    def _stripped(self, key: str, *, front: bool = False) -> str:
        for _ in range(4):
            cut = (key.removeprefix(w) if front else key.removesuffix(w) for w in self.around)
            shorter = min((one for one in cut if key not in self.names), key=len, default=key)
            if shorter == key:
                break
            key = shorter
        return key


def units_of(pack: Pack) -> Units:
    """The units of the template."""
    names = {heading_key(name): yuan for name, yuan in pack.units.items()}
    around = sorted({heading_key(word) for word in pack.around_units}, key=len, reverse=True)
    longest = sorted(names, key=len, reverse=True)
    words = "|".join(map(re.escape, longest))
    filler = "|".join(map(re.escape, around))
    return Units(
        dict(sorted(names.items(), key=lambda pair: -len(pair[0]))),
        around,
        frozenset(map(value_key, pack.home_currency)),
        frozenset(map(value_key, pack.foreign_currency)),
        tuple(map(heading_key, pack.turned)),
        # No letter may follow: “单位：千山支行” is an office.
        re.compile(
            rf"(?:单位|單位|\bunits?|\bin)\s*[:为是]?\s*"
            rf"((?:(?:{filler})['’\s]*)*(?:{words}))(?![^\W\d_])",
            re.IGNORECASE,
        ),
        re.compile(
            r"(?:币种|幣種|货币|貨幣|单位|單位|\bcurrency|\bunits?)\s*[:为是]?\s*([^\s,;，；。]+)",
            re.IGNORECASE,
        ),
    )


def padding(code: str) -> int:
    """The number of digits to which a format such as “000000” pads a number; else 0."""
    return len(code) if PADDED.fullmatch(code) else 0

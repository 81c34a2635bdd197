"""A request to read a file: how it is to be read, and what its kind asks for."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field

from workbook.customers.files.column_mapping import Columns, Meant, as_meant
from workbook.customers.files.money_units import Units, units_of
from workbook.customers.pack import (
    Pack,
    Table,
    beside_headings,
    heading_key,
    known_headings,
    ranked_headings,
)
from workbook.errors import BadInput, not_found

Progress = Callable[[float], object]


def unseen(share: float) -> None:
    """Ignores the progress of the reading."""


@dataclass(frozen=True)
class ReadOptions:
    """How to read a file.

    language: of the messages. columns: headings of the file → our columns, see
    :func:`workbook.customers.files.column_mapping.read_mapping`. encoding: where it is known
    better; sheet: of a workbook; unit: of all its amounts. today: a past event may not be later,
    and ages are counted from it; without it neither is done. keep_names: the bank allows names.
    by: the heading of the column that names each row's manager. progress: receives the share that
    is done, 0…1, now and then.
    """

    language: str = "zh-Hans"
    columns: Columns = field(default_factory=dict)
    encoding: str | None = None
    sheet: str | None = None
    unit: str | None = None
    today: dt.date | None = None
    keep_names: bool = False
    by: str = ""
    progress: Progress = field(default=unseen, compare=False)

    @property
    def manner(self) -> str:
        """The choices made by hand, as JSON; "" where there are none."""
        chosen = {
            "sheet": self.sheet,
            "encoding": self.encoding,
            "columns": {name: _chosen(one) for name, one in self.columns.items()},
            "keep_names": self.keep_names,
            "unit": self.unit,
        }
        made = {name: value for name, value in chosen.items() if value}
        return json.dumps(made, ensure_ascii=False) if made else ""


def _chosen(one: str | Meant) -> object:
    """A heading's mapping, in JSON's form."""
    return one if isinstance(one, str) else asdict(one) | {"values": dict(one.values)}


@dataclass(frozen=True)
class Wish:
    """A request to read a file.

    known: compared heading → our column and its rank; beside: compared heading → the content of a
    column beside the amounts; units: their spellings. mapping: compared heading → the reader's own
    mapping of it, its column being one of ours or of ``beside``; elsewhere: the headings whose
    column belongs to another kind of file. yuan: the reader's unit for all amounts; None without
    one. keep_names: whether the bank allows customers' names.
    """

    kind: str
    pack: Pack
    known: Mapping[str, tuple[str, int]]
    beside: Mapping[str, str]
    units: Units
    today: dt.date | None = None
    keep_names: bool = False
    yuan: int | None = None
    mapping: Mapping[str, Meant] = field(default_factory=dict)
    headings: Mapping[str, str] = field(default_factory=dict)
    elsewhere: tuple[str, ...] = ()

    @property
    def table(self) -> Table:
        return self.pack.table(self.kind)

    def keeps(self, column: str) -> bool:
        """Whether a column may be stored."""
        keep = self.table.columns[column].keep
        return keep == "always" or (keep == "names" and self.keep_names)

    def said_of(self, heading: str) -> Meant:
        """The mapping of a heading; an empty one where there is none."""
        return self.mapping.get(heading_key(heading), Meant())


def wish_for(kind: str, pack: Pack, options: ReadOptions) -> Wish:
    """The request for a kind of file, read as chosen.

    Raises NotFound for an unknown kind, and for a column that no kind of file has; BadInput for an
    unknown unit.
    """
    pack.table(kind)
    units = units_of(pack)
    told = {heading: as_meant(one, pack) for heading, one in options.columns.items()}
    elsewhere = tuple(heading for heading, one in told.items() if _is_elsewhere(one, kind, pack))
    mapping = {
        heading_key(heading): _resolved(one, kind)
        for heading, one in told.items()
        if heading not in elsewhere
    }
    return Wish(
        kind,
        pack,
        ranked_headings(kind),
        beside_headings(),
        units,
        options.today,
        options.keep_names,
        _stated(options.unit, units, pack),
        mapping,
        {heading_key(heading): heading for heading in told if heading not in elsewhere},
        elsewhere,
    )


def _is_elsewhere(one: Meant, kind: str, pack: Pack) -> bool:
    """Whether the column belongs only to another kind of file; NotFound where it belongs to
    none."""
    key = heading_key(one.column)
    if not one.column or key in known_headings(kind) or key in beside_headings():
        return False
    if not any(key in known_headings(other) for other in pack.kinds):
        raise not_found("column", one.column, pack.table(kind).columns)
    return True


def _resolved(one: Meant, kind: str) -> Meant:
    """The same with the key of our column."""
    key = heading_key(one.column)
    column = known_headings(kind).get(key, "") or beside_headings().get(key, "")
    return Meant(column, one.ignored, one.unit, one.values)


def _stated(unit: str | None, units: Units, pack: Pack) -> int | None:
    if unit is None:
        return None
    yuan = units.named(unit)
    if yuan is None:
        offer = pack.join.join(pack.units)
        raise BadInput(pack.errors["unknown_unit"].format(unit=unit, units=offer))
    return yuan

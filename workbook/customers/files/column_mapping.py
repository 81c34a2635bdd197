"""The mapping file of ``--columns``: headings of a bank's file → our columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode

from workbook.customers import pack
from workbook.customers.files.encodings import decoded
from workbook.customers.files.file_bytes import content_of
from workbook.customers.files.money_units import units_of
from workbook.customers.pack import Pack, beside_headings, heading_key, known_headings, value_key
from workbook.errors import BadInput, nearest

# “CIF编号：客户号” and “CIF编号:客户号”, neither of which is valid YAML.
COLON = re.compile(r"[:：](?!.*[:：])\s*")
IS_YAML = re.compile(r":(\s|$)")


@dataclass(frozen=True)
class Meant:
    """The mapping of a heading.

    column: its name for our column, by key or by label; "" where it has none. ignored: the column
    is not needed. unit: of its amounts. values: what is written → what is meant.
    """

    column: str = ""
    ignored: bool = False
    unit: str = ""
    values: Mapping[str, str] = field(default_factory=dict)


Columns = Mapping[str, str | Meant]


@dataclass(frozen=True)
class Entry:
    """One line of the file, and its place (``file:line:col``)."""

    heading: str
    meant: Meant | None
    at: str
    column_at: str


def read_mapping(path: str | Path, *, language: str = "zh-Hans") -> dict[str, str | Meant]:
    """Heading in the file → our column, from a YAML file with a line for each.

    A line may name our column by key or label, in any language: “CIF编号: 客户号”. “忽略” leaves a
    column out. Instead of the name there may be a block with ``column``, ``unit`` and ``values``,
    or with values alone: “性别: {0: 男, 1: 女}”; such a line gives a :class:`Meant`. Raises
    BadInput that names ``file:line:col`` of every error: an invalid line, a heading given twice, a
    column that no kind of file has, an unknown unit.
    """
    words = pack.load(language)
    name = Path(path).name
    text, _ = decoded(content_of(path, words), name, None, words)
    root = _root("\n".join(map(_as_yaml, text.splitlines())), name, words)
    entries = [_entry(key, value, name, words) for key, value in root.value]
    wrong = list(_wrong(entries, words))
    if wrong:
        raise BadInput("\n".join(wrong))
    return {each.heading: _plainest(each.meant) for each in entries if each.meant is not None}


def as_meant(told: str | Meant, words: Pack) -> Meant:
    """A mapping's entry as a :class:`Meant`."""
    if isinstance(told, Meant):
        return told
    return Meant(ignored=True) if _is_ignored(told, words) else Meant(told)


def _plainest(meant: Meant) -> str | Meant:
    return meant.column if meant == Meant(meant.column) else meant


def _is_ignored(text: str, words: Pack) -> bool:
    return value_key(text) in map(value_key, words.ignored)


def _as_yaml(line: str) -> str:
    """A line with YAML's colon, where a person wrote another."""
    bare, comment, rest = line.partition(" #")
    if IS_YAML.search(bare) or bare.lstrip().startswith("#"):
        return line
    return COLON.sub(": ", bare) + comment + rest


def _root(text: str, name: str, words: Pack) -> MappingNode:
    try:
        root = YAML(typ="safe", pure=True).compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        where = f"{name}:{line}:{column}"
    except (YAMLError, ValueError, RecursionError):
        where = f"{name}:1:1"
    else:
        if isinstance(root, MappingNode) and root.value:
            return root
        where = _place(root, name)
    raise BadInput(f"{where}: {words.errors['mapping_shape']}")


def _entry(key: Node, value: Node, name: str, words: Pack) -> Entry:
    meant = _block(value, words) if isinstance(value, MappingNode) else None
    text = _text(value)
    if text:
        meant = Meant(ignored=True) if _is_ignored(text, words) else Meant(text)
    return Entry(_text(key), meant, _place(key, name), _place(value, name))


def _block(node: MappingNode, words: Pack) -> Meant | None:
    """The block of a heading; None where a part of it is neither text nor values."""
    column = unit = ""
    values: dict[str, str] = {}
    for key, value in node.value:
        said, text = value_key(_text(key)), _text(value)
        if said in words.mapping_keys.values and isinstance(value, MappingNode):
            values |= {value_key(_text(one)): _text(other) for one, other in value.value}
        elif not isinstance(key, ScalarNode) or not isinstance(value, ScalarNode):
            return None
        elif said in words.mapping_keys.column:
            column = text
        elif said in words.mapping_keys.unit:
            unit = text
        else:
            values[said] = text
    ignored = _is_ignored(column, words)
    return Meant("" if ignored else column, ignored, unit, values)


def _text(node: Node) -> str:
    return str(node.value).strip() if isinstance(node, ScalarNode) else ""


def _wrong(entries: list[Entry], words: Pack) -> Iterator[str]:
    known = {key for kind in words.kinds for key in known_headings(kind)} | set(beside_headings())
    units, seen = units_of(words), set()
    for entry in entries:
        if not entry.heading or entry.meant is None:
            said = words.errors["mapping_value"].format(heading=entry.heading or "?")
            yield f"{entry.at}: {said}"
        elif entry.meant.column and heading_key(entry.meant.column) not in known:
            offer = words.join.join(nearest(entry.meant.column, _offered(words)))
            swapped = heading_key(entry.heading) in known
            said = words.errors["mapping_swapped" if swapped else "mapping_column"]
            said = said.format(column=entry.meant.column, heading=entry.heading, offer=offer)
            yield f"{entry.column_at}: {said}"
        elif entry.meant.unit and units.named(entry.meant.unit) is None:
            said = words.errors["mapping_unit"]
            offer = words.join.join(words.units)
            yield f"{entry.column_at}: {said.format(unit=entry.meant.unit, units=offer)}"
        if entry.heading in seen:
            said = words.errors["mapping_twice"].format(heading=entry.heading)
            yield f"{entry.at}: {said}"
        seen.add(entry.heading)


def _offered(words: Pack) -> set[str]:
    """Our columns by the names a mapping file may use: by key, and by the reader's label."""
    tables = words.kinds.values()
    return {
        text for table in tables for key, one in table.columns.items() for text in (key, one.label)
    }


def _place(node: Node | None, name: str) -> str:
    if node is None:
        return f"{name}:1:1"
    return f"{name}:{node.start_mark.line + 1}:{node.start_mark.column + 1}"

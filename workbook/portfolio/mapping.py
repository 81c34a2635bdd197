"""The mapping file of ``--columns``: headings of a bank's file → our columns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode

from workbook.errors import BadInput, nearest
from workbook.portfolio import pack
from workbook.portfolio.decoding import decoded
from workbook.portfolio.files import content_of
from workbook.portfolio.pack import Pack


@dataclass(frozen=True)
class Entry:
    """One line of the file, and where its two halves stand (``file:line:col``)."""

    heading: str
    column: str
    heading_at: str
    column_at: str


def read_mapping(path: str | Path, *, language: str = "zh-Hans") -> dict[str, str]:
    """Heading in the file → our column, from a YAML file with a line for each.

    Raises BadInput that names ``file:line:col`` of everything that is wrong: what is no such
    line, a heading given twice, a column that no kind of file has.
    """
    words = pack.load(language)
    name = Path(path).name
    text, _ = decoded(content_of(path, words), name, None, words)
    root = _root(text, name, words)
    entries = [_entry(key, value, name) for key, value in root.value]
    wrong = list(_wrong(entries, words))
    if wrong:
        raise BadInput("\n".join(wrong))
    return {entry.heading: entry.column for entry in entries}


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


def _entry(key: Node, value: Node, name: str) -> Entry:
    heading, column = (
        str(node.value).strip() if isinstance(node, ScalarNode) else "" for node in (key, value)
    )
    return Entry(heading, column, _place(key, name), _place(value, name))


def _wrong(entries: list[Entry], words: Pack) -> Iterator[str]:
    columns = {column for table in words.kinds.values() for column in table.columns}
    seen: set[str] = set()
    for entry in entries:
        if not entry.heading or not entry.column:
            said = words.errors["mapping_value"].format(heading=entry.heading or "?")
            yield f"{entry.heading_at}: {said}"
        elif entry.column not in columns:
            offer = words.join.join(nearest(entry.column, columns))
            said = words.errors["mapping_column"].format(column=entry.column, offer=offer)
            yield f"{entry.column_at}: {said}"
        if entry.heading in seen:
            said = words.errors["mapping_twice"].format(heading=entry.heading)
            yield f"{entry.heading_at}: {said}"
        seen.add(entry.heading)


def _place(node: Node | None, name: str) -> str:
    if node is None:
        return f"{name}:1:1"
    return f"{name}:{node.start_mark.line + 1}:{node.start_mark.column + 1}"

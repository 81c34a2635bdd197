"""Templates' YAML as plain trees, with each value's place in its file."""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, cast

import pydantic
import ruamel.yaml
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.reader import ReaderError

from workbook.content import plain_yaml
from workbook.errors import ContentError

PLACEHOLDER = re.compile(r"\{(\w+)(?::\w+)?\}")
WORDS = ("zh.yaml", "en.yaml")

Tree = dict[str, Any]
Place = tuple[str | int, ...]


# -- reading --------------------------------------------------------------------------------------


@functools.lru_cache(maxsize=256)
def parsed(text: str, name: str) -> Tree:
    """YAML 1.2 as plain data, days as ISO text; ``name`` is used in errors.

    Duplicate keys are refused; ``no`` and ``12:30`` stay as written.
    """
    try:
        return plain_yaml.read(text)
    except plain_yaml.NotPlain:
        return cast(Tree, json.loads(_as_json(round_trip(text, name), name)))


def round_trip(text: str, name: str) -> CommentedMap:
    """YAML with the places of its values; ContentError for invalid YAML."""
    try:
        loaded = ruamel.yaml.YAML(typ="rt", pure=True).load(text)
    except YAMLError as error:
        line, column, said = _complaint(error, text)
        raise ContentError(f"{name}:{line}:{column}: {said}") from None
    except (ValueError, RecursionError) as error:  # a number or a nesting that nobody intends
        raise ContentError(f"{name}:1:1: {str(error).splitlines()[0]}") from None
    if not isinstance(loaded, CommentedMap | None):
        raise ContentError(f"{name}:1:1: this file has to hold keys with their values")
    return loaded or CommentedMap()


def _complaint(error: YAMLError, text: str) -> tuple[int, int, str]:
    if isinstance(error, ReaderError):
        line, column = line_and_column(text[: error.position])
        return line, column, "this sign cannot stand in YAML"
    mark = isinstance(error, MarkedYAMLError) and (error.problem_mark or error.context_mark)
    said = str(getattr(error, "problem", None) or "not YAML").splitlines()[0]
    return (mark.line + 1, mark.column + 1, said) if mark else (1, 1, said)


def line_and_column(before: str) -> tuple[int, int]:
    """The place, counted from 1, of whatever follows the text ``before``."""
    return before.count("\n") + 1, len(before) - before.rfind("\n")


def _as_json(tree: CommentedMap, name: str) -> str:
    try:
        return json.dumps(tree, default=str)
    except (TypeError, ValueError):  # a list as a key, or a list within itself
        raise ContentError(
            f"{name}:1:1: keys have to be words, and nothing can hold itself"
        ) from None


def laid_over(numbers: Tree, words: Tree) -> Tree:
    """One tree of both; where both have a value for a key, that of ``words``."""
    merged = dict(numbers)
    for key, value in words.items():
        if isinstance(merged.get(key), dict) and isinstance(value, dict):
            merged[key] = laid_over(merged[key], value)
        elif value is not None or key not in merged:
            merged[key] = value
    return merged


# -- places ---------------------------------------------------------------------------------------


def place(node: Any, loc: Place) -> tuple[int, int]:
    """Line and column of ``loc`` in a round-trip tree, or of its deepest existing part."""
    found = (1, 1)
    for part in loc:
        key = _key(node, part)
        if key is None:
            break
        if key in (node.lc.data or ()):  # the content of an alias has no place of its own
            found = (node.lc.data[key][0] + 1, node.lc.data[key][1] + 1)
        node = node[key]
    return found


def _key(node: Any, part: str | int) -> Any:
    if isinstance(node, CommentedMap):
        return next((key for key in node if str(key) == str(part)), None)
    if isinstance(node, CommentedSeq) and isinstance(part, int) and part < len(node):
        return part
    return None


def located(
    error: pydantic.ValidationError, chapter: str, files: Mapping[str, str], words: str
) -> Iterator[str]:
    """``file:line:col: where: what`` for each validation error of a template."""
    names = (words, f"{chapter}.yaml", *(name for name in WORDS if name != words))
    trees = {name: _tree(chapter, files, name) for name in names if name in files}
    for problem in error.errors(include_url=False):
        loc: Place = tuple(part for part in problem["loc"] if part != "[key]")
        depths = {name: _depth(tree, loc) for name, tree in trees.items()}
        yield line(chapter, _at_fault(depths, len(loc)), files, loc, problem["msg"])


def _at_fault(depths: Mapping[str, int], whole: int) -> str:
    """The file that an error is about: the language's words, the numbers, or other words.

    A key of the other language is missing in this one; else it is the file with the deepest
    existing part of the place.
    """
    words, numbers, *others = depths
    if depths[numbers] < whole and any(depths[other] == whole for other in others):
        return words
    return numbers if depths[numbers] > depths[words] else words


def _depth(node: Any, loc: Place) -> int:
    """How much of ``loc`` exists."""
    for depth, part in enumerate(loc):
        inside = dict(_inside(node))
        if part not in inside:
            return depth
        node = inside[part]
    return len(loc)


# -- two files beside each other ------------------------------------------------------------------


def clashes(chapter: str, files: Mapping[str, str], words: str) -> Iterator[str]:
    """The keys with one value among the numbers and another among the words."""
    numbers, said = (_tree(chapter, files, name) for name in (f"{chapter}.yaml", words))
    for loc in _in_both(numbers, said):
        yield line(chapter, words, files, loc, "this is given twice: as a number and as words")


def _in_both(numbers: Tree, words: Tree, at: Place = ()) -> Iterator[Place]:
    for key, value in words.items():
        given = numbers.get(key)
        if isinstance(given, dict) and isinstance(value, dict):
            yield from _in_both(given, value, (*at, key))
        elif given is not None and value is not None:
            yield (*at, key)


def differences(chapter: str, files: Mapping[str, str]) -> Iterator[str]:
    """The keys that only one language has, and placeholders of a text in both."""
    zh, en = (_tree(chapter, files, name) for name in WORDS)
    for mine, theirs, name, other in ((zh, en, "en.yaml", "zh.yaml"), (en, zh, *WORDS)):
        for loc in _only_in_first(mine, theirs):
            yield line(chapter, name, files, loc, f"this stands in {other} only")
    here, there = dict(_texts(zh)), dict(_texts(en))
    for loc in (loc for loc in there if loc in here):
        if _placeholders(here[loc]) != _placeholders(there[loc]):
            said = "the {placeholders} are not those of zh.yaml"
            yield line(chapter, "en.yaml", files, loc, said)


def stray_braces(chapter: str, files: Mapping[str, str], words: str) -> Iterator[str]:
    """The texts with a brace outside a placeholder."""
    for loc, text in _texts(_tree(chapter, files, words)):
        if re.search("[{}]", PLACEHOLDER.sub("", text)):
            said = "a brace has to be part of a placeholder such as {gap:money}"
            yield line(chapter, words, files, loc, said)


def _only_in_first(first: Tree, second: Tree, at: Place = ()) -> Iterator[Place]:
    """The places that ``second`` lacks, each by the first key that is missing.

    A list may be in one language only: it holds words that people write, not what a page says.
    """
    for key, value in first.items():
        if second.get(key) is None and value is not None and not isinstance(value, list):
            yield (*at, key)
        elif isinstance(value, dict) and isinstance(second[key], dict):
            yield from _only_in_first(value, second[key], (*at, key))


def _texts(node: Any, at: Place = ()) -> Iterator[tuple[Place, str]]:
    if isinstance(node, str):
        yield at, node
    for key, value in _inside(node):
        yield from _texts(value, (*at, key))


def _inside(node: Any) -> Iterator[tuple[str | int, Any]]:
    if isinstance(node, dict):
        yield from node.items()
    if isinstance(node, list):
        yield from enumerate(node)


def _placeholders(text: str) -> set[str]:
    return {match[0] for match in PLACEHOLDER.finditer(text)}


def _tree(chapter: str, files: Mapping[str, str], name: str) -> Tree:
    return parsed(files[name], f"{chapter}/{name}")


def line(chapter: str, name: str, files: Mapping[str, str], loc: Place, said: str) -> str:
    """``file:line:col: where: what``, at the deepest existing part of the place."""
    at_line, column = place(_remembering(files[name], f"{chapter}/{name}"), loc)
    return f"{chapter}/{name}:{at_line}:{column}: {'.'.join(map(str, loc))}: {said}"


@functools.lru_cache(maxsize=8)
def _remembering(text: str, name: str) -> CommentedMap:
    return round_trip(text, name)

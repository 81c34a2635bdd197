"""Templates → checked content in one language.

A chapter's folder in ``templates/`` holds ``<chapter>.yaml`` (keys, order, numbers, sources) and
one file of words for each written language (``zh.yaml``, ``en.yaml``) with the same keys. The two
are laid over each other and checked against the chapter's ``PACK``, a frozen pydantic model, so
that every language is complete or says at ``file:line:col`` what it lacks. Traditional Chinese is
derived from Simplified.
"""

from __future__ import annotations

import functools
import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeVar

import opencc
import pydantic
import ruamel.yaml
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError

from workbook import places
from workbook.errors import ContentError, not_found

Language = Literal["zh-Hans", "zh-Hant", "en"]
LANGUAGES: tuple[Language, ...] = ("zh-Hans", "zh-Hant", "en")
WRITTEN_IN: Mapping[str, str] = {"zh-Hans": "zh.yaml", "zh-Hant": "zh.yaml", "en": "en.yaml"}
PLACEHOLDER = re.compile(r"\{(\w+)(?::\w+)?\}")

Model = TypeVar("Model", bound=pydantic.BaseModel)
Tree = dict[str, Any]
Path_ = tuple[str | int, ...]


class Frozen(pydantic.BaseModel):
    """A record that cannot be changed and takes no field that it does not know."""

    model_config = pydantic.ConfigDict(frozen=True, extra="forbid")


@dataclass(frozen=True)
class Bundle:
    """The files of one template as text, by name: what the store keeps of a template in use."""

    chapter: str
    files: Mapping[str, str]

    @property
    def text(self) -> str:
        return json.dumps(dict(self.files), ensure_ascii=False, sort_keys=True)

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()


def bundle(chapter: str, folder: Path | None = None) -> Bundle:
    """The template of ``chapter`` as it lies on disk now."""
    root = folder or places.templates()
    names = sorted(path.parent.name for path in root.glob("*/zh.yaml"))
    if chapter not in names:
        raise not_found("template", chapter, names)
    files = sorted((root / chapter).glob("*.yaml"))
    return Bundle(chapter, {path.name: path.read_text(encoding="utf-8") for path in files})


def bundle_from(chapter: str, text: str) -> Bundle:
    """The template that the store kept as ``text``."""
    return Bundle(chapter, json.loads(text))


def load(chapter: str, language: str, model: type[Model]) -> Model:
    """The content of ``chapter`` in ``language``, checked.

    Raises ContentError that names file, line and column of everything that is wrong.
    """
    return read(bundle(chapter), language, model)


def read(source: Bundle, language: str, model: type[Model]) -> Model:
    """Like :func:`load`, for a template that is already in memory."""
    if language not in WRITTEN_IN:
        raise not_found("language", language, LANGUAGES)
    content: Model = _read(source.chapter, source.text, language, model)
    return content


@functools.lru_cache(maxsize=256)
def _read(chapter: str, text: str, language: str, model: type[Model]) -> Model:
    files = json.loads(text)
    numbers, words = f"{chapter}.yaml", WRITTEN_IN[language]
    merged = _laid_over(
        _parsed(files[numbers], f"{chapter}/{numbers}"),
        _parsed(files[words], f"{chapter}/{words}"),
        f"{chapter}/{words}",
    )
    if language == "zh-Hant":
        merged = traditional(merged)
    try:
        return model.model_validate(merged)
    except pydantic.ValidationError as error:
        raise ContentError("\n".join(_located(error, chapter, files, words))) from None


def problems(source: Bundle, model: type[pydantic.BaseModel]) -> list[str]:
    """Everything that is wrong with a template, a line each; empty when it is sound."""
    found: list[str] = []
    for language in ("zh-Hans", "en"):
        try:
            read(source, language, model)
        except ContentError as error:
            found += str(error).splitlines()
    return found or _different_placeholders(source)


# -- YAML, with line numbers ----------------------------------------------------------------------


@functools.lru_cache(maxsize=256)
def _parsed(text: str, name: str) -> Tree:
    """Plain data; ruamel refuses duplicate keys and keeps ``no`` and ``12:30`` as written."""
    data = _round_trip(text, name)
    return json.loads(json.dumps(data, default=str)) or {}


def _round_trip(text: str, name: str) -> Any:
    try:
        return ruamel.yaml.YAML(typ="rt", pure=True).load(text) or CommentedMap()
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f"{mark.line + 1}:{mark.column + 1}" if mark else "1:1"
        said = (error.problem or "not YAML").splitlines()[0]
        raise ContentError(f"{name}:{where}: {said}") from None


def _laid_over(numbers: Tree, words: Tree, name: str, at: Path_ = ()) -> Tree:
    merged = dict(numbers)
    for key, value in words.items():
        if key not in merged:
            merged[key] = value
        elif isinstance(merged[key], dict) and isinstance(value, dict):
            merged[key] = _laid_over(merged[key], value, name, (*at, key))
        else:
            where = ".".join(map(str, (*at, key)))
            raise ContentError(f"{name}:1:1: “{where}” is given twice: as a number and as words")
    return merged


def _located(
    error: pydantic.ValidationError, chapter: str, files: Mapping[str, str], words: str
) -> Iterator[str]:
    for problem in error.errors(include_url=False):
        loc: Path_ = tuple(part for part in problem["loc"] if part != "[key]")
        name, line, column = _nearest_place(chapter, files, words, loc)
        where = ".".join(map(str, loc))
        yield f"{chapter}/{name}:{line}:{column}: {where}: {problem['msg']}"


def _nearest_place(
    chapter: str, files: Mapping[str, str], words: str, loc: Path_
) -> tuple[str, int, int]:
    """The file in which most of ``loc`` exists, and the place of its last existing part."""
    best = (-1, words, 1, 1)
    for name in (words, f"{chapter}.yaml"):
        depth, line, column = _place(_round_trip(files[name], name), loc)
        if depth > best[0]:
            best = (depth, name, line, column)
    return best[1:]


def _place(node: Any, loc: Path_) -> tuple[int, int, int]:
    depth, line, column = 0, 1, 1
    for part in loc:
        if isinstance(node, CommentedMap) and part in node:
            line, column = (n + 1 for n in node.lc.key(part))
        elif isinstance(node, CommentedSeq) and isinstance(part, int) and part < len(node):
            line, column = (n + 1 for n in node.lc.item(part))
        else:
            break
        node, depth = node[part], depth + 1
    return depth, line, column


def _different_placeholders(source: Bundle) -> list[str]:
    zh, en = (
        dict(_texts(_parsed(source.files[name], f"{source.chapter}/{name}")))
        for name in ("zh.yaml", "en.yaml")
    )
    found = []
    for loc in sorted(set(zh) & set(en), key=str):
        if set(PLACEHOLDER.findall(zh[loc])) != set(PLACEHOLDER.findall(en[loc])):
            _, line, column = _place(_round_trip(source.files["en.yaml"], "en.yaml"), loc)
            where = ".".join(map(str, loc))
            found.append(
                f"{source.chapter}/en.yaml:{line}:{column}: {where}: "
                "the {placeholders} are not those of zh.yaml"
            )
    return found


def _texts(node: Any, at: Path_ = ()) -> Iterator[tuple[Path_, str]]:
    if isinstance(node, str):
        yield at, node
    elif isinstance(node, dict):
        for key, value in node.items():
            yield from _texts(value, (*at, key))
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from _texts(value, (*at, index))


# -- Traditional Chinese --------------------------------------------------------------------------


@functools.lru_cache(maxsize=1)
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("s2twp")


def traditional(node: Any) -> Any:
    """The same tree with its texts in Traditional Chinese; keys and placeholders stay."""
    if isinstance(node, str):
        return _converter().convert(node)
    if isinstance(node, dict):
        return {key: traditional(value) for key, value in node.items()}
    if isinstance(node, list):
        return [traditional(value) for value in node]
    return node


# -- what every template is made of ---------------------------------------------------------------


class Choosable(Frozen):
    """One entry of a list to choose from."""

    label: str
    says: str = ""
    source: str


class FieldWords(Frozen):
    """What stands beside a field of a form. ``columns``: the same for the cells of its rows."""

    label: str
    help: str = ""
    example: str = ""
    columns: dict[str, FieldWords] = {}


class Column(Frozen):
    """A column of a table. ``unit`` says how its numbers are shown and exported."""

    unit: Literal["text", "day", "count", "money", "measure", "share", "ratio", "odds", "list"]
    label: str
    note: str = ""


class TableWords(Frozen):
    """A table's title, what it shows, and its columns in their order."""

    title: str
    note: str = ""
    columns: dict[str, Column]
    source: str


class FigureWords(Frozen):
    """A figure's title, how to read it in one sentence, and the words inside it."""

    title: str
    note: str = ""
    labels: dict[str, str]
    source: str


class Rule(Frozen):
    """A finding's rule: how heavy it weighs, its threshold, what it says, one thing to try.

    ``says`` and ``attempt`` may hold ``{name:unit}`` placeholders; see :func:`say`.
    """

    weight: Literal["must", "should", "could"]
    threshold: float | None = None
    says: str
    attempt: str
    source: str


class Section(Frozen):
    """A stretch of a chapter's prose: a heading and markdown that a coach would hand out."""

    title: str
    body: str
    source: str


class Exercise(Frozen):
    """A find-the-error exercise: a claim, the answer that is right, and why."""

    claim: str
    question: str
    answer: str
    why: str
    source: str

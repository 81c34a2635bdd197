"""A template's files → its content in one language."""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeVar

import pydantic

from workbook import resources
from workbook.content import tree
from workbook.content.chinese import traditional
from workbook.errors import ContentError, not_found

Language = Literal["zh-Hans", "zh-Hant", "en"]
LANGUAGES: tuple[Language, ...] = ("zh-Hans", "zh-Hant", "en")
WRITTEN_IN: Mapping[str, str] = {"zh-Hans": "zh.yaml", "zh-Hant": "zh.yaml", "en": "en.yaml"}

Model = TypeVar("Model", bound=pydantic.BaseModel)


@dataclass(frozen=True)
class Bundle:
    """The files of one template as text, by name: the store's form of a template in use."""

    chapter: str
    files: Mapping[str, str]

    @functools.cached_property
    def text(self) -> str:
        return json.dumps(dict(self.files), ensure_ascii=False, sort_keys=True)

    @functools.cached_property
    def digest(self) -> str:
        return digest_of(self.text)


def digest_of(text: str) -> str:
    """The key under which a template's text is stored."""
    return hashlib.sha256(text.encode()).hexdigest()


def bundle(chapter: str, folder: Path | None = None) -> Bundle:
    """The template of ``chapter`` as it is on disk now."""
    root = folder or resources.templates()
    own = folder / chapter if folder else resources.template(chapter)
    if not (own / "zh.yaml").is_file():
        names = sorted(path.parent.name for path in root.glob("*/zh.yaml"))
        raise not_found("template", chapter, names)
    files = sorted(own.glob("*.yaml"))
    return Bundle(chapter, {path.name: _text(path) for path in files})


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        line, column = tree.line_and_column(error.object[: error.start].decode())
        raise ContentError(
            f"{path.parent.name}/{path.name}:{line}:{column}: this is not UTF-8; save it as UTF-8"
        ) from None


def bundle_from(chapter: str, text: str) -> Bundle:
    """The template that the store kept as ``text``."""
    return Bundle(chapter, json.loads(text))


def load(chapter: str, language: str, model: type[Model]) -> Model:
    """The content of ``chapter`` in ``language``, checked.

    Raises ContentError with file, line and column of every error.
    """
    return read(shipped(chapter), language, model)


@functools.cache
def shipped(chapter: str) -> Bundle:
    """The template that comes with this version, read once."""
    return bundle(chapter)


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
    trees = [_parsed(chapter, files, name) for name in (numbers, words)]
    twice = list(tree.clashes(chapter, files, words))
    if twice:
        raise ContentError("\n".join(twice))
    merged = tree.laid_over(*trees)
    if language == "zh-Hant":
        merged = traditional(merged)
    try:
        return model.model_validate(merged)
    except pydantic.ValidationError as error:
        raise ContentError("\n".join(tree.located(error, chapter, files, words))) from None


def _parsed(chapter: str, files: Mapping[str, str], name: str) -> tree.Tree:
    if name not in files:
        raise ContentError(f"{chapter}/{name}:1:1: this file is missing")
    return tree.parsed(files[name], f"{chapter}/{name}")


def problems(source: Bundle, model: type[pydantic.BaseModel]) -> list[str]:
    """All errors of a template, a line each; empty when there are none."""
    found: list[str] = []
    for language in ("zh-Hans", "en"):
        try:
            read(source, language, model)
        except ContentError as error:
            found += str(error).splitlines()
    return list(dict.fromkeys([*found, *_beside(source, found)]))


def _beside(source: Bundle, found: list[str]) -> list[str]:
    """Differences between the two languages that neither shows alone."""
    try:
        lines = [
            *tree.differences(source.chapter, source.files),
            *(one for name in tree.WORDS for one in _braces(source, name)),
        ]
    except (ContentError, KeyError):  # a missing or broken file has been reported already
        return []
    return [one for one in lines if not any(map(_within(one), found))]


def _braces(source: Bundle, name: str) -> Iterator[str]:
    return tree.stray_braces(source.chapter, source.files, name)


def _within(line: str) -> Callable[[str], bool]:
    """Whether another line is about the same key, or about something within it."""
    where = line.split(": ")[1]
    return lambda known: f"{known.split(': ')[1]}.".startswith(f"{where}.")


def lacking(source: Bundle, offered: Mapping[str, Iterable[str]]) -> list[str]:
    """The keys under each heading of ``offered`` for which a valid template has no words."""
    try:
        numbers = _parsed(source.chapter, source.files, f"{source.chapter}.yaml")
    except ContentError:  # it has been reported already
        return []
    return [
        tree.line(
            source.chapter, f"{source.chapter}.yaml", source.files, (heading, key),
            "the chapter shows this, and the template does not have it",
        )
        for heading, keys in offered.items()
        for key in keys
        if key not in (numbers.get(heading) or {})
    ]  # fmt: skip

"""A template's files → its content in one language."""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeVar

import pydantic

from workbook import places
from workbook.content import tree
from workbook.content.chinese import traditional
from workbook.errors import ContentError, not_found

Language = Literal["zh-Hans", "zh-Hant", "en"]
LANGUAGES: tuple[Language, ...] = ("zh-Hans", "zh-Hant", "en")
WRITTEN_IN: Mapping[str, str] = {"zh-Hans": "zh.yaml", "zh-Hant": "zh.yaml", "en": "en.yaml"}

Model = TypeVar("Model", bound=pydantic.BaseModel)


@dataclass(frozen=True)
class Bundle:
    """The files of one template as text, by name: what the store keeps of a template in use."""

    chapter: str
    files: Mapping[str, str]

    @functools.cached_property
    def text(self) -> str:
        return json.dumps(dict(self.files), ensure_ascii=False, sort_keys=True)

    @functools.cached_property
    def digest(self) -> str:
        return digest_of(self.text)


def digest_of(text: str) -> str:
    """The name under which a template's text is kept."""
    return hashlib.sha256(text.encode()).hexdigest()


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
    return read(shipped(chapter), language, model)


@functools.lru_cache(maxsize=32)
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
    merged = tree.laid_over(
        tree.parsed(files[numbers], f"{chapter}/{numbers}"),
        tree.parsed(files[words], f"{chapter}/{words}"),
        f"{chapter}/{words}",
    )
    if language == "zh-Hant":
        merged = traditional(merged)
    try:
        return model.model_validate(merged)
    except pydantic.ValidationError as error:
        raise ContentError("\n".join(tree.located(error, chapter, files, words))) from None


def problems(source: Bundle, model: type[pydantic.BaseModel]) -> list[str]:
    """Everything that is wrong with a template, a line each; empty when it is sound."""
    found: list[str] = []
    for language in ("zh-Hans", "en"):
        try:
            read(source, language, model)
        except ContentError as error:
            found += str(error).splitlines()
    return found or tree.different_placeholders(source.chapter, source.files)

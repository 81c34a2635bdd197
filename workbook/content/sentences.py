"""Errors and other messages in the language of whoever reads them."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import cast

from workbook.content.chinese import traditional
from workbook.errors import Message, WorkbookError, half, sentences


def in_language(said: WorkbookError | Message | str, language: str) -> str:
    """An error or a message in one language; figures stay as they are.

    said: a text is what ``str(error)`` told in both; one that is not in both stays whole.
    """
    if not isinstance(said, str):
        return said.told(_sentences(language))
    if language == "zh-Hant":
        return half(said, "zh", traditional)
    return half(said, _written(language))


def _written(language: str) -> str:
    return "en" if language == "en" else "zh"


@functools.lru_cache(maxsize=3)
def _sentences(language: str) -> Mapping[str, str]:
    written = sentences(_written(language))
    if language != "zh-Hant":
        return written
    return cast(Mapping[str, str], traditional(dict(written)))

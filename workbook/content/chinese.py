"""Traditional Chinese, derived from Simplified, and the reverse for typed text."""

from __future__ import annotations

import functools
import re
from typing import Any

import opencc

# What the converter takes for another word, mostly where two words meet: 清单只交, 和面谈, 不签.
# It knows 第一周 but not 第四周 or 各周; a surname (小周) is left alone.
MENDED = tuple(
    (re.compile(found), meant)
    for found, meant in (
        ("(?<=[第一二三四五每各同上下本這整半兩两末首0-9])周|周(?=[一二三四五六日末內内初])", "週"),
        ("(?<![標書抽])籤", "簽"),
        ("(?<![一兩三每這那哪幾])隻", "只"),
        ("(?<!米)麵(?![包粉條])", "面"),
        ("髮", "發"),
        ("錶", "表"),
    )
)

BRACED = re.compile(r"(\{[^{}]*\})")


@functools.cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("s2twp")


@functools.cache
def _back() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def simplified(text: str) -> str:
    """A text in Simplified Chinese; a text that is already simplified skips the converter."""
    try:
        text.encode("gb2312")
    except UnicodeEncodeError:
        return str(_back().convert(text))
    return text


def traditional(node: Any) -> Any:
    """The same tree with its texts in Traditional Chinese; keys and placeholders unchanged."""
    if isinstance(node, str):
        return _converted(node)
    if isinstance(node, dict):
        return {key: traditional(value) for key, value in node.items()}
    if isinstance(node, list):
        return [traditional(value) for value in node]
    return node


def _converted(text: str) -> str:
    parts = BRACED.split(text)
    parts[::2] = [_mended(_converter().convert(part)) for part in parts[::2]]
    return "".join(parts)


def _mended(text: str) -> str:
    for found, meant in MENDED:
        text = found.sub(meant, text)
    return text

"""Traditional Chinese, derived from Simplified."""

from __future__ import annotations

import functools
from typing import Any

import opencc


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

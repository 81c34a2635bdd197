"""Typed text as canonical JSON: equal content is equal text."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from workbook.errors import BadInput

DEPTH = 50

_SURROGATE = re.compile("[\ud800-\udfff]")


def packed(body: Mapping[str, Any]) -> str:
    """Canonical JSON of a body; BadInput when it is no JSON object.

    A lone surrogate, which a browser can send and UTF-8 cannot hold, is kept as an escape; a pair
    becomes the character it stands for.
    """
    if not isinstance(body, dict) or not _is_plain(body, DEPTH):
        raise BadInput("store.no_json", depth=DEPTH)
    text = _dumped(body)
    if _SURROGATE.search(text):
        whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")
        text = _dumped(json.loads(whole))
    return _SURROGATE.sub(lambda half: f"\\u{ord(half[0]):04x}", text)


def unpacked(text: str) -> dict[str, Any]:
    """Parse a canonical text; every call gives a new body."""
    body: dict[str, Any] = json.loads(text)
    return body


def _dumped(body: object) -> str:
    try:
        return json.dumps(
            body, ensure_ascii=False, sort_keys=True, allow_nan=False, separators=(",", ":")
        )
    except (TypeError, ValueError):
        raise BadInput("store.no_json", depth=DEPTH) from None


def _is_plain(value: object, depth: int) -> bool:
    """All keys are text (JSON would turn 1 into "1"), and the depth is limited."""
    if isinstance(value, dict):
        texts = all(isinstance(key, str) for key in value)
        return texts and depth > 0 and all(_is_plain(part, depth - 1) for part in value.values())
    if isinstance(value, list | tuple):
        return depth > 0 and all(_is_plain(part, depth - 1) for part in value)
    return True

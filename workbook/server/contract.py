"""The contract of the routes, read from ``openapi.yaml``."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("openapi.yaml")


@functools.cache
def read() -> Mapping[str, Any]:
    """The contract as written."""
    from ruamel.yaml import YAML

    found: Mapping[str, Any] = YAML(typ="safe", pure=True).load(FILE.read_text(encoding="utf-8"))
    return found


@functools.cache
def schema(name: str) -> Mapping[str, Any]:
    """One of the contract's schemas, with references resolved."""
    found: Mapping[str, Any] = _whole(read()["components"]["schemas"][name])
    return found


def parameter(name: str) -> Mapping[str, Any]:
    """The schema of a parameter that several routes share."""
    found: Mapping[str, Any] = read()["components"]["parameters"][name]["schema"]
    return found


def _whole(node: Any) -> Any:
    if isinstance(node, Mapping):
        if "$ref" in node:
            return schema(str(node["$ref"]).rsplit("/", 1)[-1])
        return {key: _whole(value) for key, value in node.items()}
    return [_whole(one) for one in node] if isinstance(node, list) else node

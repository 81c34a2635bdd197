"""Templates' YAML as plain trees that remember where everything stands."""

from __future__ import annotations

import functools
import hashlib
import json
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any, cast

import pydantic
import ruamel.yaml
from platformdirs import user_cache_path
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError

from workbook.errors import ContentError

PLACEHOLDER = re.compile(r"\{(\w+)(?::\w+)?\}")

Tree = dict[str, Any]
Place = tuple[str | int, ...]


@functools.lru_cache(maxsize=256)
def parsed(text: str, name: str) -> Tree:
    """YAML as plain data. ruamel refuses duplicate keys and keeps ``no`` and ``12:30`` as written.

    It also takes seconds for a large template, so what it read is kept in the user's cache.
    """
    kept = user_cache_path("coaching-workbook") / "content" / f"{_digest(text)}.json"
    with suppress(OSError, ValueError):
        return cast(Tree, json.loads(kept.read_text(encoding="utf-8")))
    data = json.dumps(round_trip(text, name), default=str, ensure_ascii=False)
    with suppress(OSError):  # a cache that cannot be written costs time, nothing else
        kept.parent.mkdir(parents=True, exist_ok=True)
        beside = kept.with_suffix(f".{os.getpid()}")
        beside.write_text(data, encoding="utf-8")
        beside.replace(kept)
    return cast(Tree, json.loads(data))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def round_trip(text: str, name: str) -> Any:
    try:
        return ruamel.yaml.YAML(typ="rt", pure=True).load(text) or CommentedMap()
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f"{mark.line + 1}:{mark.column + 1}" if mark else "1:1"
        said = (error.problem or "not YAML").splitlines()[0]
        raise ContentError(f"{name}:{where}: {said}") from None


def laid_over(numbers: Tree, words: Tree, name: str, at: Place = ()) -> Tree:
    merged = dict(numbers)
    for key, value in words.items():
        if key not in merged:
            merged[key] = value
        elif isinstance(merged[key], dict) and isinstance(value, dict):
            merged[key] = laid_over(merged[key], value, name, (*at, key))
        else:
            where = ".".join(map(str, (*at, key)))
            raise ContentError(f"{name}:1:1: “{where}” is given twice: as a number and as words")
    return merged


def located(
    error: pydantic.ValidationError, chapter: str, files: Mapping[str, str], words: str
) -> Iterator[str]:
    for problem in error.errors(include_url=False):
        loc: Place = tuple(part for part in problem["loc"] if part != "[key]")
        name, line, column = _nearest_place(chapter, files, words, loc)
        where = ".".join(map(str, loc))
        yield f"{chapter}/{name}:{line}:{column}: {where}: {problem['msg']}"


def _nearest_place(
    chapter: str, files: Mapping[str, str], words: str, loc: Place
) -> tuple[str, int, int]:
    """The file in which most of ``loc`` exists, and the place of its last existing part."""
    best = (-1, words, 1, 1)
    for name in (words, f"{chapter}.yaml"):
        depth, line, column = place(round_trip(files[name], name), loc)
        if depth > best[0]:
            best = (depth, name, line, column)
    return best[1:]


def place(node: Any, loc: Place) -> tuple[int, int, int]:
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


def different_placeholders(chapter: str, files: Mapping[str, str]) -> list[str]:
    zh, en = (
        dict(_texts(parsed(files[name], f"{chapter}/{name}"))) for name in ("zh.yaml", "en.yaml")
    )
    found = []
    for loc in sorted(set(zh) & set(en), key=str):
        if set(PLACEHOLDER.findall(zh[loc])) != set(PLACEHOLDER.findall(en[loc])):
            _, line, column = place(round_trip(files["en.yaml"], "en.yaml"), loc)
            where = ".".join(map(str, loc))
            found.append(
                f"{chapter}/en.yaml:{line}:{column}: {where}: "
                "the {placeholders} are not those of zh.yaml"
            )
    return found


def _texts(node: Any, at: Place = ()) -> Iterator[tuple[Place, str]]:
    if isinstance(node, str):
        yield at, node
    elif isinstance(node, dict):
        for key, value in node.items():
            yield from _texts(value, (*at, key))
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from _texts(value, (*at, index))

"""Two runs of one notebook, told apart by everything but what no two runs have in common."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

IDS = re.compile(r"(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])")
# What differs from run to run: the pattern of each, and what stands in its place.
CHANGING = (
    (re.compile(r"(?:/tmp/tmp\w+|kernel-[0-9a-f-]{36})\.json"), "connection"),
    (IDS, "id"),
    (re.compile(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b"), "id"),
    (re.compile(r"T_[0-9a-f]{5}"), "style"),
    (re.compile(r"ipykernel_\d+"), "process"),
    (re.compile(r"0x[0-9a-f]{6,}"), "address"),
    (re.compile(r"(?<=<dc:date>)[^<]*"), "date"),
    (re.compile(r"(?<=_handle_events\()\d+"), "file"),
)
TIMES = re.compile(r"^((?:CPU times|Wall time): )[^\n]*", re.MULTILINE)
STREAM = {"output_type", "name", "text"}
# The tags of cells that papermill puts in, each time with another id.
MADE = ("injected-parameters", "papermill-error-cell-tag")
LONG = 10_000  # characters of a text, of which the beginning is enough to see a change
WORK = 1_000_000  # places times changes: fewer changes to a notebook with very many outputs
STAMPS = ("start_time", "end_time", "duration")


@dataclass
class Names:
    """Changing things by the order in which they come: the same thing keeps its name."""

    known: dict[str, str] = field(default_factory=dict)

    def named(self, text: str) -> str:
        for pattern, kind in CHANGING:
            text = pattern.sub(partial(self._name, kind), text)
        return TIMES.sub(r"\1…", text)

    def _name(self, kind: str, found: re.Match[str]) -> str:
        return self.known.setdefault(found[0], f"<{kind} {len(self.known)}>")


def normalised(notebook: Any) -> Any:
    """A notebook as plain data that a second run would have as well."""
    plain = json.loads(json.dumps(notebook))
    names = Names()
    widgets = plain["metadata"].pop("widgets", None)
    _without_times(plain["metadata"].get("papermill", {}), STAMPS)
    for cell in plain["cells"]:
        if _is_papermills(cell):
            cell["id"] = "made by papermill"
        about = cell.get("metadata", {})
        _without_times(about.get("papermill", {}), STAMPS)
        timing = about.get("execution", {})
        _without_times(timing, tuple(timing))
        if "outputs" in cell:
            cell["outputs"] = list(_joined(cell["outputs"]))
    found = _walked(plain, names)
    # Widgets are written in the order of their ids. Those that no cell shows have no name.
    found["metadata"]["widgets"] = None if widgets is None else _walked_widgets(widgets, names)
    return found


def _is_papermills(cell: dict[str, Any]) -> bool:
    return any(tag in MADE for tag in cell.get("metadata", {}).get("tags", ()))


def _walked_widgets(widgets: Any, names: Names) -> Any:
    kinds = {kind: about | {"state": None} for kind, about in widgets.items()}
    states = [
        IDS.sub(lambda one: names.known.get(one[0], "<hidden>"), json.dumps(one, sort_keys=True))
        for one in _states(widgets)
    ]
    return [kinds, sorted(states)]


def _states(widgets: Any) -> list[Any]:
    kinds = (widgets or {}).values()
    return [[name, one] for kind in kinds for name, one in kind.get("state", {}).items()]


def _without_times(about: dict[str, Any], stamps: tuple[str, ...]) -> None:
    for name in stamps:
        if about.get(name) is not None:
            about[name] = "a time"


def _joined(outputs: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """A stream is cut wherever its buffer was sent, which is a matter of time."""
    last: dict[str, Any] = {}
    for one in outputs:
        if one.keys() == last.keys() == STREAM and _kind(one) == _kind(last):
            last["text"] += one["text"]
            continue
        last = one
        yield one


def _kind(output: dict[str, Any]) -> tuple[Any, Any]:
    return output["output_type"], output["name"]


def _walked(thing: Any, names: Names) -> Any:
    if isinstance(thing, str):
        return names.named(thing)
    if isinstance(thing, dict):
        return {names.named(key): _walked(one, names) for key, one in thing.items()}
    if isinstance(thing, list):
        return [_walked(one, names) for one in thing]
    return thing


def differences(first: Any, second: Any, where: str = "") -> list[str]:
    """Where two things differ, with what stands there."""
    if isinstance(first, dict) and isinstance(second, dict):
        keys = sorted(first.keys() | second.keys(), key=str)
        gone = object()
        return [
            line
            for key in keys
            for line in differences(first.get(key, gone), second.get(key, gone), f"{where}/{key}")
        ]
    if isinstance(first, list) and isinstance(second, list) and len(first) == len(second):
        pairs = enumerate(zip(first, second, strict=True))
        return [line for at, (a, b) in pairs for line in differences(a, b, f"{where}/{at}")]
    same = type(first) is type(second) and first == second
    return [] if same else [f"{where}: {str(first)[:40000]!r} ≠ {str(second)[:40000]!r}"]


def mutations(thing: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """Each place in plain data, with something else for it."""
    if isinstance(thing, dict):
        for key, one in thing.items():
            yield from mutations(one, (*at, key))
        yield at, {**thing, "one more": 1}
    elif isinstance(thing, list):
        for number, one in enumerate(thing):
            yield from mutations(one, (*at, number))
        yield at, [*thing, {"output_type": "stream", "name": "stdout", "text": "one more"}]
    elif isinstance(thing, str):
        yield at, f"{thing}~"
    else:
        yield at, [thing]


def mutated(thing: Any, at: tuple[Any, ...], other: Any) -> Any:
    """The data with something else in one place; what is not on the way there is shared."""
    if not at:
        return other
    copied = copy.copy(thing)
    copied[at[0]] = mutated(thing[at[0]], at[1:], other)
    return copied


def assert_changes_are_noticed(notebook: Any, most: int) -> None:
    """Change a run's notebook in ``most`` places, evenly spread, each time anew."""
    short = _shortened(notebook)
    plain, places = normalised(short), list(mutations(short))
    changes = min(most, WORK // len(places))
    for at, other in places[:: len(places) // changes + 1]:
        changed = normalised(mutated(short, at, other))
        assert differences(plain, changed) or _is_made_anew(short, at), f"{at} goes unnoticed"


def _shortened(thing: Any) -> Any:
    if isinstance(thing, dict):
        return {key: _shortened(one) for key, one in thing.items()}
    if isinstance(thing, list):
        return [_shortened(one) for one in thing]
    return thing[:LONG] if isinstance(thing, str) else thing


def _is_made_anew(notebook: Any, at: tuple[Any, ...]) -> bool:
    """No two runs have their times in common, nor the id of a cell that papermill makes."""
    if at[2:] == ("id",):
        return _is_papermills(notebook["cells"][at[1]])
    return at[-2:-1] == ("execution",) or at[-1:] in [(name,) for name in STAMPS]

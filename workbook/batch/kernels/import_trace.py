"""Records each import's side effects: modules, environment reads, warning filters."""

from __future__ import annotations

import builtins
import importlib
import importlib.util
import os
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from types import FrameType, ModuleType
from typing import Any

Filter = Any  # one entry of warnings.filters
BOOTSTRAP = sys.modules["_frozen_importlib"]  # the part of importlib behind all imports
DEFAULTS = tuple(warnings.filters)  # of the interpreter
CALL = ("globals", "locals", "fromlist", "level")  # follows the name in a call of __import__


@dataclass(frozen=True)
class Seen:
    """imports: module → the modules it imports. asked: environment variable → its readers.

    filters: module → the warning filters that it added for good. written: module → what it wrote
    into the environment. present: the modules loaded. under_way: the imports that have begun and
    not ended.
    """

    imports: dict[str, set[str]] = field(default_factory=dict)
    asked: dict[str, set[str]] = field(default_factory=dict)
    filters: dict[str, list[Filter]] = field(default_factory=dict)
    written: dict[str, dict[str, str]] = field(default_factory=dict)
    present: set[str] = field(default_factory=lambda: set(sys.modules))
    under_way: list[str] = field(default_factory=list)


@contextmanager
def watched() -> Iterator[Seen]:
    """Record the side effects of imports in the block; warning filters are undone at its end."""
    seen = Seen()
    with ExitStack() as stack:
        stack.enter_context(warnings.catch_warnings())
        # Functions that modules may keep a reference to must stay unpatched.
        for module, name, watch in (
            (builtins, "__import__", _imports(seen)),
            (BOOTSTRAP, "_gcd_import", _by_name(seen)),
        ):
            stack.callback(vars(module).update, {name: vars(module)[name]})
            vars(module)[name] = watch
        stack.enter_context(_environment(seen))
        yield seen
        for found in seen.filters.values():  # by now a block's temporary filters are gone
            found[:] = [one for one in found if one in warnings.filters]


def _imports(seen: Seen) -> Callable[..., ModuleType]:
    plain = builtins.__import__

    def watch(name: str, *given: Any, **named: Any) -> ModuleType:
        call = dict(zip(CALL, given, strict=False)) | named
        scope, wanted = call.get("globals") or {}, call.get("fromlist") or ()
        whole = _absolute(name, scope, call.get("level", 0))
        importer = _importing(seen)
        _note_filters(seen, importer)
        fresh = whole not in sys.modules
        with _under_way(seen, whole):
            module = plain(name, *given, **named)
        _note_filters(seen, whole)
        new = _new(seen)  # also modules that C code imported directly
        _note(seen, whole if fresh else importer, new)
        _note(seen, importer, {whole, *(f"{whole}.{one}" for one in wanted), *new})
        return module

    return watch


def _by_name(seen: Seen) -> Callable[..., ModuleType]:
    plain: Callable[..., ModuleType] = vars(BOOTSTRAP)["_gcd_import"]

    def watch(name: str, package: str | None = None, level: int = 0) -> ModuleType:
        whole = _absolute(name, {"__package__": package}, level)
        importer, fresh = _importing(seen), whole not in sys.modules
        with _under_way(seen, whole):
            module = plain(name, package, level)
        _note(seen, importer, [whole])
        _note(seen, whole if fresh else importer, _new(seen))
        return module

    return watch


@contextmanager
def _under_way(seen: Seen, name: str) -> Iterator[None]:
    seen.under_way.append(name)
    try:
        yield
    finally:
        seen.under_way.pop()


def _importing(seen: Seen) -> str:
    """The module that is being imported now; "" for none."""
    # Most imports are in functions that run when all is imported: skip the search.
    frame: FrameType | None = sys._getframe(2) if seen.under_way else None
    while frame is not None:
        name = frame.f_globals.get("__name__", "")
        spec = getattr(sys.modules.get(name), "__spec__", None)
        if frame.f_code.co_name == "<module>" and getattr(spec, "_initializing", False):
            return str(name)
        frame = frame.f_back
    return ""


def _note(seen: Seen, importer: str, names: Iterable[str]) -> None:
    seen.imports.setdefault(importer, set()).update(names)


def _new(seen: Seen) -> set[str]:
    """The modules that have appeared since the last call."""
    if len(sys.modules) == len(seen.present):  # called at every import, most of which are repeats
        return set()
    new = sys.modules.keys() - seen.present
    seen.present.update(new)
    return new


def _note_filters(seen: Seen, module: str) -> None:
    """Filters that are new since the last import began or ended belong to this module."""
    known = [one for found in seen.filters.values() for one in found]
    new = [one for one in warnings.filters if one not in known and one not in DEFAULTS]
    if new:
        seen.filters.setdefault(module, [])[:0] = new


def _absolute(name: str, scope: Mapping[str, Any], level: int) -> str:
    if not level:
        return name
    package = scope.get("__package__") or scope.get("__name__", "").rpartition(".")[0]
    return importlib.util.resolve_name("." * level + name, package)


def filter_again(filters: Iterable[Filter]) -> None:
    """Put warning filters first, as their module did."""
    vars(warnings)["filters"][:0] = filters
    # The interpreter caches decisions by the old filters until such a block ends.
    with warnings.catch_warnings():
        pass


@contextmanager
def _environment(seen: Seen) -> Iterator[None]:
    """Record variables that are read by name, not those in a copy of the whole environment."""
    kind = type(os.environ)
    plain, walk, write = kind.__getitem__, kind.__iter__, kind.__setitem__
    passing: set[object] = set()

    def one(self: os._Environ[str], name: str) -> str:
        if name not in passing:
            reader = _importing(seen) or _caller()
            seen.asked.setdefault(os.fsdecode(name), set()).add(reader)  # os.environb reads bytes
        passing.discard(name)
        return plain(self, name)

    def each(self: os._Environ[str]) -> Iterator[str]:
        for name in walk(self):
            passing.add(name)
            yield name

    def put(self: os._Environ[str], name: str, value: str) -> None:
        seen.written.setdefault(_caller(), {})[name] = value
        write(self, name, value)

    watch = {"__getitem__": one, "__iter__": each, "__setitem__": put}
    try:
        _replace(kind, watch)
        yield
    finally:
        _replace(kind, {"__getitem__": plain, "__iter__": walk, "__setitem__": write})


def _replace(kind: type, functions: Mapping[str, object]) -> None:
    for name, function in functions.items():
        setattr(kind, name, function)


def _caller() -> str:
    """The module that reads or writes, directly or by ``get``, ``setdefault`` and the like."""
    frame: FrameType | None = sys._getframe(2)
    while frame is not None and frame.f_globals.get("__name__") in ("os", "_collections_abc"):
        frame = frame.f_back
    return str(frame.f_globals.get("__name__", "")) if frame is not None else ""

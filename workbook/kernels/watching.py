"""What imports do to their process, seen while they run: whom they import, read, and silence."""

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
from types import ModuleType
from typing import Any

Filter = Any  # one entry of warnings.filters
CALL = ("globals", "locals", "fromlist", "level")  # what follows the name in a call of __import__


@dataclass(frozen=True)
class Seen:
    """imports: module → those that it imports. asked: names of the environment that were read.

    filters: module → the filters that it added to ``warnings`` for good.
    """

    imports: dict[str, set[str]] = field(default_factory=dict)
    asked: set[str] = field(default_factory=set)
    filters: dict[str, list[Filter]] = field(default_factory=dict)


@contextmanager
def watched() -> Iterator[Seen]:
    """See what the imports in the block do. Filters of warnings are taken back at its end."""
    seen = Seen()
    with ExitStack() as stack:
        stack.enter_context(warnings.catch_warnings())
        for module, watch in ((builtins, _imports), (importlib, _by_name), (warnings, _filters)):
            stack.callback(vars(module).update, {name: vars(module)[name] for name in watch(seen)})
            vars(module).update(watch(seen))
        stack.enter_context(_environment(seen.asked))
        yield seen
        _keep_lasting(seen)


def _imports(seen: Seen) -> Mapping[str, object]:
    plain = builtins.__import__

    def watch(name: str, *given: Any, **named: Any) -> ModuleType:
        module = plain(name, *given, **named)
        call = dict(zip(CALL, given, strict=False)) | named
        scope, wanted = call.get("globals") or {}, call.get("fromlist") or ()
        whole = _absolute(name, scope, call.get("level", 0))
        _note(seen, scope.get("__name__", ""), [whole, *(f"{whole}.{one}" for one in wanted)])
        return module

    return {"__import__": watch}


def _note(seen: Seen, importer: str, names: Iterable[str]) -> None:
    """What a function imports long after the import of its module is not that module's import."""
    spec = getattr(sys.modules.get(importer), "__spec__", None)
    if getattr(spec, "_initializing", False):
        seen.imports.setdefault(importer, set()).update(names)


def _absolute(name: str, scope: Mapping[str, Any], level: int) -> str:
    if not level:
        return name
    package = scope.get("__package__") or scope.get("__name__", "").rpartition(".")[0]
    return importlib.util.resolve_name("." * level + name, package)


def _by_name(seen: Seen) -> Mapping[str, object]:
    plain = importlib.import_module

    def watch(name: str, package: str | None = None) -> ModuleType:
        _note(seen, _caller(), [importlib.util.resolve_name(name, package)])
        return plain(name, package)

    return {"import_module": watch}


def _filters(seen: Seen) -> Mapping[str, object]:
    def watch(plain: Callable[..., None]) -> Callable[..., None]:
        def add(*given: Any, **named: Any) -> None:
            before = list(warnings.filters)
            plain(*given, **named)
            new = [one for one in warnings.filters if one not in before]
            seen.filters.setdefault(_caller(), []).extend(new)

        return add

    return {name: watch(getattr(warnings, name)) for name in ("filterwarnings", "simplefilter")}


def _keep_lasting(seen: Seen) -> None:
    """Filters that a block set for itself are gone by now."""
    for found in seen.filters.values():
        found[:] = [one for one in found if one in warnings.filters]


def filter_again(filters: Iterable[Filter]) -> None:
    """Put filters of warnings first, as their module did."""
    vars(warnings)["filters"][:0] = reversed(list(filters))
    # The interpreter keeps what it decided by the old filters until a block like this ends.
    with warnings.catch_warnings():
        pass


def _caller() -> str:
    """The module that called the function which asks."""
    return str(sys._getframe(2).f_globals.get("__name__", ""))


@contextmanager
def _environment(asked: set[str]) -> Iterator[None]:
    """Note the names that are asked for, not those that come by when all of it is copied."""
    kind = type(os.environ)
    plain, walk = kind.__getitem__, kind.__iter__
    passing: set[object] = set()

    def one(self: os._Environ[str], name: str) -> str:
        if name not in passing:
            asked.add(os.fsdecode(name))  # os.environb asks with bytes
        passing.discard(name)
        return plain(self, name)

    def each(self: os._Environ[str]) -> Iterator[str]:
        for name in walk(self):
            passing.add(name)
            yield name

    # A class has no other door, and mypy guards the usual one.
    type.__setattr__(kind, "__getitem__", one)
    type.__setattr__(kind, "__iter__", each)
    try:
        yield
    finally:
        type.__setattr__(kind, "__getitem__", plain)
        type.__setattr__(kind, "__iter__", walk)

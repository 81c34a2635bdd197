"""Hides modules that were imported ahead until the notebook imports them.

A notebook finds ``sys.modules`` as in a cold kernel: a module appears, with those that it imports
itself, at its first import, and only where a cold import would have had the same result. Where it
would not, the import fails and says why.
"""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib.machinery import BuiltinImporter, FrozenImporter, ModuleSpec
from pathlib import Path
from types import ModuleType
from typing import Any

from workbook.batch.kernels.import_trace import Seen, filter_again

# A module's side effects at import: on a shell, the process or another module.
AFTERWARDS: Mapping[str, Callable[[Any], object]] = {
    "ipywidgets": lambda module: module._handle_ipython(),
    "multiprocessing": lambda module: _multiprocessing(),
    "numpy": lambda module: _all_processors(module),
    # Random numbers would repeat in each notebook; the standard library reseeds on fork.
    "numpy.random": lambda module: module.set_bit_generator(module.MT19937()),
    "workbook.domain.pandas_options": lambda module: module.settle(),
    "workbook.rendering.figures": lambda module: module._set_font(),
}
# A file in the notebook's folder that a package reads at import.
READ_HERE = {"matplotlib": "matplotlibrc"}
OPENBLAS = "libscipy_openblas64_*.so"  # NumPy's own threaded arithmetic
ALWAYS_FIRST = (BuiltinImporter, FrozenImporter)


@dataclass
class Aside:
    """The hidden modules; for Python's import system a finder and a loader.

    modules: in the order in which their imports ended. seen: their side effects. environment: the
    variables they read. exact: whether the environment is compared first; not while the kernel is
    built.
    """

    modules: dict[str, ModuleType]
    seen: Seen
    environment: dict[str, str | None]
    exact: bool = False

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """The spec of a hidden module, loaded from here; None for a module that was not
        imported."""
        module = self.modules.get(name)
        if module is None:
            return None
        plain = getattr(module, "__spec__", None)
        origin = getattr(plain, "origin", None)
        loader: Any = self
        return ModuleSpec(name, loader, origin=origin, is_package=hasattr(module, "__path__"))

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        """The module itself. Raises ImportError where a cold import would give another one."""
        names = self._reached(spec.name)
        if self.exact:
            self._compare(names)
        module = self.modules[spec.name]
        spec.loader_state = getattr(module, "__spec__", None)
        self._bring([name for name in self.modules if name in names])
        return module

    def exec_module(self, module: ModuleType) -> None:
        """Only restores the module's own spec: it ran long ago."""
        spec: Any = module.__spec__
        if spec is not None and spec.loader is self and spec.loader_state is not None:
            module.__spec__ = spec.loader_state

    def _reached(self, name: str) -> set[str]:
        """The hidden modules that an import of ``name`` imports in turn."""
        reached: set[str] = set()
        left = {name}
        while left:
            one = left.pop()
            if one in self.modules and one not in reached:
                reached.add(one)
                left |= self.seen.imports.get(one, set()) | set(_packages(one))
        return reached

    def _bring(self, names: Iterable[str]) -> None:
        brought = {name: self.modules.pop(name) for name in names}
        sys.modules.update(brought)
        for name, module in brought.items():
            _bind(name, module)
            filter_again(self.seen.filters.get(name, ()))
            self._write(self.seen.written.get(name, {}))
        for name in AFTERWARDS.keys() & brought.keys():
            AFTERWARDS[name](brought[name])

    def _write(self, written: Mapping[str, str]) -> None:
        """Apply what a module wrote into the environment, for those after it to read."""
        os.environ.update(written)
        self.environment |= {name: one for name, one in written.items() if name in self.environment}

    def _compare(self, names: set[str]) -> None:
        for name, value in self.environment.items():
            readers = names & self.seen.asked.get(name, set())  # Python itself reads some
            if os.environ.get(name) != value and readers:
                raise _refused(readers, f"the environment variable {name} was changed")
        for name in names:
            if name in READ_HERE and Path(READ_HERE[name]).exists():
                raise _refused([name], f"there is a file {READ_HERE[name]} in this folder")
            if "." not in name and self._is_hidden_by_another(name):
                raise _refused([name], "another file of that name comes first in sys.path")

    def _is_hidden_by_another(self, name: str) -> bool:
        spec = getattr(self.modules[name], "__spec__", None)
        if spec is None or not spec.has_location:
            return False
        finders = (one for one in sys.meta_path if one is not self and one not in ALWAYS_FIRST)
        found = (one.find_spec(name, None) for one in finders)
        cold = next((one for one in found if one is not None), None)
        return cold is not None and cold.origin != spec.origin


def set_aside(
    modules: Mapping[str, ModuleType], seen: Seen, environment: Mapping[str, str | None]
) -> Aside:
    """Hide the modules and install a finder for them."""
    for name, module in modules.items():
        _unbind(name, module)
    for name in modules:
        del sys.modules[name]
    aside = Aside(dict(modules), seen, dict(environment))
    sys.meta_path.insert(0, aside)
    return aside


def _multiprocessing() -> None:
    """Lets a spawned process find the notebook's names, and its folder."""
    sys.modules["__mp_main__"] = sys.modules["__main__"]
    if "multiprocessing.process" in sys.modules:
        vars(sys.modules["multiprocessing.process"])["ORIGINAL_DIR"] = str(Path.cwd())


def _all_processors(numpy: ModuleType) -> None:
    """Use as many processors for arithmetic as a cold import would; we had held it to one."""
    wanted = (os.environ.get(name, "") for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"))
    count = next((int(one) for one in wanted if one.isdigit()), len(os.sched_getaffinity(0)))
    for path in (Path(str(numpy.__file__)).parents[1] / "numpy.libs").glob(OPENBLAS):
        with suppress(AttributeError, OSError):  # without it one processor works
            if count > 1:
                ctypes.CDLL(str(path)).scipy_openblas_set_num_threads64_(count)


def _packages(name: str) -> list[str]:
    """``a.b.c`` → a, a.b."""
    parts = name.split(".")
    return [".".join(parts[:end]) for end in range(1, len(parts))]


def _bind(name: str, module: ModuleType) -> None:
    """Set the modules as attributes of their packages, as an import does."""
    package, _, last = name.rpartition(".")
    if package in sys.modules and last not in vars(sys.modules[package]):
        setattr(sys.modules[package], last, module)


def _unbind(name: str, module: ModuleType) -> None:
    package, _, last = name.rpartition(".")
    if package in sys.modules and vars(sys.modules[package]).get(last) is module:
        delattr(sys.modules[package], last)


def _refused(names: Iterable[str], why: str) -> ImportError:
    name = min(names)
    return ImportError(
        f"{name} was imported before this notebook began, and {why} since then: a kernel that "
        f"starts cold would import it otherwise. Run this notebook without --engine workbook.",
        name=name,
    )

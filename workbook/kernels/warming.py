"""The imports and the first use of everything, done once for all notebooks."""

from __future__ import annotations

import contextlib
import gc
import importlib
import io
import os
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import ModuleType

from workbook.kernels.aside import Aside, set_aside
from workbook.kernels.watching import watched

# What a cold kernel has imported when its first cell begins.
KERNEL = ("ipykernel.kernelapp", "ipykernel.ipkernel", "ipykernel.zmqshell", "zmq.eventloop")
# What the kernel imports while it is built, then what notebooks ask for.
LATER = ("psutil", "debugpy", "ipykernel.debugger", "IPython.extensions.storemagic", "sqlite3")
LIBRARIES = (
    "numpy",
    "pandas",
    "pandas.io.formats.style",
    "matplotlib.pyplot",
    "matplotlib.backends.backend_agg",
    "PIL.PngImagePlugin",
)
OURS = ("workbook.pages", "workbook.cohort", "workbook.forms", "sqlalchemy.dialects.sqlite")
# These look for the shell at their import, and are quick: each child imports them itself.
NOT_KEPT = ("matplotlib_inline",)
HERE = "workbook"

THREADS = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
# Arrow would start a thread that gives memory back; a process with threads must not fork.
ARROW = {"JE_ARROW_MALLOC_CONF": "background_thread:false"}
QUIET = {"PYDEVD_DISABLE_FILE_VALIDATION": "1"}
OWN = THREADS | ARROW | QUIET
BACKEND = {"MPLBACKEND": "module://matplotlib_inline.backend_inline"}


@dataclass(frozen=True)
class Warm:
    """aside: the imported modules, out of sight. read: what all imports saw of the environment."""

    aside: Aside
    read: Mapping[str, str | None]


def warmed() -> Warm:
    """Import and use everything, freeze what is there, and put it aside."""
    gc.disable()
    with watched() as seen, _environment_for_imports():
        _import(KERNEL)
        cold = set(sys.modules)
        _import(LATER)
        by_kernel = set(seen.asked)
        seen.asked.clear()
        _import(LIBRARIES)
        with _matplotlib_as_it_was(), contextlib.redirect_stdout(io.StringIO()):
            _import(OURS)
            _use()
    known = _values(by_kernel | seen.asked)
    # ipykernel sets the backend before a notebook begins.
    first = BACKEND | {name: known[name] for name in seen.asked if name in known}
    aside = set_aside(_kept(cold), seen, {name: first[name] or BACKEND.get(name) for name in first})
    gc.collect()
    gc.freeze()
    return Warm(aside, known)


def _values(names: Collection[str]) -> dict[str, str | None]:
    """What the caller's environment says, but for what we set ourselves."""
    return {name: os.environ.get(name) for name in names if name not in OWN}


def _import(names: Iterable[str]) -> None:
    for name in names:
        importlib.import_module(name)


def _kept(cold: Collection[str]) -> dict[str, ModuleType]:
    """The modules that a cold kernel would not have, without those that are not kept."""
    for name in [name for name in sys.modules if name.split(".")[0] in NOT_KEPT]:
        del sys.modules[name]
    found = sys.modules.items()
    return {name: one for name, one in found if name not in cold or name.split(".")[0] == HERE}


@contextlib.contextmanager
def _environment_for_imports() -> Iterator[None]:
    """The caller's environment, with what keeps the imports from starting threads."""
    before = dict(os.environ)
    os.environ.update(BACKEND | before | OWN)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


@contextlib.contextmanager
def _matplotlib_as_it_was() -> Iterator[None]:
    """Our own fonts and settings come when our own modules come into sight."""
    import matplotlib as mpl
    from matplotlib import font_manager

    settings, fonts = mpl.rcParams.copy(), list(font_manager.fontManager.ttflist)
    try:
        yield
    finally:
        mpl.rcParams.update(settings)
        font_manager.fontManager.ttflist = fonts
        font_manager.fontManager._findfont_cached.cache_clear()


def _use() -> None:
    """Draw a figure and write a table, so that what is made at first use is made."""
    import pandas as pd
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure()
    FigureCanvasAgg(figure)
    axes = figure.subplots()
    axes.plot([1, 2, 3], label="一二三 $x^2$")
    axes.bar([1, 2], [3, 4])
    axes.set_title("标题")
    axes.legend()
    figure.savefig(io.BytesIO(), format="png", bbox_inches="tight")
    table = pd.DataFrame({"k": list("aab"), "v": [1.0, 2.0, 3.0]})
    table.groupby("k")["v"].agg(["mean", "std"]).reset_index().style.format(precision=2).to_html()
    table._repr_html_()

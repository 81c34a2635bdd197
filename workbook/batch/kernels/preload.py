"""The imports and the first use of everything, done once for all notebooks."""

from __future__ import annotations

import builtins
import contextlib
import gc
import importlib
import io
import os
import socket
import sys
import tempfile
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import ModuleType, SimpleNamespace
from typing import Any

from workbook.batch.kernels.compatibility import FOR_KERNELS, FOR_MODULES, check
from workbook.batch.kernels.import_trace import filter_again, watched
from workbook.batch.kernels.module_hiding import Aside, set_aside
from workbook.batch.kernels.request import Request
from workbook.batch.kernels.wire import Decoder

Prepare = Callable[[Request, socket.socket, Decoder, Aside], Callable[[], None]]
ENCODING = "UTF-8"  # a prefix of a kernel's output, as ipykernel writes it
# What the kernel imports while it is built, then what notebooks import.
LATER = ("psutil", "debugpy", "ipykernel.debugger", "IPython.extensions.storemagic", "sqlite3")
LIBRARIES = (
    "numpy",
    "pandas",
    "pandas.io.formats.style",
    "matplotlib.pyplot",
    "matplotlib.backends.backend_agg",
    "matplotlib.backends.backend_svg",
)
# Libraries import these on first use, and every page uses them.
AT_USE = (
    "pandas.core.arrays.arrow._arrow_utils",
    "pandas.core.methods.to_dict",
    "pyarrow.pandas_compat",
    "pydantic._internal._dataclasses",
    "encodings.utf_8_sig",
)
OURS = (
    *(
        "workbook.pages.notebook",
        "workbook.pages.cohort",
        "workbook.pages.forms",
        "workbook.pages.live_forms",
    ),
    "sqlalchemy.dialects.sqlite",
)
# These look for the shell at import, and are quick: each child imports them itself.
NOT_KEPT = ("matplotlib_inline", "__mp_main__")
HERE = "workbook"
USED = (
    "chapters",
    "content",
    "content.messages",
    "pages.parts",
    "book.opening",
    "store",
    "book.pinned_template",
)

THREADS = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
# Arrow would start a thread that returns memory; a process with threads must not fork.
ARROW = {"JE_ARROW_MALLOC_CONF": "background_thread:false"}
QUIET = {"PYDEVD_DISABLE_FILE_VALIDATION": "1"}
OWN = THREADS | ARROW | QUIET
BACKEND = {"MPLBACKEND": "module://matplotlib_inline.backend_inline"}


@dataclass(frozen=True)
class Warm:
    """kernel: prepares one. aside: the hidden modules. read: the environment variables read."""

    kernel: Prepare
    aside: Aside
    read: Mapping[str, str | None]


def warmed() -> Warm:
    """Import and use everything, freeze the objects, and hide the modules.

    Raises Unfit where kernels cannot be made, or would differ from cold ones.
    """
    gc.disable()
    with watched() as seen, _environment_for_imports(), _as_in_a_kernel():
        check(FOR_KERNELS)
        prepare: Prepare = importlib.import_module(f"{__package__}.kernel").prepared
        _without([HERE])
        cold = set(sys.modules)
        bring_in(LATER)
        bring_in(LIBRARIES)
        check(FOR_MODULES)
        with _matplotlib_as_it_was():
            bring_in(AT_USE)
            bring_in(OURS)
            _tried(_use)
            _tried(_fill_in)
        _tried(_unsettle)
    known = _values(seen.asked)
    # ipykernel sets the backend before a notebook begins; any other may be set to nothing.
    first = {
        name: BACKEND[name] if name in BACKEND and not value else value
        for name, value in known.items()
    }
    aside = set_aside(_kept(cold), seen, first)
    for name in seen.filters.keys() & sys.modules.keys():
        filter_again(seen.filters[name])
    gc.collect()
    gc.freeze()
    return Warm(prepare, aside, known)


def _values(names: Collection[str]) -> dict[str, str | None]:
    """The caller's values of these variables, without those that we set ourselves."""
    return {name: os.environ.get(name) for name in names if name not in OWN}


def bring_in(names: Iterable[str]) -> None:
    """Import modules for speed alone: a missing one is left out.

    A notebook that needs it gets Python's own error at its import.
    """
    for name in names:
        _tried(importlib.import_module, name)


def _kept(cold: Collection[str]) -> dict[str, ModuleType]:
    """The modules that a cold kernel would not have, without those that stay visible."""
    _without(NOT_KEPT)
    return {name: module for name, module in sys.modules.items() if name not in cold}


def _without(packages: Collection[str]) -> None:
    for name in [name for name in sys.modules if name.split(".")[0] in packages]:
        del sys.modules[name]


@contextlib.contextmanager
def _environment_for_imports() -> Iterator[None]:
    """The caller's environment, changed so that imports start no threads."""
    before = dict(os.environ)
    os.environ.update(BACKEND | before | OWN)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


@contextlib.contextmanager
def _as_in_a_kernel() -> Iterator[None]:
    """Packages check at import whether they are in a terminal, and how wide it is."""
    vars(builtins)["get_ipython"] = lambda: SimpleNamespace(kernel=None)
    stream = io.TextIOWrapper(io.BytesIO(), encoding=ENCODING)
    try:
        with contextlib.redirect_stdout(stream):
            yield
    finally:
        del vars(builtins)["get_ipython"]


@contextlib.contextmanager
def _matplotlib_as_it_was() -> Iterator[None]:
    """Restore matplotlib's defaults: our settings come with our own modules."""
    import matplotlib as mpl
    from matplotlib import font_manager

    settings, fonts = mpl.rcParams.copy(), list(font_manager.fontManager.ttflist)
    try:
        yield
    finally:
        mpl.rcParams.update(settings)
        font_manager.fontManager.ttflist = fonts
        manager: Any = font_manager.fontManager
        manager._findfont_cached.cache_clear()


def _use() -> None:
    """Draw a figure and write a table, so that everything made on first use exists."""
    import pandas as pd
    from matplotlib.figure import Figure

    figure = Figure()
    axes = figure.subplots()
    axes.plot([1, 2, 3], label="一二三 $x^2$")
    axes.bar([1, 2], [3, 4])
    axes.set_title("标题")
    axes.legend()
    figure.savefig(io.StringIO(), format="svg", bbox_inches="tight")
    table = pd.DataFrame({"k": list("aab"), "v": [1.0, 2.0, 3.0]})
    table.groupby("k")["v"].agg(["mean", "std"]).reset_index().style.format(precision=2).to_html()
    table.to_html()


def _fill_in() -> None:
    """Read all chapters' words in all languages, and show the pages of an empty trainee.

    What stays cached is the same for everybody: words, the calendar, code that ran once.
    """
    ours = {name: importlib.import_module(f"{HERE}.{name}") for name in USED}
    names = ours["chapters"].names()
    for language in ours["content"].LANGUAGES:
        _tried(ours["content"].load, "wording", language, ours["content.messages"].Wording)
        for name in names:
            _tried(_read, ours["book.pinned_template"], name, language)
    store, nobody = ours["store"], dict.fromkeys(("id", "name", "cohort"), "nobody")
    with tempfile.TemporaryDirectory() as folder, store.open_store(f"{folder}/one.db") as opened:
        opened.put_trainees([store.Trainee(**nobody)])
        book = ours["book.opening"].open_book(opened, "nobody").still()
        for name in names:
            _tried(_show, book, name, ours["pages.parts"])


def _unsettle() -> None:
    """Restore pandas' own defaults until our own modules appear."""
    importlib.import_module(f"{HERE}.domain.pandas_options").unsettle()


def _tried(step: Callable[..., object], *given: object) -> None:
    """Ignore errors: what cannot be read or shown fails again on its own page, which says why."""
    with contextlib.suppress(Exception):
        step(*given)


def _read(template: Any, chapter: str, language: str) -> None:
    template.pack_of(template.Template.now(chapter), language)
    template.bank_of(template.Template.now(chapter), language)


def _show(book: Any, chapter: str, exhibits: Any) -> None:
    exhibits.head(book, chapter)
    exhibits.findings(book, chapter)
    for table in book.pack(chapter).tables:
        exhibits.table(book, chapter, table)
    for figure in book.pack(chapter).figures:
        exhibits.figure(book, chapter, figure)

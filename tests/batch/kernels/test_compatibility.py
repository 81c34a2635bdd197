"""What is installed may lack what warm kernels are made of: pages are made all the same."""

from __future__ import annotations

import itertools
import os
from pathlib import Path

import pytest

from workbook.batch.kernels import compatibility, engine, preload, zygote_pool
from workbook.batch.kernels.compatibility import FOR_KERNELS, FOR_MODULES, Needed, Unfit, check

from .conftest import Run
from .hostile import Case

# Python reads this file at its start; only the warm process and its forks are to be changed.
ONLY_WARM = """
import sys
if "workbook.batch.kernels.zygote" in sys.orig_argv:
"""
WITHOUT_MODULES = """
    class Gone:
        def find_spec(self, name, path=None, target=None):
            frame = sys._getframe()
            while name in {names!r} and frame is not None:
                asked_for = frame.f_locals.get("given")
                if frame.f_code.co_name == "_tried" and asked_for == (name,):
                    raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)
                frame = frame.f_back
    sys.meta_path.insert(0, Gone())
"""
WITHOUT_A_NAME = """
    from ipykernel.kernelbase import Kernel
    del Kernel._at_shutdown
"""
WITHOUT_ITS_MODULE = """
    sys.modules["ipykernel.kernelapp"] = None
"""
WITH_ANOTHER_KERNEL = """
    from ipykernel.kernelapp import IPKernelApp
    def init_shell(self):
        raise TypeError("no such argument")
    IPKernelApp.init_shell = init_shell
"""
WITH_WRONG_ANSWERS = """
    from ipykernel.displayhook import ZMQShellDisplayHook
    ZMQShellDisplayHook.write_format_data = lambda *given: None
"""
SHOW = Case(
    (
        "import pandas, workbook, pydantic",
        "pandas.DataFrame({'n': [1, 2]}).to_dict('list')",
        "import os; print(os.getppid())",
    )
)


def changed(folder: Path, how: str, patch: pytest.MonkeyPatch) -> None:
    """Have the warm processes that are started from now on be so."""
    (folder / "sitecustomize.py").write_text(ONLY_WARM + how, encoding="utf-8")
    there = [one for one in os.environ.get("PYTHONPATH", "").split(os.pathsep) if one]
    patch.setenv("PYTHONPATH", os.pathsep.join([str(folder), *there]))


@pytest.mark.slow
def test_modules_that_are_imported_for_speed_may_be_gone(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = {*preload.LATER, *preload.LIBRARIES, *preload.AT_USE, *preload.OURS}
    changed(tmp_path, WITHOUT_MODULES.format(names=names), monkeypatch)
    told: list[str] = []
    made = run(SHOW, says=told.append)
    assert made.text(1) == "{'n': [1, 2]}"
    assert int(made.text()) == zygote_pool._houses[-1].zygote.process.pid
    assert told == []


@pytest.mark.slow
def test_a_variable_that_is_set_to_nothing_is_as_it_was(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "MPLCONFIGDIR", "MPLBACKEND"):
        monkeypatch.setenv(name, "")
    made = run(Case(("import matplotlib.pyplot, workbook, os", "os.getppid()")))
    assert int(made.text()) == zygote_pool._houses[-1].zygote.process.pid


@pytest.mark.slow
@pytest.mark.parametrize(
    ("how", "why"),
    [
        (WITHOUT_A_NAME, "has no Kernel._at_shutdown"),
        (WITHOUT_ITS_MODULE, "has no ipykernel.kernelapp"),
        (WITH_ANOTHER_KERNEL, "a kernel that was tried failed: RuntimeError: Kernel died"),
        (WITH_WRONG_ANSWERS, "a kernel that was tried said"),
    ],
)
def test_kernels_start_cold_where_warm_ones_are_of_no_use(
    how: str, why: str, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed(tmp_path, how, monkeypatch)
    told: list[str] = []
    assert run(SHOW, says=told.append).text() == f"{os.getpid()}\n"
    assert why in told[0]
    # The next one knows it already: nothing is started again to be told the same.
    with monkeypatch.context() as patch:
        patch.setattr(zygote_pool, "started", None)
        assert run(SHOW, says=told.append).text() == f"{os.getpid()}\n"
    assert told == [told[0]] * 2


def test_all_that_is_needed_is_there_in_this_release() -> None:
    check(FOR_KERNELS)
    check(FOR_MODULES)


@pytest.mark.parametrize(
    ("needed", "why"),
    [
        (Needed("ipykernel.no_such", "Kernel"), r"^ipykernel \S+ has no ipykernel\.no_such$"),
        (Needed("ipykernel.kernelbase", "Kernel._gone"), r"^ipykernel \S+ has no Kernel\._gone$"),
        (Needed("ipykernel.kernelbase", "Gone.start"), r"^ipykernel \S+ has no Gone\.start$"),
        (
            Needed("ipykernel.iostream", "IOPubThread", ("socket", "wire")),
            r"^ipykernel \S+ has no IOPubThread\(… wire …\)$",
        ),
        (Needed("no_such_package", "name"), "^no_such_package has no no_such_package$"),
    ],
)
def test_what_is_missing_is_named(needed: Needed, why: str) -> None:
    with pytest.raises(Unfit, match=why):
        compatibility.check([needed])


def test_a_process_gets_warm_for_its_second_notebook(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "_turn", itertools.count())
    assert [engine._by_turns() for _ in range(3)] == ["cold", *[engine.possible()] * 2]

"""Which kernels the engine starts how, and that it says so; the command line; kernels ahead."""

from __future__ import annotations

import json
import logging
import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import nbformat
import pytest

from workbook import resources
from workbook.batch.kernels import engine, prestart, zygote_pool
from workbook.batch.kernels.engine import execute_notebook

from .conftest import Run
from .hostile import Case, notebook

WARM = Case(("import os; print(os.getppid())",))


def _zygotes() -> list[int]:
    return [one.zygote.process.pid for one in zygote_pool._houses]


@pytest.mark.slow
def test_children_of_one_zygote(run: Run) -> None:
    assert {int(run(WARM).text()), int(run(WARM).text())} == set(_zygotes())


@pytest.mark.slow
def test_a_zygote_that_was_warmed_up_ahead_is_the_one_that_serves(run: Run) -> None:
    zygote_pool.close()
    ahead = threading.Thread(target=engine.warm_up)
    ahead.start()
    served = int(run(WARM).text())
    ahead.join()
    assert _zygotes() == [served]


@pytest.mark.slow
def test_another_environment_another_zygote(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = int(run(WARM).text())
    monkeypatch.setenv("NOBODY_READS_THIS", "1")
    assert int(run(WARM).text()) == first
    monkeypatch.setenv("MPLCONFIGDIR", str(tmp_path))
    assert int(run(WARM).text()) != first
    assert len(_zygotes()) == 1


@pytest.mark.slow
def test_a_variable_that_nobody_had_set_before(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    look = Case((f"import sys; print({str(tmp_path)!r} in sys.path)",))
    assert run(look).text() == "False\n"
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    assert run(look).text() == "True\n"


@pytest.mark.slow
def test_a_folder_of_matplotlibs_that_cannot_be_written(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MPLCONFIGDIR", f"{os.devnull}/here")
    case = Case(("import matplotlib.pyplot as plt; print(plt.matplotlib.get_cachedir())",))
    first, second = (Path(run(case).text().strip()) for _ in range(2))
    assert first == second
    assert first.is_dir()  # one for all, that the first one's end does not take along
    zygote_pool.close()
    assert not first.exists()


@pytest.mark.slow
def test_an_empty_variable_that_python_itself_reads(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", "")
    assert "1.0" in run(Case(("import pandas; print(pandas.Series([1.0])[0])",))).text()


@pytest.mark.slow
def test_a_template_that_cannot_be_read_is_its_own_pages_error(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for part in (resources.PACKAGE, resources.templates()):
        shutil.copytree(part, tmp_path / part.name, ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "templates" / "pacing" / "zh.yaml").write_text("title: [")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    ask = (
        "from workbook.book.pinned_template import Template, pack_of\n"
        "len(pack_of(Template.now({!r})"
    )
    assert int(run(Case((f"{ask.format('journey')}, 'zh-Hans').figures)",))).text()) > 0
    kind, said = run(Case((f"{ask.format('pacing')}, 'zh-Hans').figures)",))).error
    assert kind == "papermill.exceptions.PapermillExecutionError"
    assert "ContentError" in said
    assert "zh.yaml" in said


def _kernel(folder: Path, **settings: object) -> None:
    about = {"argv": [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]}
    spec = about | {"display_name": "Other", "language": "python"} | settings
    (folder / "kernels" / "other").mkdir(parents=True)
    (folder / "kernels" / "other" / "kernel.json").write_text(json.dumps(spec))


def test_another_kernel_starts_cold_and_the_log_says_why(
    run: Run,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    folder = tmp_path_factory.mktemp("jupyter")
    _kernel(folder, env={"OTHER": "set"})
    monkeypatch.setenv("JUPYTER_PATH", str(folder))
    caplog.set_level(logging.WARNING, logger="papermill")
    case = Case(("import os; print(os.environ['OTHER'])",), {"kernel_name": "other"})
    assert run(case).text() == "set\n"
    assert "starts its kernel cold: other has settings of its own" in caplog.text


@pytest.mark.parametrize(
    ("settings", "why"),
    [
        ({"argv": ["/elsewhere/python", "-m", "ipykernel_launcher"]}, "not the ipykernel of"),
        ({"argv": [sys.executable, "-m", "bash_kernel"]}, "not the ipykernel of"),
        ({"interrupt_mode": "message"}, "settings of its own"),
        (
            {"metadata": {"kernel_provisioner": {"provisioner_name": "local-provisioner"}}},
            "settings of its own",
        ),
    ],
)
def test_kernels_that_are_not_ours(
    settings: dict[str, object],
    why: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _kernel(tmp_path, **settings)
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
    assert why in engine._command("other", {})[1]


def test_options_that_say_how_a_kernel_starts() -> None:
    assert "kernel_manager_class" in engine._command("python3", {"kernel_manager_class": "x"})[1]
    assert engine._command("python3", {})[1] == ""
    assert "no kernel" in engine._command("nobody's", {})[1]


def test_settings_beside_the_notebook(tmp_path: Path) -> None:
    (tmp_path / "matplotlibrc").write_text("lines.linewidth: 7\n")
    options = {"resources": {"metadata": {"path": str(tmp_path)}}}
    assert "matplotlibrc" in engine._command("python3", options)[1]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("change", "package", "words"),
    [
        ("import os; os.environ['MPLBACKEND'] = 'svg'", "matplotlib", "MPLBACKEND was changed"),
        ("open('matplotlibrc', 'w').close()", "matplotlib", "there is a file matplotlibrc"),
        ("open('pandas.py', 'w').close()", "pandas", "another file of that name"),
    ],
)
def test_an_import_that_would_differ_fails(change: str, package: str, words: str, run: Run) -> None:
    found = run(Case((change, f"import {package}")))
    assert found.error[0] == "papermill.exceptions.PapermillExecutionError"
    assert "ImportError" in found.error[1]
    assert words in found.error[1]


def test_a_kernel_started_ahead_is_used_once(run: Run) -> None:
    prestart.close()
    case = Case(("import os; print(os.getpid(), os.getcwd(), *_dh)",))
    seen = []
    for _ in range(2):
        (before,) = [one.manager.provisioner for one in prestart._spares] or [None]
        seen.append(run(case, kernels="ahead").text().split())
        assert before is None or str(vars(before)["pid"]) == seen[-1][0]
    assert len(prestart._spares) == 1
    assert seen[0][0] != seen[1][0]
    assert [one[1:] for one in seen] == [["/run/work/here"] * 2] * 2


@pytest.mark.slow
def test_papermill_finds_the_engine_and_a_single_notebook_starts_as_stock(tmp_path: Path) -> None:
    about = tmp_path / "some_engine-1.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: some-engine\nVersion: 1\n")
    (about / "entry_points.txt").write_text(
        f"[papermill.engine]\nworkbook_here = {execute_notebook.__module__}\n"
    )
    start, end = tmp_path / "in.ipynb", tmp_path / "out.ipynb"
    case = Case(("n = 1", "import os; print(n, open('/proc/%d/cmdline' % os.getppid()).read())"))
    nbformat.write(notebook(Case(case.cells, tags={0: ["parameters"]})), start)
    papermill = [sys.executable, "-m", "papermill", "--engine", "workbook_here"]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(tmp_path), *_python_path()])}
    done = subprocess.run(
        [*papermill, str(start), str(end), "-p", "n", "7"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    text = nbformat.read(end, as_version=4).cells[-1].outputs[0].text
    assert text.startswith("7 ")
    assert "--engine\0workbook_here" in text  # papermill itself: nothing was warmed up for one


def _python_path() -> list[str]:
    return [one for one in os.environ.get("PYTHONPATH", "").split(os.pathsep) if one]

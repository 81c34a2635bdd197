"""What runs by itself: a copy as the server made it, and nothing else."""

from __future__ import annotations

import copy
import json
import logging
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from typed import CHEN, HUANG, MONTH

from server.serving import Served
from workbook.pages import copies
from workbook.pages.copies.notebook_code import laid_out, made_of, signature, source_of
from workbook.server import autorun
from workbook.server import copies as copying
from workbook.server.context import ServerContext, Settings
from workbook.store import Store

PATH = "workbook-pages/chen-jie/04_pacing.ipynb"
KERNEL = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
Notebook = dict[str, Any]


@pytest.fixture
def house(
    store: Store, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[ServerContext]:
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "data"))
    root = tmp_path / "root"
    root.mkdir()
    made = ServerContext(
        Settings(store=str(path), month=MONTH), root, logging.getLogger("workbook")
    )
    yield made
    made.close()


@pytest.fixture
def notebook(house: ServerContext) -> Notebook:
    """Chen Jie's copy of pacing as it lies there."""
    return opened(house)


def opened(house: ServerContext, trainee: str = CHEN.id) -> Notebook:
    wanted = {"page": "pacing", "month": "", "language": "", "restore": False}
    found = copying.copy_opened(house, trainee, wanted, "en")
    return as_loaded(house.root / found["path"])


def as_loaded(path: Path) -> Notebook:
    loaded: Notebook = json.loads(path.read_text(encoding="utf-8"))
    return loaded


def why(house: ServerContext, notebook: object, path: str = PATH, argv: list[str] = KERNEL) -> str:
    found = autorun.verdict(house, {"path": path, "notebook": notebook}, lambda: argv)
    assert found["runs"] is (found["says"] == "")
    return str(found["says"])


def cell_of(notebook: Notebook, tagged: bool) -> Notebook:
    """The parameters cell, or the first cell after it."""
    code = [one for one in notebook["cells"] if one["cell_type"] == "code"]
    found: Notebook = code[0 if tagged else 1]
    return found


def test_a_copy_as_it_was_made_runs(house: ServerContext, notebook: Notebook) -> None:
    assert why(house, notebook) == ""


def test_it_runs_with_outputs_lines_and_own_prose(house: ServerContext, notebook: Notebook) -> None:
    for cell in notebook["cells"]:
        cell["source"] = source_of(cell).splitlines(keepends=True)
        cell["metadata"]["trusted"] = True
    cell_of(notebook, tagged=False)["outputs"] = [{"output_type": "stream"}]
    notebook["cells"].append({"cell_type": "markdown", "metadata": {}, "source": "mine"})
    notebook["cells"].append({"cell_type": "raw", "metadata": {}, "source": "%%bash\nls"})
    assert why(house, notebook) == ""


def test_it_runs_for_another_month_and_language(house: ServerContext) -> None:
    wanted = {"page": "pacing", "month": "2027-01", "language": "zh-Hant", "restore": False}
    found = copying.copy_opened(house, CHEN.id, wanted, "en")
    assert why(house, as_loaded(house.root / found["path"])) == ""


def test_documents_beside_it_are_no_harm(house: ServerContext, notebook: Notebook) -> None:
    folder = house.root / "workbook-pages" / CHEN.id
    for name in ("notes.txt", "pacing.pdf", "Untitled.ipynb", "list.xlsx"):
        (folder / name).write_text("mine", encoding="utf-8")
    (folder / ".ipynb_checkpoints").mkdir()
    wanted = {"page": "pacing", "month": "", "language": "", "restore": True}
    copying.copy_opened(house, CHEN.id, wanted, "en")
    assert (folder / copies.OLD).is_dir()
    assert why(house, notebook) == ""


NOTED = {
    "jupytext": {"formats": "ipynb,py:percent", "text_representation": {"extension": ".py"}},
    "vscode": {"interpreter": {"hash": "31f2aee4e71d21fbe5cf8b01ff0e069b9275f58929596ceb"}},
    "toc": {"base_numbering": 1},
    "toc-showtags": False,
    "celltoolbar": "Tags",
    "papermill": {"default_parameters": {}},
    "title": "My page",
}


def test_what_an_editor_notes_for_itself_is_no_change(
    house: ServerContext, notebook: Notebook
) -> None:
    notebook["metadata"] |= NOTED
    for cell in notebook["cells"]:
        cell["metadata"] |= {"lines_to_next_cell": 2, "vscode": {"languageId": "python"}}
    assert why(house, notebook) == ""
    file = house.root / "workbook-pages" / CHEN.id / "04_pacing.ipynb"
    file.write_text(json.dumps(notebook), encoding="utf-8")
    wanted = {"page": "pacing", "month": "", "language": "", "restore": False}
    assert copying.copy_opened(house, CHEN.id, wanted, "en")["state"] == "ready"
    again = as_loaded(file)
    assert {name: again["metadata"][name] for name in NOTED} == NOTED
    assert why(house, again) == ""


@pytest.mark.parametrize(
    "name",
    [
        "04_pacing.py",
        "04_pacing.md",
        "04_pacing.Rmd",
        "jupytext.toml",
        ".DS_Store",
        ".~lock.list.xlsx#",
        # what a person puts beside the pages, by dragging it into JupyterLab's list of files
        *("合影.jpg", "IMG_0412.HEIC", "白板.jpeg", "chart.svg", "screen.webp", "anim.gif"),
        *(
            "名单.xls",
            "名单.et",
            "方案.docx",
            "方案.doc",
            "方案.wps",
            "汇报.pptx",
            "汇报.ppt",
            "汇报.dps",
        ),
        *(
            "~$方案.docx",
            ".~方案.docx",
            "资料.zip",
            "资料.rar",
            "录音.m4a",
            "客户.tsv",
            "entries.jsonl",
        ),
        *("._04_pacing.ipynb", ".nfs000000000042a1b300000001", ".directory", "新建 文本文档.log"),
    ],
)
def test_a_text_beside_a_page_is_no_change(
    house: ServerContext, notebook: Notebook, name: str
) -> None:
    folder = house.root / "workbook-pages" / CHEN.id
    (folder / name).write_text("import os", encoding="utf-8")
    (folder / ".vscode").mkdir()
    assert why(house, notebook) == ""


def test_state_of_widgets_goes_when_a_page_is_opened(
    house: ServerContext, notebook: Notebook
) -> None:
    notebook["metadata"]["widgets"] = {"application/vnd.jupyter.widget-state+json": {"state": {}}}
    file = house.root / "workbook-pages" / CHEN.id / "04_pacing.ipynb"
    file.write_text(json.dumps(notebook), encoding="utf-8")
    assert why(house, notebook) == "metadata"
    wanted = {"page": "pacing", "month": "", "language": "", "restore": False}
    copying.copy_opened(house, CHEN.id, wanted, "en")
    assert why(house, as_loaded(file)) == ""


# -- code -----------------------------------------------------------------------------------------


def with_source(source: object) -> Callable[[Notebook], object]:
    return lambda notebook: cell_of(notebook, tagged=False).update(source=source)


def with_cell(**cell: Any) -> Callable[[Notebook], object]:
    whole = {"cell_type": "code", "metadata": {}, "outputs": [], "source": "import os"} | cell
    return lambda notebook: notebook["cells"].append(whole)


def reordered(notebook: Notebook) -> None:
    notebook["cells"].append(notebook["cells"].pop(3))


def shortened(notebook: Notebook) -> None:
    del notebook["cells"][3:]


def as_another_kind(notebook: Notebook) -> None:
    cell_of(notebook, tagged=False)["cell_type"] = "sql"


def without_a_kind(notebook: Notebook) -> None:
    del cell_of(notebook, tagged=False)["cell_type"]


CODE: dict[str, Callable[[Notebook], object]] = {
    "code in a cell": with_source("import os; os.system('true')"),
    "one more line": with_source(["import os\n", "from workbook import open_workbook"]),
    "a cell magic": with_source("%%bash\ntrue"),
    "a line magic": with_source("!true"),
    "a number": with_source(5),
    "a list of lists": with_source([["import os"]]),
    "nothing": with_source(None),
    "one more cell": with_cell(),
    "one more empty cell": with_cell(source=""),
    "a second parameters cell": with_cell(metadata={"tags": ["parameters"]}),
    "a cell of no kind that there is": with_cell(cell_type="prose"),
    "a cell that is none": lambda notebook: notebook["cells"].append("import os"),
    "cells in another order": reordered,
    "cells left out": shortened,
    "a packaged cell of another kind": as_another_kind,
    "a packaged cell of no kind": without_a_kind,
    "no cells": lambda notebook: notebook.update(cells=[]),
    "cells that are none": lambda notebook: notebook.update(cells={"0": 1}),
    "another page's cells": lambda notebook: notebook.update(
        cells=json.loads(copies.files()["journey"].read_text(encoding="utf-8"))["cells"]
    ),
    "parameters that are no longer tagged": lambda notebook: cell_of(notebook, tagged=True).update(
        metadata={}
    ),
    "parameters with one more tag": lambda notebook: cell_of(notebook, tagged=True).update(
        metadata={"tags": ["parameters", "x"]}
    ),
}


@pytest.mark.parametrize("name", CODE)
def test_other_code_waits(house: ServerContext, notebook: Notebook, name: str) -> None:
    CODE[name](notebook)
    assert why(house, notebook) == "code"


# -- parameters -----------------------------------------------------------------------------------

LINES = {
    "a call": ("month = '2026-12'", "month = __import__('os').system('true')"),
    "a formatted text": ("month = '2026-12'", "month = f'{__import__(\"os\")}'"),
    "a walrus": ("month = '2026-12'", "month = (month := '2026-12')"),
    "a sum": ("month = '2026-12'", "month = '2026-' + '12'"),
    "two texts side by side": ("month = '2026-12'", "month = '2026' '-12'"),
    "bytes": ("month = '2026-12'", "month = b'2026-12'"),
    "a number": ("month = '2026-12'", "month = 202612"),
    "a name twice": ("month = '2026-12'", "month = '2026-12'\nmonth = '2026-11'"),
    "two names at once": ("month = '2026-12'", "month = today = '2026-12'"),
    "two on one line": ("today = ''", "today = ''; import os"),
    "a name left out": ("today = ''\n", ""),
    "a name too many": ("today = ''", "today = ''\nother = ''"),
    "a comment": ("today = ''", "today = ''  # !true"),
    "an annotation": ("today = ''", "today: print('x') = ''"),
    "an attribute": ("today = ''", "today.x = ''"),
    "a magic": ("today = ''", "today = ''\n%run evil.py"),
    "a shell": ("today = ''", "today = ''\n!true"),
    "a cell magic": ("trainee = ", "%%python\ntrainee = "),
    "an indent": ("trainee = ", " trainee = "),
    "a NUL": ("today = ''", "today = '\0'"),
    "half a pair": ("today = ''", "today = '\ud800'"),
    "depth": ("today = ''", f"today = {'(' * 500}''{')' * 500}"),
    "another store": ("store = '", "store = 'postgresql://evil/"),
    "another trainee": ("trainee = 'chen-jie'", "trainee = 'huang-li'"),
    "report mode": ("mode = 'form'", "mode = 'report'"),
}


@pytest.mark.parametrize("name", LINES)
def test_other_parameters_wait(house: ServerContext, notebook: Notebook, name: str) -> None:
    cell = cell_of(notebook, tagged=True)
    now, instead = LINES[name]
    assert now in cell["source"]
    cell["source"] = cell["source"].replace(now, instead)
    assert why(house, notebook) == "parameters"


# -- where it lies --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        *("matplotlib.py", "matplotlibrc", "pandas.so", "x.pyc", "ipython_config.py", ".env"),
        *("pacing.py", "05_other.py", "04_pacing.so", ".jupytext.py", "ipython_config.json"),
    ],
)
def test_a_file_that_would_be_read_at_the_start_makes_it_wait(
    house: ServerContext, notebook: Notebook, name: str
) -> None:
    folder = house.root / "workbook-pages" / CHEN.id
    (folder / name).write_text("import os", encoding="utf-8")
    assert why(house, notebook) == "folder"


@pytest.mark.parametrize("inside", ["__init__.py", "", "data.txt"])
def test_a_package_beside_it_makes_it_wait(
    house: ServerContext, notebook: Notebook, inside: str
) -> None:
    package = house.root / "workbook-pages" / CHEN.id / "matplotlib"
    package.mkdir()
    if inside:
        (package / inside).write_text("", encoding="utf-8")
    assert why(house, notebook) == "folder"


def test_links_make_it_wait(house: ServerContext, notebook: Notebook, tmp_path: Path) -> None:
    pages, own = house.root / "workbook-pages", house.root / "workbook-pages" / CHEN.id
    (own / "notes.txt").symlink_to(tmp_path / "x.py")
    assert why(house, notebook) == "folder"
    (own / "notes.txt").unlink()
    for folder in (own, pages):
        real = folder.rename(tmp_path / folder.name)
        folder.symlink_to(real)
        assert why(house, notebook) == "folder"
        folder.unlink()
        real.rename(folder)
    file = own / "04_pacing.ipynb"
    real = file.rename(tmp_path / file.name)
    file.symlink_to(real)
    assert why(house, notebook) == "folder"
    file.unlink()
    assert why(house, notebook) == "folder"


@pytest.mark.parametrize(
    "where",
    [
        "",
        "04_pacing.ipynb",
        "chen-jie/04_pacing.ipynb",
        "/workbook-pages/chen-jie/04_pacing.ipynb",
        "other/chen-jie/04_pacing.ipynb",
        "workbook-pages/chen-jie/other.ipynb",
        "workbook-pages/nobody/04_pacing.ipynb",
        "workbook-pages/../chen-jie/04_pacing.ipynb",
        "workbook-pages//chen-jie/04_pacing.ipynb",
        "workbook-pages/chen-jie/../chen-jie/04_pacing.ipynb",
        "workbook-pages/chen-jie/sub/04_pacing.ipynb",
        "workbook-pages\\chen-jie\\04_pacing.ipynb",
        "workbook-pages/chen-jie/04_pacing.ipynb\0",
        "workbook-pages/\ud800/04_pacing.ipynb",
    ],
    ids=ascii,
)
def test_another_path_waits(house: ServerContext, notebook: Notebook, where: str) -> None:
    assert why(house, notebook, where) == "path"


def test_a_copy_that_was_moved_to_somebody_else_waits(
    house: ServerContext, notebook: Notebook
) -> None:
    opened(house, HUANG.id)
    there = "workbook-pages/huang-li/04_pacing.ipynb"
    assert why(house, notebook, there) == "signature"
    cell = cell_of(notebook, tagged=True)
    cell["source"] = cell["source"].replace("chen-jie", "huang-li")
    assert why(house, notebook, there) == "signature"


def test_another_pages_copy_under_this_name_waits(house: ServerContext, notebook: Notebook) -> None:
    other = "workbook-pages/chen-jie/03_journey.ipynb"
    wanted = {"page": "journey", "month": "", "language": "", "restore": False}
    copying.copy_opened(house, CHEN.id, wanted, "en")
    assert why(house, notebook, other) == "signature"


# -- what it says of itself -----------------------------------------------------------------------


def test_forged_metadata_wait(house: ServerContext, notebook: Notebook) -> None:
    shelf = copying.shelf_of(house, CHEN.id)
    forger = copies.CopyFolder(shelf.root, shelf.pages, shelf.trainee, b"a guess")
    assert why(house, laid_out(forger, "pacing", copying.given_for(house, CHEN.id))) == "signature"
    for note in (
        {},
        [],
        None,
        {"page": "pacing"},
        {"page": "pacing", "made": made_of(notebook), "signature": ""},
        {"page": "pacing", "made": made_of(notebook), "signature": "é"},
        {"page": "pacing", "made": 5, "signature": 5},
        {
            "page": "journey",
            "made": made_of(notebook),
            "signature": signature(shelf, "pacing", made_of(notebook)),
        },
    ):
        forged = copy.deepcopy(notebook)
        forged["metadata"]["workbook"] = note
        assert why(house, forged) == "signature"


def test_an_older_copy_waits_although_it_is_signed(
    house: ServerContext, notebook: Notebook
) -> None:
    shelf = copying.shelf_of(house, CHEN.id)
    cell_of(notebook, tagged=False)["source"] = "as it was in an older package"
    made = made_of(notebook)
    note = {"page": "pacing", "made": made, "signature": signature(shelf, "pacing", made)}
    notebook["metadata"]["workbook"] = note
    assert why(house, notebook) == "code"


@pytest.mark.parametrize(
    "metadata",
    [
        {"kernelspec": {"name": "bash", "display_name": "Python 3", "language": "python"}},
        {"kernelspec": {"name": ["python3"]}},
        {"kernelspec": {}},
        {"kernelspec": None},
        {"widgets": {"application/vnd.jupyter.widget-state+json": {"state": {}}}},
    ],
)
def test_other_metadata_wait(
    house: ServerContext, notebook: Notebook, metadata: dict[str, object]
) -> None:
    notebook["metadata"] |= metadata
    assert why(house, notebook) == "metadata"


@pytest.mark.parametrize("loaded", [{}, {"metadata": []}, {"metadata": None, "cells": None}])
def test_what_is_no_notebook_waits(
    house: ServerContext, notebook: Notebook, loaded: object
) -> None:
    assert why(house, loaded) == "signature"


@pytest.mark.parametrize(
    "argv",
    [
        [],
        ["/bin/sh", *KERNEL[1:]],
        [sys.executable, "-m", "evil", *KERNEL[3:]],
        [sys.executable, "-c", "1", *KERNEL[1:]],
        [*KERNEL, "--IPKernelApp.exec_lines=1"],
    ],
)
def test_another_kernel_under_this_name_waits(
    house: ServerContext, notebook: Notebook, argv: list[str]
) -> None:
    assert why(house, notebook, argv=argv) == "kernel"
    assert autorun.is_our_python(["python", *KERNEL[1:]])


# -- over the wire --------------------------------------------------------------------------------


def test_the_server_says_yes_and_no(served: Served) -> None:
    made = served.told(served.post("/trainees/chen-jie/copies", {"page": "pacing"}), "Copy")
    contents = f"{served.url.removesuffix('/workbook/api')}/api/contents/{made['path']}"
    loaded = served.client.get(contents).json()["content"]
    answer = served.post("/verdicts", {"path": made["path"], "notebook": loaded})
    assert served.told(answer, "Verdict") == {"runs": True, "says": ""}
    # JupyterLab saves it with what its cells gave out, and loads it again.
    cell_of(loaded, tagged=False)["execution_count"] = 1
    saved = {"type": "notebook", "format": "json", "content": loaded}
    assert served.client.put(contents, json=saved).status_code == 200
    loaded = served.client.get(contents).json()["content"]
    answer = served.post("/verdicts", {"path": made["path"], "notebook": loaded})
    assert served.told(answer, "Verdict") == {"runs": True, "says": ""}
    cell_of(loaded, tagged=False)["source"] = "import os"
    answer = served.post("/verdicts", {"path": made["path"], "notebook": loaded})
    assert served.told(answer, "Verdict") == {"runs": False, "says": "code"}


def test_a_kernel_of_ones_own_is_seen(served: Served) -> None:
    made = served.told(served.post("/trainees/chen-jie/copies", {"page": "start"}), "Copy")
    loaded = as_loaded(served.root / made["path"])
    spec = served.home / "kernels" / "kernels" / "python3"
    spec.mkdir(parents=True)
    said = {"argv": ["/bin/sh", "-c", "true"], "display_name": "Python 3", "language": "python"}
    (spec / "kernel.json").write_text(json.dumps(said), encoding="utf-8")
    try:
        answer = served.post("/verdicts", {"path": made["path"], "notebook": loaded})
        assert served.told(answer, "Verdict") == {"runs": False, "says": "kernel"}
    finally:
        (spec / "kernel.json").unlink()
        spec.rmdir()

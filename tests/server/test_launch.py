"""Copies of the chapters as live forms, for one trainee, with JupyterLab's settings beside them."""

from __future__ import annotations

import ast
import json
import os
from pathlib import Path
from typing import Any

import nbformat
import pytest
from jupyter_server.serverapp import ServerApp
from typed import CHEN, HUANG, MONTH, PACING, book_of

from workbook import resources
from workbook.book import samples
from workbook.errors import BadInput, NotFound
from workbook.pages.copies import copy_for
from workbook.server.lab_options import without
from workbook.server.launch import command_for, open_lab, plainly_spoken, prepare, session
from workbook.store import Store, default_url, open_store


@pytest.fixture(autouse=True)
def own_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What copies are signed with is not the one of whoever runs the tests."""
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "jupyter"))


ENCRYPTION = "--KernelManager.transport_encryption=auto"
NAMES = sorted(path.name for path in resources.notebooks().glob("*.ipynb"))


def given_in(page: Path) -> dict[str, Any]:
    """The parameters of a copy."""
    cells = json.loads(page.read_text(encoding="utf-8"))["cells"]
    (source,) = ["".join(one["source"]) for one in cells if one["metadata"].get("tags")]
    return {
        statement.targets[0].id: ast.literal_eval(statement.value)
        for statement in ast.parse(source).body
        if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name)
    }


def test_a_trainee_gets_a_live_copy_of_every_chapter(
    store: Store, path: Path, tmp_path: Path
) -> None:
    pages = prepare(str(path), CHEN.id, MONTH, "", tmp_path / "pages")
    assert pages == tmp_path / "pages" / CHEN.id
    assert sorted(one.name for one in pages.iterdir()) == NAMES
    for page in pages.iterdir():
        assert given_in(page) == {
            "trainee": CHEN.id,
            "month": MONTH,
            "today": "",
            "language": "",
            "store": str(path),
            "mode": "form",
        }
        nbformat.validate(nbformat.read(page, as_version=4))


def test_a_copy_has_no_outputs_and_its_code_is_folded_away() -> None:
    source = resources.notebooks() / "04_pacing.ipynb"
    for cell in copy_for(source, {"trainee": "x'\\ \"y"})["cells"]:
        if cell["cell_type"] == "code":
            assert (cell["outputs"], cell["execution_count"]) == ([], None)
            assert cell["metadata"]["jupyter"]["source_hidden"] is True


def test_parameters_are_text_not_code(tmp_path: Path) -> None:
    source = resources.notebooks() / "04_pacing.ipynb"
    text = "x'\\ \"y\nimport os"
    page = tmp_path / "copy.ipynb"
    page.write_text(json.dumps(copy_for(source, {"trainee": text})), encoding="utf-8")
    assert given_in(page) == {"trainee": text}


def test_opening_again_brings_the_copies_up_to_date_and_keeps_the_answers(
    store: Store, path: Path, tmp_path: Path
) -> None:
    book_of(store).save("pacing", PACING, 0)
    pages = prepare(str(path), CHEN.id, MONTH, "", tmp_path)
    broken, later = pages / NAMES[0], pages / NAMES[1]
    broken.write_text("{}", encoding="utf-8")
    (pages / "my notes.txt").write_text("mine", encoding="utf-8")
    prepare(str(path), CHEN.id, "2027-01", "", tmp_path)
    # What was changed waits until somebody asks for it to be restored.
    assert broken.read_text(encoding="utf-8") == "{}"
    assert given_in(later)["month"] == "2027-01"
    assert (pages / "my notes.txt").read_text(encoding="utf-8") == "mine"
    assert len(book_of(store).history("pacing")) == 1


def test_the_server_is_set_for_the_same_session(store: Store, path: Path, tmp_path: Path) -> None:
    chosen = session(str(path), CHEN.id, MONTH, "zh-Hant", tmp_path)
    command = command_for(chosen, tmp_path)
    assert f"--ServerApp.root_dir={tmp_path}" in command
    set_for = [one for one in command if one.startswith("--WorkbookServer.")]
    assert set_for == [
        f"--WorkbookServer.store={path}",
        f"--WorkbookServer.trainee={CHEN.id}",
        f"--WorkbookServer.month={MONTH}",
        "--WorkbookServer.today=",
        "--WorkbookServer.language=zh-Hant",
        "--WorkbookServer.pages=",
        "--WorkbookServer.sample=False",
    ]


def test_the_server_knows_that_it_is_a_store_to_try(tmp_path: Path) -> None:
    chosen = session(samples.NAME, "", "", "", tmp_path)
    command = command_for(chosen, tmp_path)
    assert f"--WorkbookServer.store={tmp_path / 'samples.db'}" in command
    assert f"--WorkbookServer.today={samples.TODAY}" in command
    assert "--WorkbookServer.sample=True" in command


def test_a_relative_store_is_found_from_the_copies(
    store: Store, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(path.parent)
    pages = prepare(path.name, CHEN.id, MONTH, "", tmp_path / "pages")
    assert given_in(pages / NAMES[0])["store"] == str(path)


def test_the_only_one_in_the_roster_need_not_be_named(tmp_path: Path) -> None:
    with open_store(tmp_path / "one.db") as store:
        store.put_trainees([HUANG])
    assert prepare(str(tmp_path / "one.db"), "", MONTH, "", tmp_path).name == HUANG.id


def test_of_several_one_is_chosen_in_the_browser(store: Store, path: Path, tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    assert prepare(str(path), "", MONTH, "", folder) == folder
    assert [one.name for one in folder.iterdir()] == [".lab"]
    command = command_for(session(str(path), "", MONTH, "", folder), folder)
    assert "--WorkbookServer.trainee=" in command
    assert f"--WorkbookServer.store={path}" in command


def test_who_is_named_is_meant_whomever_somebody_chose_before(
    store: Store, path: Path, tmp_path: Path
) -> None:
    kept = tmp_path / ".lab" / "coaching-workbook" / "plugin.jupyterlab-settings"
    kept.parent.mkdir(parents=True)
    chosen = '{\n    // Trainee\n    "trainee": "huang-li",\n    "month": "2026-11"\n}'
    kept.write_text(chosen, encoding="utf-8")
    prepare(str(path), "", MONTH, "", tmp_path)
    assert kept.read_text(encoding="utf-8") == chosen
    prepare(str(path), CHEN.id, MONTH, "", tmp_path)
    assert kept.read_text(encoding="utf-8") == chosen.replace("huang-li", "")


def test_the_store_that_nobody_named_is_looked_for_as_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The address of the store that commands fall back to is a URL, also where there is no file."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.delenv("WORKBOOK_STORE", raising=False)
    chosen = session(default_url(), "", "", "", tmp_path / "pages")
    assert chosen.sample
    assert not (tmp_path / "data").exists()


def test_without_a_roster_the_fictitious_cohort_is_opened(tmp_path: Path) -> None:
    pages = prepare(str(tmp_path / "none.db"), "", "", "", tmp_path / "pages")
    given = given_in(pages / NAMES[0])
    assert (given["trainee"], given["month"]) == (samples.FIRST, samples.MONTH)
    assert given["today"] == samples.TODAY
    copy = Path(given["store"])
    assert copy.parent == tmp_path / "pages"
    with open_store(copy) as store:
        entry = store.latest(samples.FIRST, "pacing", samples.MONTH)
        assert entry is not None
        book_of(store, samples.FIRST).save("pacing", PACING, entry.version)
    prepare(str(tmp_path / "none.db"), "", "", "", tmp_path / "pages")
    with open_store(copy) as store:
        assert len(book_of(store, samples.FIRST).history("pacing")) == entry.version + 1
    assert not (tmp_path / "none.db").exists()


def test_the_samples_by_name_are_a_copy_to_try(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    pages = prepare(samples.NAME, "zhou-wei", "", "", tmp_path / "pages")
    assert pages.name == "zhou-wei"
    assert Path(given_in(pages / NAMES[0])["store"]) == tmp_path / "pages" / "samples.db"
    assert not (tmp_path / samples.NAME).exists()


def test_a_real_trainee_is_never_held_at_the_samples_day(
    store: Store, path: Path, tmp_path: Path
) -> None:
    pages = prepare(str(path), samples.FIRST, samples.MONTH, "", tmp_path)
    assert given_in(pages / NAMES[0])["today"] == ""


@pytest.mark.parametrize(
    ("language", "locale"), [("zh-Hans", "zh_CN"), ("zh-Hant", "zh_TW"), ("en", "default")]
)
def test_jupyterlab_speaks_the_trainees_language(
    store: Store, path: Path, tmp_path: Path, language: str, locale: str
) -> None:
    prepare(str(path), CHEN.id, MONTH, language, tmp_path)
    settings = tmp_path / ".lab" / "@jupyterlab" / "translation-extension"
    text = (settings / "plugin.jupyterlab-settings").read_text(encoding="utf-8")
    assert json.loads(text) == {"locale": locale}


@pytest.mark.parametrize(
    ("trainee", "month", "language", "error", "said"),
    [
        ("chen", MONTH, "", NotFound, "chen-jie"),
        (CHEN.id, "2026-13", "", BadInput, "2026-12"),
        (CHEN.id, MONTH, "english", NotFound, "en"),
    ],
)
def test_what_is_wrong_is_said_before_anything_is_written(
    store: Store,
    path: Path,
    tmp_path: Path,
    trainee: str,
    month: str,
    language: str,
    error: type[Exception],
    said: str,
) -> None:
    with pytest.raises(error, match=said):
        prepare(str(path), trainee, month, language, tmp_path / "pages")
    assert not list((tmp_path / "pages").glob("*/*.ipynb"))


# -- what JupyterLab is told ----------------------------------------------------------------------


def opened(*more: str, trainee: str = "nobody") -> None:
    """Up to the point at which there is nobody whose workbook it could be."""
    open_lab("samples", trainee, "", "", Path("pages"), *more, tell=print)


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache that is nobody's; the samples are put into it once."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def as_root(tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of Jupyter's configuration of a person who is root, and of nobody else."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache))
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(tmp_path / "config"))
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    (tmp_path / "config").mkdir()
    return tmp_path / "config"


def test_root_is_told_at_once(as_root: Path) -> None:
    with pytest.raises(BadInput, match=r"workbook lab -- --allow-root"):
        opened()
    assert not Path("pages").exists()


@pytest.mark.slow
@pytest.mark.parametrize("more", ["--allow-root", "--ServerApp.allow_root=True"])
def test_root_may_who_says_so(as_root: Path, more: str) -> None:
    with pytest.raises(NotFound, match="nobody"):
        opened(more)


@pytest.mark.slow
def test_root_may_where_jupyter_is_set_so(as_root: Path) -> None:
    said = json.dumps({"ServerApp": {"allow_root": True}})
    (as_root / "jupyter_server_config.json").write_text(said, encoding="utf-8")
    with pytest.raises(NotFound, match="nobody"):
        opened()


@pytest.mark.parametrize(
    "more",
    [
        ("chen-jie", "--allow-root"),
        ("--allow-root", "chen-jie"),
        ("--ServerApp.port=8899", "chen-jie"),
        ("--port", "8899", "chen-jie", "--allow-root"),
    ],
)
def test_a_name_is_no_option_of_jupyterlab(more: tuple[str, ...]) -> None:
    with pytest.raises(BadInput, match=r"--trainee chen-jie"):
        opened(*more)


@pytest.mark.slow
@pytest.mark.parametrize("more", [("--port", "8899"), ("--port=8899",), ("--debug", "--ip=::1")])
def test_an_option_may_have_its_value_behind_it(as_root: Path, more: tuple[str, ...]) -> None:
    with pytest.raises(NotFound, match="nobody"):
        opened("--allow-root", *more)


@pytest.mark.parametrize(
    ("more", "instead"),
    [
        ("--ServerApp.root_dir=/srv", "--folder"),
        ("--notebook-dir=/srv", "--folder"),
        ("--WorkbookServer.store=other.db", "--store"),
        ("--WorkbookServer.month=2026-11", "--month"),
    ],
)
def test_what_the_copies_hang_on_has_an_option_of_ours(
    as_root: Path, more: str, instead: str
) -> None:
    with pytest.raises(BadInput, match=rf"workbook lab {instead}"):
        opened("--allow-root", more)
    assert not Path("pages").exists()


@pytest.mark.parametrize(
    ("more", "dropped"),
    [
        (["--port", "9000"], {"--ServerApp.port=8899"}),
        (["--ServerApp.port=9000", "--ip=::1"], {"--ServerApp.port=8899", "--ServerApp.ip=::"}),
        (["--KernelManager.transport_encryption=required"], {ENCRYPTION}),
        (["--ServerApp.port_retries=0"], set()),
        (["--ServerApp.jpserver_extensions=jupyter_lsp=False"], set()),
    ],
)
def test_what_follows_replaces_what_we_set(
    store: Store, path: Path, tmp_path: Path, more: list[str], dropped: set[str]
) -> None:
    chosen = session(str(path), CHEN.id, MONTH, "", tmp_path)
    own = ["--ServerApp.port=8899", "--ServerApp.ip=::"]
    ours = [
        ENCRYPTION if "encryption" in one else one for one in [*command_for(chosen, tmp_path), *own]
    ]
    left = without(ours, more)
    assert set(ours) - set(left) == dropped
    # JupyterLab itself takes it, which refuses an option that is set twice.
    server = ServerApp()
    server.parse_command_line([*(one for one in left[3:]), *more])
    assert server.jpserver_extensions["voila.server_extension"] is False


# -- kernels that cannot be overheard -------------------------------------------------------------


@pytest.fixture
def kernels(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which other kernels may be installed for this person."""
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "path"))
    return tmp_path / "path" / "kernels"


def installed(kernels: Path, name: str, metadata: object) -> None:
    folder = kernels / name
    folder.mkdir(parents=True)
    spec = {"argv": ["R"], "display_name": name, "language": "R", "metadata": metadata}
    (folder / "kernel.json").write_text(json.dumps(spec), encoding="utf-8")


def test_every_kernel_has_to_encrypt_where_each_can(
    kernels: Path, store: Store, path: Path, tmp_path: Path
) -> None:
    installed(kernels, "julia", {"supported_encryption": "Curve"})
    command = command_for(session(str(path), CHEN.id, MONTH, "", tmp_path), tmp_path)
    assert "--KernelManager.transport_encryption=required" in command
    assert plainly_spoken() == []


@pytest.mark.parametrize("metadata", [{}, {"supported_encryption": ["other"]}])
def test_a_kernel_that_cannot_is_named_and_still_starts(
    kernels: Path, store: Store, path: Path, tmp_path: Path, metadata: object
) -> None:
    installed(kernels, "ir", metadata)
    command = command_for(session(str(path), CHEN.id, MONTH, "", tmp_path), tmp_path)
    assert "--KernelManager.transport_encryption=auto" in command
    (line,) = plainly_spoken()
    assert "cannot encrypt: ir." in line

"""The wheel: what is in it, and a demo in an empty environment with the wheel alone."""

from __future__ import annotations

import csv
import email
import os
import re
import subprocess
import sys
import sysconfig
import venv
import zipfile
from importlib.util import find_spec
from pathlib import Path

import nbformat
import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from test_packaging import PROJECT, ROOT, asked_for

from workbook.pages.copies.notebook_code import made_of

pytestmark = pytest.mark.slow

SHIPPED = {"templates": "templates", "notebooks": "notebooks", "data/samples": "samples"}
SAMPLES = ("roster.csv", "entries.jsonl")
DATA = (".css", ".js", ".j2", ".json", ".otf", ".po", ".txt", ".yaml")
BUNDLE = "share/jupyter/labextensions/coaching-workbook"
SWITCH = "etc/jupyter/jupyter_server_config.d/coaching-workbook.json"
IN_THE_DEMO = ("chen-jie", "zhou-wei")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built as `pip` would, with the build backend that is here where there is one."""
    folder = tmp_path_factory.mktemp("dist")
    isolated = [] if find_spec("hatchling") is None else ["--no-build-isolation"]
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", *isolated]
    subprocess.run([*command, "--wheel-dir", str(folder), str(ROOT)], check=True)
    (built,) = folder.glob("*.whl")
    return built


def names_in(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def files(folder: Path, *suffixes: str) -> list[Path]:
    """The files below a folder, without what Python, Jupyter and the plugin's build leave there."""
    return [
        path
        for path in folder.rglob("*")
        if path.is_file()
        and "__pycache__" not in path.parts
        and "labextension" not in path.parts
        and ".ipynb_checkpoints" not in path.parts
        and (not suffixes or path.suffix in suffixes)
    ]


def test_the_wheel_holds_all_code_and_what_it_reads(wheel: Path) -> None:
    there = names_in(wheel)
    for path in files(ROOT / "workbook", ".py", *DATA):
        assert path.relative_to(ROOT).as_posix() in there


def test_the_wheel_holds_templates_notebooks_and_samples(wheel: Path) -> None:
    there = names_in(wheel)
    for folder, packaged in SHIPPED.items():
        kinds = (".ipynb", ".csv", ".xlsx", ".jsonl") + ((".yaml",) * (folder == "templates"))
        for path in files(ROOT / folder, *kinds):
            name = path.relative_to(ROOT / folder).as_posix()
            assert f"workbook/package_data/{packaged}/{name}" in there
    for name in SAMPLES:
        assert f"workbook/package_data/samples/{name}" in there


def test_the_wheel_holds_nothing_that_only_the_repository_needs(wheel: Path) -> None:
    held = [name for name in names_in(wheel) if name.startswith("workbook/package_data/")]
    assert {Path(name).suffix for name in held} == {".csv", ".ipynb", ".jsonl", ".xlsx", ".yaml"}
    assert not [name for name in held if name.endswith(".yaml") and "/templates/" not in name]
    with zipfile.ZipFile(wheel) as archive:
        for name in (name for name in held if name.endswith(".ipynb")):
            there = nbformat.reads(archive.read(name).decode(), as_version=4)
            assert all(not cell.get("outputs") for cell in there.cells)
            place = ROOT / name.removeprefix("workbook/package_data/")
            assert made_of(there) == made_of(nbformat.read(place, as_version=4))


def test_the_wheel_holds_nothing_that_is_nobodys_business(wheel: Path) -> None:
    for name in names_in(wheel):
        assert name.startswith(("workbook/", "coaching_workbook-")), name
        assert not name.endswith((".pyc", ".db", ".rejected.csv")), name
        assert ".ipynb_checkpoints" not in name


def test_the_font_comes_with_its_licence(wheel: Path) -> None:
    there = names_in(wheel)
    assert "workbook/fonts/NotoSansSC-Regular.otf" in there
    (licence,) = [name for name in there if name.endswith("licenses/workbook/fonts/OFL.txt")]
    with zipfile.ZipFile(wheel) as archive:
        assert "SIL OPEN FONT LICENSE" in archive.read(licence).decode().upper()


def test_the_wheel_asks_for_what_the_project_names(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        (name,) = [one for one in archive.namelist() if one.endswith("dist-info/METADATA")]
        described = email.message_from_bytes(archive.read(name))
    asked = [Requirement(one) for one in described.get_all("Requires-Dist", [])]
    named = {canonicalize_name(one.name): one.specifier for one in asked if one.marker is None}
    assert named == {canonicalize_name(one.name): one.specifier for one in asked_for()}
    assert described["Requires-Python"] == PROJECT["requires-python"]
    assert described["License-Expression"] == "MIT"


def installed(wheel: Path, folder: Path) -> Path:
    """An empty environment with the wheel alone, and beside it the packages that it asks for."""
    venv.create(folder, symlinks=True)
    site = next(folder.glob("lib/python*/site-packages"))
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    (site / "packages.pth").write_text(f"{sysconfig.get_path('purelib')}\n", encoding="utf-8")
    return site


def with_few(samples: Path) -> None:
    """Two of the cohort are enough to see that all of it works; the roster says who is in it."""
    roster = samples / "roster.csv"
    with roster.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    kept = [rows[0], *(row for row in rows if row[0] in IN_THE_DEMO)]
    assert len(kept) == len(IN_THE_DEMO) + 1
    with roster.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(kept)


def test_the_wheel_alone_runs_the_demo(wheel: Path, tmp_path: Path) -> None:
    site = installed(wheel, tmp_path / "env")
    with_few(site / "workbook" / "package_data" / "samples")
    python = tmp_path / "env" / "bin" / "python"
    code = "import sys; from workbook.cli import app; sys.argv[0] = 'workbook'; app()"
    environment = {**os.environ, "XDG_CACHE_HOME": str(tmp_path / "cache"), "PYTHONPATH": ""}
    done = subprocess.run(
        [python, "-c", code, "demo", "--out", "pages", "--workers", "2"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    pages = tmp_path / "pages"
    made = {page.relative_to(pages).as_posix() for page in pages.rglob("*.html")}
    numbered = (ROOT / "notebooks").glob("[0-9]*.ipynb")
    chapters = [path.stem.partition("_")[2] for path in numbered]
    assert len(chapters) >= 6
    assert made == {
        "index.html",
        "cohort.html",
        *(f"{one}/{chapter}.html" for one in IN_THE_DEMO for chapter in chapters),
    }
    where = subprocess.run(
        [python, "-c", "import workbook; print(workbook.__file__)"],
        cwd=tmp_path, env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert Path(where.stdout.strip()).is_relative_to(site)


def test_the_command_is_the_apps(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        (name,) = [one for one in archive.namelist() if one.endswith("entry_points.txt")]
        assert "workbook = workbook.cli:app" in archive.read(name).decode()


def shared(wheel: Path) -> set[str]:
    """What the wheel puts into the environment beside the package."""
    parts = [name.split(".data/data/") for name in names_in(wheel)]
    return {part[1] for part in parts if len(part) > 1}


def test_the_wheel_brings_the_plugin_once(wheel: Path) -> None:
    there = shared(wheel)
    assert {f"{BUNDLE}/package.json", f"{BUNDLE}/install.json", SWITCH} <= there
    assert f"{BUNDLE}/schemas/coaching-workbook/plugin.json" in there
    assert any(re.fullmatch(rf"{BUNDLE}/static/remoteEntry\.\w+\.js", name) for name in there)
    assert not [name for name in names_in(wheel) if name.startswith("workbook/labextension")]


def test_the_plugin_is_built_from_the_sources_that_are_here(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        scripts = [name for name in archive.namelist() if f"{BUNDLE}/static/" in name]
        text = "".join(archive.read(name).decode() for name in scripts if name.endswith(".js"))
    assert "coaching-workbook:IWorkbook" in text

"""What is shipped: a wheel with all that it needs, and three lists of packages that agree."""

from __future__ import annotations

import csv
import email
import json
import os
import re
import subprocess
import sys
import sysconfig
import tomllib
import venv
import zipfile
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import nbformat
import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from ruamel.yaml import YAML

from workbook.pages.copies.notebook_code import made_of

ROOT = Path(__file__).parent.parent
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
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


# -- the wheel ------------------------------------------------------------------------------------


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
    chapters = ("start", "battle_map", "journey", "pacing", "action_plan")
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


# -- the plugin -----------------------------------------------------------------------------------


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


def test_the_plugin_and_the_package_have_one_version() -> None:
    described = json.loads((ROOT / "labextension" / "package.json").read_text("utf-8"))
    assert described["version"] == PROJECT["version"]
    assert described["name"] == PROJECT["name"]


def test_the_server_is_switched_on_by_its_module() -> None:
    path = ROOT / "labextension" / "jupyter-config" / "coaching-workbook.json"
    (module,) = json.loads(path.read_text("utf-8"))["ServerApp"]["jpserver_extensions"]
    assert find_spec(module) is not None


def test_the_plugins_lock_names_no_registry() -> None:
    text = (ROOT / "labextension" / "package-lock.json").read_text("utf-8")
    assert '"resolved"' not in text
    assert not re.findall(r"registry\.[a-z]+\.[a-z]+", text)


def test_the_plugins_lock_is_of_its_list() -> None:
    folder = ROOT / "labextension"
    described = json.loads((folder / "package.json").read_text("utf-8"))
    locked_for = json.loads((folder / "package-lock.json").read_text("utf-8"))["packages"][""]
    for kind in ("dependencies", "devDependencies"):
        assert locked_for[kind] == described[kind]


# -- three lists of packages ----------------------------------------------------------------------


def asked_for(*extras: str) -> list[Requirement]:
    listed = [PROJECT["dependencies"], *(PROJECT["optional-dependencies"][one] for one in extras)]
    return [Requirement(one) for many in listed for one in many]


def test_conda_installs_what_the_project_names() -> None:
    listed = YAML(typ="safe", pure=True).load((ROOT / "environment.yml").read_text("utf-8"))
    *conda, by_pip = listed["dependencies"]
    assert by_pip["pip"].pop() == "."
    named = [Requirement(one.replace(" ", "", 1)) for one in (*conda, *by_pip["pip"])]
    found = {canonicalize_name(one.name): one.specifier for one in named}
    python = found.pop(canonicalize_name("python"))
    assert str(python).startswith(PROJECT["requires-python"]) or python.contains("3.11")
    assert not python.contains("3.10")
    found.pop(canonicalize_name("pip"))
    assert found == {canonicalize_name(one.name): one.specifier for one in asked_for()}


def locked() -> dict[Requirement, set[str]]:
    """Each pin with its hashes; a line goes on after a backslash."""
    text = (ROOT / "requirements.lock").read_text("utf-8").replace("\\\n", " ")
    lines = [line.split(" --hash=") for line in text.splitlines() if line.strip()]
    return {Requirement(pin): {one.strip() for one in hashes} for pin, *hashes in lines}


def test_the_lock_pins_one_version_of_all_that_the_project_names() -> None:
    pins: dict[str, list[Requirement]] = {}
    for one in locked():
        pins.setdefault(canonicalize_name(one.name), []).append(one)
    for requirement in asked_for("lab", "test"):
        here = [
            one
            for one in pins.get(canonicalize_name(requirement.name), [])
            if one.marker is None or one.marker.evaluate()
        ]
        assert len(here) == 1, requirement
        (pin,) = here[0].specifier
        assert pin.operator == "=="
        assert requirement.specifier.contains(pin.version, prereleases=True), (requirement, pin)


def test_the_lock_knows_each_file_by_its_hash() -> None:
    for pin, hashes in locked().items():
        assert hashes, pin
        assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", one) for one in hashes), pin


def test_the_lock_holds_no_address() -> None:
    text = (ROOT / "requirements.lock").read_text("utf-8")
    for sign in ("://", "--index", "--find-links", " @ ", "file:"):
        assert sign not in text

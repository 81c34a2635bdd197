"""What is shipped: a plugin of the package's version, and three lists of packages that agree."""

from __future__ import annotations

import json
import re
import tomllib
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from ruamel.yaml import YAML

ROOT = Path(__file__).parent.parent
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


# -- the plugin -----------------------------------------------------------------------------------


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

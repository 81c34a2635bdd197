"""What ``make notebooks-check`` runs: nbval with stock kernels, then with warm ones alone."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from workbook import resources

ROOT = resources.PACKAGE.parent
IS_WARM = (
    "import os\n'workbook.batch.kernels.zygote' in open(f'/proc/{os.getppid()}/cmdline').read()"
)
NOTEBOOKS = {"warm": ("python3", "True"), "stock": ("python3", "False"), "other": ("other", "True")}
# Plugins that make a warm run cold: how, and what is said of it.
COLD = """
import nbval.kernel
import tests.warm

tests.warm.started = nbval.kernel.start_new_kernel
"""
LOST = """
def pytest_configure(config):
    if hasattr(config, "workerinput"):
        config.pluginmanager.unregister(name="tests.warm")
"""
GONE_COLD = {"has a kernel that started cold": COLD, "Nobody looked in which kernel": LOST}


def _commands() -> list[list[str]]:
    """The commands for stock and for warm kernels, without the folder at their end."""
    done = subprocess.run(
        ["make", "--dry-run", "--no-print-directory", "notebooks-stock", "notebooks-check"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    lines = [line.split() for line in done.stdout.decode().splitlines()]
    assert {line[-1] for line in lines} == {"notebooks"}
    return [[sys.executable, *line[1:-1]] for line in lines]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Notebooks that were run in a warm, in a stock and in another kernel, by what they show."""
    for name, (kernel, shown) in NOTEBOOKS.items():
        result = nbformat.v4.new_output("execute_result", {"text/plain": shown}, execution_count=1)
        cell = nbformat.v4.new_code_cell(IS_WARM, execution_count=1, outputs=[result])
        about = {"kernelspec": {"name": kernel, "display_name": "", "language": "python"}}
        (tmp_path / "notebooks").mkdir(exist_ok=True)
        nbformat.write(
            nbformat.v4.new_notebook(cells=[cell], metadata=about),
            tmp_path / "notebooks" / f"{name}.ipynb",
        )
    argv = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    spec = {"argv": argv, "display_name": "", "language": "python", "env": {"OTHER": "1"}}
    (tmp_path / "kernels" / "other").mkdir(parents=True)
    (tmp_path / "kernels" / "other" / "kernel.json").write_text(json.dumps(spec))
    return tmp_path


def _outcomes(command: list[str], folder: Path) -> tuple[dict[str, str], str]:
    """Notebook → how it ended; and all that was said."""
    settings = ["-rA", "--color=no", f"--rootdir={ROOT}", "-c", str(ROOT / "pyproject.toml")]
    done = subprocess.run(
        [*command, *settings, str(folder / "notebooks")],
        cwd=ROOT,
        env=os.environ | {"JUPYTER_PATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    found = re.findall(r"^(PASSED|FAILED|ERROR) \S*?(\w+)\.ipynb", done.stdout, re.MULTILINE)
    return {name: how for how, name in found}, done.stdout


@pytest.mark.slow
def test_with_stock_kernels_and_then_with_warm_ones(folder: Path) -> None:
    stock, warm = _commands()
    outcomes, _ = _outcomes(stock, folder)
    assert outcomes == {"warm": "FAILED", "stock": "PASSED", "other": "FAILED"}
    outcomes, said = _outcomes(warm, folder)
    assert outcomes == {"warm": "PASSED", "stock": "FAILED", "other": "ERROR"}
    assert "No warm kernel: other has settings of its own" in said
    assert "1 warm kernels" in said


@pytest.mark.slow
@pytest.mark.parametrize("words", GONE_COLD)
def test_a_run_that_went_cold_does_not_pass(
    words: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "cold.py").write_text(GONE_COLD[words])
    monkeypatch.setenv("PYTHONPATH", str(folder))
    for name in ("warm", "other"):  # "stock" would pass
        (folder / "notebooks" / f"{name}.ipynb").unlink()
    outcomes, said = _outcomes([*_commands()[1], "-p", "cold", "-n", "1"], folder)
    assert "PASSED" not in outcomes.values()
    assert words in said

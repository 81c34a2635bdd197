"""Describes the machine and the code that were measured."""

from __future__ import annotations

import hashlib
import importlib.metadata
import os
import platform
import subprocess
from pathlib import Path
from typing import Any

import psutil

from benchmarks.ground import ROOT

PACKAGES = ("papermill", "nbclient", "nbconvert", "ipykernel", "matplotlib", "pandas", "numpy")
CODE = ("workbook/batch", "workbook/batch/kernels")
MEASURED = ("workbook", "notebooks", "templates", "data", "benchmarks")
ENDINGS = (".py", ".css", ".j2")
BUSY = 0.5  # of the load average: above it somebody else is at work too


def described() -> dict[str, Any]:
    """The machine without its name: its hardware, its load at the start, its versions."""
    load = os.getloadavg()
    return {
        "processor": _processor(),
        "cores": len(os.sched_getaffinity(0)),
        "memory_gb": round(psutil.virtual_memory().total / 2**30),
        "system": f"{platform.system()} {'.'.join(platform.release().split('.')[:2])}",
        "load": [round(one, 2) for one in load],
        "busy": load[0] > BUSY,
        "python": platform.python_version(),
        "packages": {name: importlib.metadata.version(name) for name in PACKAGES},
    }


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    named = (line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.machine())


def commit() -> dict[str, Any]:
    """The commit, and whether files that are measured were changed since; empty without git."""
    number = _git("rev-parse", "HEAD")
    results = ":!benchmarks/results.json"
    changed = _git("status", "--porcelain", "--", *MEASURED, results)
    return {"commit": number, "changed_since": bool(changed)}


def _git(*words: str) -> str:
    try:
        done = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return ""
    return done.stdout.strip()


def code() -> dict[str, str]:
    """Folder → SHA-256 over the names and bytes of the code in it."""
    return {folder: digest(ROOT / folder) for folder in CODE}


def digest(folder: Path) -> str:
    """SHA-256 over the names and bytes of the code below ``folder``."""
    found = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.suffix in ENDINGS and "__pycache__" not in path.parts:
            name = path.relative_to(folder).as_posix()
            found.update(f"{name}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return found.hexdigest()

"""A real JupyterLab on 127.0.0.1 with folders of its own, and Chromium to look at it."""

from __future__ import annotations

import json
import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
)
QUIET = {
    "notification": {"fetchNews": "false", "checkForUpdates": False},
    "themes": {"theme": "JupyterLab Light"},
}


@dataclass(frozen=True)
class Lab:
    """A running JupyterLab: where it listens, its token, its notebooks and its settings."""

    url: str
    token: str
    work: Path
    settings: Path

    def set(self, **settings: object) -> None:
        """Change settings of ``@jupyterlab/apputils-extension`` for the pages opened from now."""
        folder = self.settings / "@jupyterlab" / "apputils-extension"
        folder.mkdir(parents=True, exist_ok=True)
        for name, value in settings.items():
            path = folder / f"{name}.jupyterlab-settings"
            path.write_text(json.dumps(value), encoding="utf-8")


@pytest.fixture(scope="session")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    with running_lab(tmp_path_factory.mktemp("lab")) as started:
        yield started


@contextmanager
def running_lab(root: Path) -> Iterator[Lab]:
    """A JupyterLab with all its folders in ``root``."""
    started = Lab(
        f"http://127.0.0.1:{_free_port()}", secrets.token_hex(16), root / "work", root / "settings"
    )
    started.work.mkdir()
    started.set(**QUIET)
    with (root / "lab.log").open("wb") as log:
        process = subprocess.Popen(
            _command(started), env=_environment(root), stdout=log, stderr=log
        )
        try:
            _wait_for(started, process, root / "lab.log")
            yield started
        finally:
            process.terminate()
            process.wait(20)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def context(chromium: Browser, lab: Lab) -> Iterator[BrowserContext]:
    """One browser for all tests, so that JupyterLab is loaded from its cache."""
    opened = chromium.new_context(viewport={"width": 1360, "height": 900}, locale="zh-CN")
    opened.set_default_timeout(20_000)
    opened.grant_permissions(["clipboard-read", "clipboard-write"], origin=lab.url)
    yield opened
    opened.close()


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


def _command(started: Lab) -> list[str]:
    return [
        *(sys.executable, "-m", "jupyter", "lab", "--no-browser", "--allow-root"),
        *("--ip=127.0.0.1", f"--port={started.url.rsplit(':', 1)[-1]}"),
        f"--IdentityProvider.token={started.token}",
        *("--ServerApp.port_retries=0", f"--ServerApp.root_dir={started.work}"),
        "--LabApp.extension_manager=readonly",
    ]


def _environment(root: Path) -> dict[str, str]:
    home = root / "home"
    folders = {
        "HOME": home,
        "JUPYTER_CONFIG_DIR": home / "config",
        "JUPYTER_DATA_DIR": home / "data",
        "JUPYTER_RUNTIME_DIR": home / "runtime",
        "IPYTHONDIR": home / "ipython",
        "JUPYTERLAB_SETTINGS_DIR": root / "settings",
        "JUPYTERLAB_WORKSPACES_DIR": root / "workspaces",
    }
    home.mkdir()
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    return {**os.environ, **{name: str(place) for name, place in folders.items()}, "PATH": path}


def _wait_for(started: Lab, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"{started.url}/api", timeout=2):
                return
        except OSError:
            assert process.poll() is None, log.read_text(encoding="utf-8")
            time.sleep(0.1)
    raise AssertionError(f"JupyterLab did not start: {log.read_text(encoding='utf-8')}")

"""A real JupyterLab on 127.0.0.1 with folders of its own, and Chromium to look at it."""

from __future__ import annotations

import json
import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import waiting
from playwright.sync_api import Browser, BrowserContext, expect, sync_playwright
from ports import free_port

from workbook.book.samples import MONTH, TODAY
from workbook.server import launch
from workbook.store import Trainee, open_store

PATIENCE = 1000 * waiting.PATIENCE  # as Playwright counts
expect.set_options(timeout=PATIENCE)
LONGEST = 1800  # seconds for one test, beside processes that take all there is
ROOT = Path(__file__).parents[2]
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

LIN = Trainee(id="lin-yue", name="林悦", cohort="2026-winter", branch="城南支行")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for one in items:
        if Path(__file__).parent in one.path.parents:
            one.add_marker(pytest.mark.timeout(LONGEST))


@dataclass(frozen=True)
class Lab:
    """A running JupyterLab: where it listens, its token, its notebooks and its settings."""

    url: str
    token: str
    work: Path
    settings: Path

    def set(self, **settings: object) -> None:
        """Change settings of ``@jupyterlab/apputils-extension`` for the pages opened from now."""
        for name, value in settings.items():
            self.choose(f"@jupyterlab/apputils-extension/{name}", value)

    def choose(self, plugin: str, value: object) -> None:
        """The same for the settings of any plugin, ``package/plugin``."""
        path = self.settings / f"{plugin}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(value), encoding="utf-8")


@pytest.fixture(scope="session", autouse=True)
def bundle() -> None:
    """What is tested is what stands in the sources: with an older bundle each test fails."""
    built = "workbook/labextension/package.json"
    # the environment's age is another thing than the bundle's
    ask = ["make", "--question", "--old-file=labextension/node_modules/.ready", built]
    asked = subprocess.run(ask, cwd=ROOT, capture_output=True, check=False)
    assert asked.returncode == 0, "The plugin's bundle is older than its sources: make extension"


def new_store(path: Path, *trainees: Trainee) -> Path:
    """A store with these on its roster, who have filled in nothing."""
    with open_store(path) as opened:
        opened.put_trainees(trainees)
    return path


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A roster with one trainee, who has filled in nothing."""
    return new_store(tmp_path_factory.mktemp("store") / "workbook.db", LIN)


@pytest.fixture(scope="session")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    with running_lab(tmp_path_factory.mktemp("lab")) as started:
        yield started


@contextmanager
def running_lab(root: Path) -> Iterator[Lab]:
    """A JupyterLab with all its folders in ``root``."""
    started = lab_in(root, root / "settings")
    started.set(**QUIET)
    spares = f"--KernelProvisionerFactory.default_provisioner_name={launch.KERNELS}"
    command = [sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={started.work}", spares]
    with serving(root, [*command, *_options(started)], started):
        yield started


@contextmanager
def running_workbook(
    root: Path, store: Path | str, trainee: str = "", program: str = "jupyterlab"
) -> Iterator[Lab]:
    """The workbook as ``workbook lab`` opens it, with all its folders in ``root``."""
    started, command = workbook_in(root, store, trainee, program)
    with serving(root, command, started):
        yield started


def workbook_in(
    root: Path, store: Path | str, trainee: str = "", program: str = "jupyterlab"
) -> tuple[Lab, list[str]]:
    """The same, and the command that starts it; it may be stopped and started again.

    The day is that of the samples. The store has to have the trainee on its roster, if one is
    named. program: jupyterlab or notebook.
    """
    started = lab_in(root, root / "work" / ".lab")
    chosen = launch.session(str(store), trainee, MONTH, "", started.work, TODAY)
    launch.prepare(str(store), trainee, MONTH, "", started.work, TODAY)
    started.set(**QUIET)
    # the interpreter, -m, the program, and what the server is set for
    python, module, _, *rest = launch.command_for(chosen, started.work)
    return started, [python, module, program, *rest, *_options(started)]


def lab_in(root: Path, settings: Path) -> Lab:
    """A server that is to listen on a free port, and has its notebooks in ``root``."""
    url = f"http://127.0.0.1:{free_port()}"
    started = Lab(url, secrets.token_hex(16), root / "work", settings)
    started.work.mkdir(parents=True)
    return started


@contextmanager
def serving(root: Path, command: Sequence[str], started: Lab) -> Iterator[None]:
    """The server that ``command`` starts, with folders of its own, until it is stopped."""
    environment = _environment(root, started)
    with (root / "lab.log").open("wb") as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        try:
            _wait_for(started, process, root / "lab.log")
            yield
        finally:
            process.terminate()
            try:
                process.wait(waiting.PATIENCE)
            finally:
                process.kill()


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
    opened.set_default_timeout(PATIENCE)
    opened.grant_permissions(["clipboard-read", "clipboard-write"], origin=lab.url)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def browser(chromium: Browser, lab: Lab) -> Iterator[BrowserContext]:
    """The browser of a module whose tests go on where the one before stopped."""
    from .panel import browsing  # it needs this module first

    with browsing(chromium, lab) as opened:
        yield opened


def _options(started: Lab) -> list[str]:
    return [
        *("--no-browser", "--allow-root", "--ip=127.0.0.1"),
        *(f"--port={started.url.rsplit(':', 1)[-1]}", "--ServerApp.port_retries=0"),
        *(f"--IdentityProvider.token={started.token}",),
        "--LabApp.extension_manager=readonly",
    ]


def _environment(root: Path, started: Lab) -> dict[str, str]:
    home = root / "home"
    folders = {
        "HOME": home,
        "JUPYTER_CONFIG_DIR": home / "config",
        "JUPYTER_DATA_DIR": home / "data",
        "JUPYTER_RUNTIME_DIR": home / "runtime",
        "IPYTHONDIR": home / "ipython",
        "JUPYTERLAB_SETTINGS_DIR": started.settings,
        "JUPYTERLAB_WORKSPACES_DIR": root / "workspaces",
    }
    home.mkdir(exist_ok=True)
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    return {**os.environ, **{name: str(place) for name, place in folders.items()}, "PATH": path}


def _wait_for(started: Lab, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + waiting.PATIENCE
    port = int(started.url.rsplit(":", 1)[-1])
    while time.monotonic() < deadline:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=2):
                return
        except OSError:
            assert process.poll() is None, log.read_text(encoding="utf-8")
            time.sleep(0.1)
    raise AssertionError(f"The server did not start: {log.read_text(encoding='utf-8')}")

"""A real JupyterHub on 127.0.0.1, below a base URL, with a server for each of its users."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.parse import quote

from playwright.sync_api import BrowserContext, Page
from ports import free_port
from waiting import PATIENCE

ROOT = Path(__file__).parents[2]
PROXY = ROOT / "labextension" / "node_modules" / ".bin" / "configurable-http-proxy"
BASE = "/jupyter/"
CONFIG = """
options = {options!r}

def own(spawner):
    spawner.args = ["--allow-root", *options[spawner.user.name]]

c.Spawner.pre_spawn_hook = own
c.Spawner.cmd = ["jupyterhub-singleuser"]
c.Spawner.default_url = "/lab"
c.Spawner.start_timeout = c.Spawner.http_timeout = {patience}
c.JupyterHub.spawner_class = "simple"
c.SimpleLocalProcessSpawner.home_dir_template = {homes!r}
c.JupyterHub.authenticator_class = "dummy"
c.Authenticator.allow_all = True
c.JupyterHub.bind_url = "http://127.0.0.1:{port}{base}"
c.JupyterHub.hub_port = {hub_port}
c.JupyterHub.db_url = "sqlite:///hub.sqlite"
c.JupyterHub.cleanup_servers = True
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:{proxy_port}"
c.ConfigurableHTTPProxy.command = [{proxy!r}]
"""


@dataclass(frozen=True)
class Hub:
    """A running JupyterHub; url: where it listens, with the base URL."""

    url: str

    def of(self, user: str) -> str:
        """The address of a user's own server."""
        return f"{self.url}user/{quote(user, safe='@')}"

    def enter(self, context: BrowserContext, user: str) -> Page:
        """Log in as a user does, and wait for the user's own JupyterLab with its panel."""
        page = context.new_page()
        page.goto(f"{self.url}hub/login")
        page.fill("#username_input", user)
        page.fill("#password_input", "any will do")
        page.click("#login_submit")
        page.locator("#jp-main-dock-panel").wait_for()
        page.locator(".jp-WorkbookPanel").wait_for()
        return page


@contextmanager
def running_hub(root: Path, options: Mapping[str, list[str]]) -> Iterator[Hub]:
    """options: user → what their server is started with."""
    port, hub_port, proxy_port = free_port(), free_port(), free_port()
    root.mkdir(parents=True, exist_ok=True)
    (root / "jupyterhub_config.py").write_text(
        CONFIG.format(
            options=dict(options),
            homes=str(root / "homes" / "{username}"),
            port=port,
            hub_port=hub_port,
            proxy_port=proxy_port,
            base=BASE,
            proxy=str(PROXY),
            patience=PATIENCE,
        ),
        encoding="utf-8",
    )
    with (root / "hub.log").open("wb") as log:
        hub = subprocess.Popen(
            [sys.executable, "-m", "jupyterhub"], cwd=root, env=_told(), stdout=log, stderr=log
        )
    try:
        _wait_for(f"http://127.0.0.1:{port}{BASE}hub/login", hub, root / "hub.log")
        yield Hub(f"http://127.0.0.1:{port}{BASE}")
    finally:
        hub.terminate()  # it ends the proxy and everybody's server
        try:
            hub.wait(PATIENCE)
        finally:
            hub.kill()


def _told() -> dict[str, str]:
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    own = {"PATH": path, "CONFIGPROXY_AUTH_TOKEN": secrets.token_hex(16), "JUPYTER_NO_CONFIG": "1"}
    return {**os.environ, **own}


def _wait_for(url: str, hub: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except (URLError, ConnectionError):
            assert hub.poll() is None, log.read_text(encoding="utf-8")
            time.sleep(0.2)
    raise AssertionError(log.read_text(encoding="utf-8"))

"""A real Jupyter server with the extension, in a process and folders of its own."""

from __future__ import annotations

import json
import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import jsonschema
from ports import free_port
from waiting import PATIENCE

from workbook.server import contract

# As a shell starts what it puts into the background: without Ctrl-C. And without a grammar of web
# addresses that jsonschema would compile for a second; nothing here needs it.
START = """
import signal, sys
signal.signal(signal.SIGINT, signal.SIG_IGN)
sys.modules["rfc3987_syntax"] = None
from jupyter_server.serverapp import main
main()
"""


@dataclass(frozen=True)
class Served:
    """A running server. client: logged in by its token; url: of the routes."""

    url: str
    token: str
    root: Path
    home: Path
    log: Path
    process: subprocess.Popen[bytes]
    client: httpx.Client

    def get(self, path: str, **query: str) -> httpx.Response:
        """GET a route, as its path in the contract says."""
        return self.client.get(self.url + path, params=query)

    def post(self, path: str, body: object, **query: str) -> httpx.Response:
        """POST a JSON body."""
        return self.client.post(self.url + path, json=body, params=query)

    def told(self, answer: httpx.Response, schema: str) -> Any:
        """What a good answer says, which fits ``schema`` of the contract."""
        assert answer.status_code == 200, answer.text
        found = answer.json()
        jsonschema.validate(found, contract.schema(schema))
        return found

    def refused(self, answer: httpx.Response, status: int) -> str:
        """The sentence of a Refusal with this status."""
        assert answer.status_code == status, answer.text
        found = answer.json()
        jsonschema.validate(found, contract.schema("Refusal"))
        return str(found["message"])

    def events(self, path: str, **query: str) -> Generator[tuple[str, Any]]:
        """Server-sent events as they come: name and what was said."""
        with self.client.stream("GET", self.url + path, params=query) as answer:
            assert answer.status_code == 200, answer.read()
            assert answer.headers["content-type"].startswith("text/event-stream")
            yield from _events(answer.iter_lines())


def _events(lines: Iterator[str]) -> Iterator[tuple[str, Any]]:
    name = ""
    for line in lines:
        if line.startswith("event: "):
            name = line.removeprefix("event: ")
        elif line.startswith("data: "):
            yield name, json.loads(line.removeprefix("data: "))


@contextmanager
def running(folder: Path, store: Path | str, *options: str, **settings: str) -> Iterator[Served]:
    """A server whose folders are all in ``folder``; settings are those of WorkbookServer."""
    port, token = free_port(), secrets.token_hex(16)
    root, home, log = folder / "root", folder / "home", folder / "server.log"
    for made in (root, home):
        made.mkdir(parents=True, exist_ok=True)
    command = [
        *(sys.executable, "-c", START, "--no-browser", "--allow-root"),
        *("--ip=127.0.0.1", f"--port={port}", "--ServerApp.port_retries=0"),
        f"--IdentityProvider.token={token}",
        f"--ServerApp.root_dir={root}",
        "--ServerApp.jpserver_extensions=workbook.server=True",
        f"--WorkbookServer.store={store}",
        *options,
        *(f"--WorkbookServer.{name}={value}" for name, value in settings.items()),
    ]
    url = f"http://127.0.0.1:{port}"
    with log.open("ab") as written:
        process = subprocess.Popen(
            command, env=_environment(home), cwd=root, stdout=written, stderr=written
        )
    headers = {"Authorization": f"token {token}"}
    with httpx.Client(headers=headers, timeout=PATIENCE, trust_env=False) as client:
        try:
            _wait_for(url, process, client, log)
            yield Served(f"{url}/workbook/api", token, root, home, log, process, client)
        finally:
            _end(process)


def _environment(home: Path) -> dict[str, str]:
    folders = {
        "HOME": home,
        "JUPYTER_CONFIG_DIR": home / "config",
        "JUPYTER_DATA_DIR": home / "data",
        "JUPYTER_PATH": home / "kernels",
        "JUPYTER_RUNTIME_DIR": home / "runtime",
        "IPYTHONDIR": home / "ipython",
        "XDG_CACHE_HOME": home / "cache",
        "XDG_DATA_HOME": home / "share",
        "PYTHONPATH": Path(__file__).parent.parent,
    }
    ours = {name: str(place) for name, place in folders.items()}
    return {**os.environ, **ours, "JUPYTER_NO_CONFIG": "1", "PYTHONWARNINGS": "default"}


def _wait_for(url: str, process: subprocess.Popen[bytes], client: httpx.Client, log: Path) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            client.get(f"{url}/api")
        except httpx.TransportError:
            assert process.poll() is None, log.read_text(encoding="utf-8")
            time.sleep(0.1)
        else:
            return
    raise AssertionError(log.read_text(encoding="utf-8"))


def _end(process: subprocess.Popen[bytes]) -> None:
    """Stop the server as a person would, and wait until it has gone."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
    process.wait(PATIENCE)

"""``make lab`` as it is: real processes, real requests."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil
import pytest
import zmq
from jupyter_client import BlockingKernelClient
from jupyter_client.manager import start_new_kernel
from ports import free_port
from typed import CHEN, HUANG
from waiting import PATIENCE

from workbook.book import samples
from workbook.store import Trainee, open_store

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent
TOKEN = "0123456789abcdef"
SECRET = "KH0001 holds 500000"


@dataclass(frozen=True)
class Lab:
    """A started lab. process: the workbook's own, which has become JupyterLab."""

    url: str
    home: Path
    client: httpx.Client
    process: psutil.Process

    def get(self, path: str) -> httpx.Response:
        """GET an address of the server, with its token."""
        return self.client.get(self.url + path)

    def session(self) -> dict[str, object]:
        """Whose workbook it opens, as the panel asks."""
        answer = self.get("/workbook/api/session")
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def kernel(self) -> str:
        """Start a kernel; the file of its connection."""
        started = self.client.post(f"{self.url}/api/kernels", json={"name": "python3"})
        assert started.status_code == 201, started.text
        return str(next(self.home.rglob(f"kernel-{started.json()['id']}.json")))


@contextmanager
def made(tmp_path: Path, *people: Trainee) -> Iterator[Lab]:
    """``make lab`` in a home in which there is nothing but a roster of ``people``."""
    home = tmp_path / "home"
    environment = _environment(home)
    if people:
        with open_store(home / "data" / "coaching-workbook" / "workbook.db") as store:
            store.put_trainees(list(people))
    port = free_port()
    options = f"--no-browser --port {port} --folder {home / 'pages'}"
    own = f"-- --allow-root --IdentityProvider.token={TOKEN} --ServerApp.port_retries=0"
    # Not what the plugin is built from: the tests do not build.
    command = ["make", "--silent", "--old-file=extension", "lab", f"LAB={options} {own}"]
    log = tmp_path / "lab.log"
    with log.open("wb") as written:
        make = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=written, stderr=written)
    try:
        with httpx.Client(
            headers={"Authorization": f"token {TOKEN}"}, timeout=PATIENCE, trust_env=False
        ) as client:
            url = f"http://127.0.0.1:{port}"
            _wait_for(url, make, client, log)
            (process,) = (one for one in _family(make) if "jupyterlab" in one.cmdline())
            yield Lab(url, home, client, process)
    finally:
        for one in _family(make):
            with suppress(psutil.NoSuchProcess):
                one.terminate()
        make.wait(PATIENCE)


def _family(make: subprocess.Popen[bytes]) -> list[psutil.Process]:
    with suppress(psutil.NoSuchProcess):
        return list(psutil.Process(make.pid).children(recursive=True))
    return []


def _environment(home: Path) -> dict[str, str]:
    home.mkdir()
    folders = {
        "HOME": home,
        "XDG_DATA_HOME": home / "data",
        "XDG_CACHE_HOME": home / "cache",
        "IPYTHONDIR": home / "ipython",
    }
    kept = {
        name: text
        for name, text in os.environ.items()
        if not name.startswith(("JUPYTER", "WORKBOOK", "MAKE", "MFLAGS"))
    }
    return {**kept, **{name: str(path) for name, path in folders.items()}}


def _wait_for(url: str, make: subprocess.Popen[bytes], client: httpx.Client, log: Path) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            if client.get(f"{url}/api").status_code == 200:
                return
        except httpx.TransportError:
            pass
        assert make.poll() is None, log.read_text(encoding="utf-8")
        time.sleep(0.1)
    raise AssertionError(log.read_text(encoding="utf-8"))


def test_a_fresh_machine_opens_the_fictitious_cohort_and_is_safe(tmp_path: Path) -> None:
    with made(tmp_path) as lab:
        said = lab.session()
        assert (said["sample"], said["trainee"]) == (True, samples.FIRST)
        assert not (lab.home / "data" / "coaching-workbook" / "workbook.db").exists()
        page = f"{samples.FIRST}/04_pacing.ipynb"
        assert (lab.home / "pages" / page).is_file()
        _runs_nothing_for_another_site(lab, page)
        _says_nothing_to_others(lab)


def test_one_on_the_roster_need_not_be_named(tmp_path: Path) -> None:
    with made(tmp_path, HUANG) as lab:
        said = lab.session()
        assert (said["sample"], said["trainee"]) == (False, HUANG.id)
        assert (lab.home / "pages" / HUANG.id / "04_pacing.ipynb").is_file()


def test_two_choose_in_the_browser_and_a_signal_ends_everything(tmp_path: Path) -> None:
    with made(tmp_path, CHEN, HUANG) as lab:
        said = lab.session()
        assert (said["sample"], said["trainee"]) == (False, "")
        assert isinstance(said["people"], list)
        assert [one["id"] for one in said["people"]] == [CHEN.id, HUANG.id]
        answer = lab.client.post(
            f"{lab.url}/workbook/api/trainees/{HUANG.id}/copies", json={"page": "pacing"}
        )
        assert answer.json()["path"] == f"{HUANG.id}/04_pacing.ipynb"
        lab.kernel()
        family = [lab.process, *lab.process.children(recursive=True)]
        assert len(family) > 1
        assert " lab" not in " ".join(lab.process.cmdline()[:2])  # it has become JupyterLab
        lab.process.send_signal(signal.SIGTERM)
        _gone, alive = psutil.wait_procs(family, PATIENCE)
        assert alive == []


def _runs_nothing_for_another_site(lab: Lab, page: str) -> None:
    """What a link on another site makes a browser send: the login's cookie, and nothing else."""
    with httpx.Client(timeout=PATIENCE, trust_env=False, follow_redirects=True) as browser:
        browser.get(f"{lab.url}/lab?token={TOKEN}")
        assert browser.cookies
        site = {"Origin": "http://evil.example", "Referer": "http://evil.example/"}
        for address in (f"/voila/render/{page}", f"/voila/render/{page}?voila-template=lab"):
            answer = browser.get(lab.url + address, headers=site)
            assert answer.status_code == 404, address
        kernels = browser.get(f"{lab.url}/api/kernels")
        assert kernels.json() == []


def _says_nothing_to_others(lab: Lab) -> None:
    """Another user of the machine sees the ports, and reads no file of this one."""
    file = lab.kernel()
    assert Path(file).stat().st_mode & 0o077 == 0
    client = BlockingKernelClient(connection_file=file)
    client.load_connection_file()
    client.start_channels()
    assert overheard(client) == []
    client.stop_channels()
    # The same ears hear everything that a kernel says which does not encrypt.
    manager, client = start_new_kernel()
    try:
        assert any(SECRET.encode() in one for one in overheard(client))
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def overheard(client: BlockingKernelClient) -> list[bytes]:
    """What can be read at the port of a kernel's outputs while it prints something secret."""
    _wait_for_kernel(client)
    with zmq.Context() as context, context.socket(zmq.SUB) as ears:
        ears.linger = 0
        ears.subscribe(b"")
        ears.connect(f"tcp://127.0.0.1:{client.iopub_port}")
        time.sleep(1)
        replied = client.execute_interactive(
            f"print({SECRET!r})", timeout=PATIENCE, output_hook=lambda _: None
        )
        assert replied["content"]["status"] == "ok"
        heard = []
        while ears.poll(1000):
            heard.extend(ears.recv_multipart())
    return heard


def _wait_for_kernel(client: BlockingKernelClient) -> None:
    """A client without a manager takes a kernel that is slow to start for a dead one."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            client.wait_for_ready(PATIENCE)
        except RuntimeError:
            assert time.monotonic() < until
            time.sleep(1)
        else:
            return


def test_what_cannot_be_started_is_said_in_a_second_or_two(tmp_path: Path) -> None:
    workbook = Path(sys.executable).with_name("workbook")
    found = subprocess.run(
        [workbook, "lab", "chen-jie"],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env=_environment(tmp_path / "home"),
        timeout=PATIENCE,
        check=False,
    )
    assert found.returncode == 2
    assert "--trainee chen-jie" in found.stderr
    assert "Traceback" not in found.stderr

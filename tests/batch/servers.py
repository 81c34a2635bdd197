"""Servers for places with a URL, as real as a test can have them: rclone serves a folder."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ports import free_port
from waiting import PATIENCE

RCLONE = shutil.which("rclone", path=str(Path(sys.executable).parent)) or "rclone"
KEY, SECRET = "workbook-key", "workbook-secret"
S3_ENVIRONMENT = {
    "AWS_ACCESS_KEY_ID": KEY,
    "AWS_SECRET_ACCESS_KEY": SECRET,
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_EC2_METADATA_DISABLED": "true",
}


@contextmanager
def serving(kind: str, folder: Path, *options: str) -> Iterator[int]:
    """A server of a ``kind`` that rclone knows, for the folder; its port."""
    port = free_port()
    command = [RCLONE, "serve", kind, "--config", "/dev/null", "--addr", f"127.0.0.1:{port}"]
    with subprocess.Popen(
        [*command, *options, str(folder)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as server:
        try:
            wait_for_port(port, server)
            yield port
        finally:
            server.kill()


def wait_for_port(port: int, server: subprocess.Popen[bytes]) -> None:
    give_up = time.monotonic() + PATIENCE
    while time.monotonic() < give_up:
        assert server.poll() is None, "the server ended"
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    raise TimeoutError(f"no server on port {port}")


@contextmanager
def s3(folder: Path) -> Iterator[int]:
    """An S3 server with the bucket ``coach``; its port."""
    (folder / "coach").mkdir(parents=True)
    with serving("s3", folder, "--auth-key", f"{KEY},{SECRET}") as port:
        yield port


@contextmanager
def ftp(folder: Path) -> Iterator[int]:
    """An FTP server, which is no object store; its port."""
    folder.mkdir(parents=True)
    passive = free_port()
    options = ("--user", KEY, "--pass", SECRET, "--passive-port", f"{passive}-{passive + 20}")
    with serving("ftp", folder, *options) as port:
        yield port

"""In any Jupyter server with the extension, kernels that can encrypt what they say do so."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from server.serving import Served, running


def connection(served: Served) -> dict[str, object]:
    """What a kernel was told of its ports and keys."""
    base = served.url.removesuffix("/workbook/api")
    started = served.client.post(f"{base}/api/kernels", json={"name": "python3"})
    assert started.status_code == 201, started.text
    name = f"kernel-{started.json()['id']}.json"
    said = json.loads((served.home / "runtime" / name).read_text(encoding="utf-8"))
    assert served.client.delete(f"{base}/api/kernels/{started.json()['id']}").status_code == 204
    return dict(said)


def test_a_kernel_has_keys(served: Served) -> None:
    assert connection(served)["curve_publickey"]


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["KernelManager", "AsyncKernelManager"])
def test_who_has_decided_otherwise_is_not_overruled(
    cohort: Path, tmp_path: Path, kind: str
) -> None:
    with running(tmp_path, cohort, f"--{kind}.transport_encryption=disabled") as plain:
        assert "curve_publickey" not in connection(plain)

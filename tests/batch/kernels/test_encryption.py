"""A stock kernel that is started ahead says nothing in plain over its ports."""

from __future__ import annotations

from pathlib import Path

from workbook.batch.kernels import prestart


def test_a_kernel_that_is_started_ahead_has_keys(tmp_path: Path) -> None:
    options = {"resources": {"metadata": {"path": str(tmp_path)}}}
    try:
        with prestart.kernel_ahead("python3", options, False) as manager:
            assert manager.curve_publickey
            assert manager.has_kernel
    finally:
        prestart.close()

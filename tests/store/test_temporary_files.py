"""What comes and goes: for its owner alone, gone at the end, swept when its process was killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from workbook.store import temporary_files

CHILD = """
import os, signal
from pathlib import Path
from workbook.store import temporary_files
with temporary_files.folder() as own, temporary_files.noted(Path("beside.tmp")):
    (own / "extract.db").write_text("typed")
    Path("beside.tmp").write_text("typed")
    print(own, flush=True)
    os.kill(os.getpid(), signal.{how})
"""


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    return tmp_path / "cache"


def dead(how: str) -> Path:
    """The folder of a process that ended by a signal."""
    run = subprocess.run(
        [sys.executable, "-c", CHILD.format(how=how)], capture_output=True, text=True, check=False
    )
    assert run.returncode == -getattr(signal, how)
    return Path(run.stdout.strip())


def test_a_folder_is_for_its_owner_alone_and_gone_afterwards(cache: Path) -> None:
    with temporary_files.folder() as own:
        assert own.stat().st_mode & 0o777 == 0o700
        assert own.parent.stat().st_mode & 0o777 == 0o700
        (own / "deep" / "er").mkdir(parents=True)
    assert not own.exists()
    assert list(cache.rglob(f"*{temporary_files.NOTE}")) == []


def test_an_error_leaves_nothing() -> None:
    with pytest.raises(ZeroDivisionError), temporary_files.folder() as own:
        raise ZeroDivisionError
    assert not own.exists()


@pytest.mark.parametrize("how", ["SIGKILL", "SIGTERM"])
def test_what_a_killed_process_left_is_swept(how: str, tmp_path: Path) -> None:
    own = dead(how)
    assert (own / "extract.db").exists()
    assert (tmp_path / "beside.tmp").exists()
    temporary_files.sweep()
    assert not own.exists()
    assert not (tmp_path / "beside.tmp").exists()
    assert list(own.parent.iterdir()) == []


def test_the_next_folder_sweeps_too() -> None:
    own = dead("SIGKILL")
    with temporary_files.folder() as mine:
        assert not own.exists()
        temporary_files.sweep()
        assert mine.exists()  # whose process lives


def test_a_link_is_removed_and_not_followed(tmp_path: Path) -> None:
    (tmp_path / "theirs").mkdir()
    (tmp_path / "theirs" / "file").touch()
    with temporary_files.noted(tmp_path / "link"):
        (tmp_path / "link").symlink_to(tmp_path / "theirs")
    assert not (tmp_path / "link").is_symlink()
    assert (tmp_path / "theirs" / "file").exists()


def test_without_a_cache_it_is_where_temporary_files_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "none").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "none"))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with temporary_files.folder() as own:
        assert own.parent == tmp_path / f"coaching-workbook-{os.getuid()}"
    own.parent.chmod(0o755)  # somebody else may have made it, to look into it
    with pytest.raises(OSError, match="coaching-workbook-"), temporary_files.folder():
        pass

"""A cohort in a fresh folder, worked on by threads, which share what is slow to import."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from s3fs import S3FileSystem

from .cohorts import NOTEBOOKS, Cohort, filled
from .servers import S3_ENVIRONMENT, s3


@pytest.fixture(scope="session")
def threads() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(2) as executor:
        yield executor


@pytest.fixture(scope="session")
def chapters_only(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The notebooks without the coach's, which half of the time would go into."""
    folder = tmp_path_factory.mktemp("notebooks")
    for path in NOTEBOOKS.glob("*.ipynb"):
        shutil.copy(path, folder)
    return folder


@pytest.fixture
def cohort(tmp_path: Path, threads: ThreadPoolExecutor, chapters_only: Path) -> Cohort:
    return Cohort(filled(tmp_path), threads, chapters_only)


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Cohort:
    """A cohort whose pages were made once, by two processes."""
    one = Cohort(filled(tmp_path_factory.mktemp("ran")), None)
    one.run(workers=2)
    return one


@pytest.fixture(scope="session")
def bucket(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a bucket on an S3 server, which this process and its children can write to."""
    with pytest.MonkeyPatch.context() as patch, s3(tmp_path_factory.mktemp("s3") / "x") as port:
        for name, value in S3_ENVIRONMENT.items():
            patch.setenv(name, value)
        patch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{port}")
        yield "s3://coach"
        # Before the loop that they belong to.
        S3FileSystem.clear_instance_cache()


@pytest.fixture
def url(bucket: str, tmp_path: Path) -> str:
    """A place of its own in the bucket."""
    return f"{bucket}/{tmp_path.name}/pages"

"""What a page depends on, in one hash: the same hash, the same page."""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import os
import platform
from collections.abc import Sequence
from pathlib import Path

from workbook import places
from workbook.batch.files import digest_of_folder
from workbook.batch.jobs import Job
from workbook.workdays import CALENDAR_VARIABLE

# Packages that draw and write the pages; a new version of one may change every page.
PACKAGES = ("matplotlib", "nbconvert", "numpy", "pandas")


def house() -> str:
    """One hash over templates, code and the versions of what pages are made with."""
    versions = [f"{name} {importlib.metadata.version(name)}" for name in PACKAGES]
    folders = [digest_of_folder(folder) for folder in (places.templates(), places.PACKAGE)]
    return _hash([platform.python_version(), *versions, *folders, _own_calendar()])


def _own_calendar() -> str:
    """The bank's calendar as text: another calendar makes other pages."""
    named = os.environ.get(CALENDAR_VARIABLE)
    return Path(named).read_text(encoding="utf-8", errors="surrogateescape") if named else ""


def fingerprint(job: Job, data: Sequence[str], built: str) -> str:
    """One hash over a job, the hashes of the ``data`` it may read, and the house as ``built``."""
    page = [job.name, job.title, job.language]
    return _hash([*page, job.source, job.notebook, sorted(job.parameters.items()), *data, built])


def _hash(parts: Sequence[object]) -> str:
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()

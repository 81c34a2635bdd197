"""The fingerprint of a page: one hash over all that it depends on."""

from __future__ import annotations

import functools
import hashlib
import importlib.metadata
import json
import os
import platform
from collections.abc import Mapping, Sequence
from pathlib import Path

from workbook import resources
from workbook.batch.file_kinds import digest_of_folder
from workbook.batch.jobs import Job
from workbook.domain.calendar import CALENDAR_VARIABLE

# Packages that draw and write the pages; a new version may change every page.
PACKAGES = ("matplotlib", "nbconvert", "numpy", "pandas")


def house() -> dict[str, str]:
    """The versions of everything that makes pages: templates, code, calendar, packages."""
    return {
        "python": platform.python_version(),
        **{name: importlib.metadata.version(name) for name in PACKAGES},
        "templates": digest_of_folder(resources.templates()),
        "workbook": digest_of_folder(resources.PACKAGE),
        "calendar": _hash([_own_calendar()]),
    }


def _own_calendar() -> str:
    """The bank's calendar as text: another calendar makes other pages."""
    named = os.environ.get(CALENDAR_VARIABLE)
    return Path(named).read_text(encoding="utf-8", errors="surrogateescape") if named else ""


def fingerprint(job: Job, data: Sequence[str], built: Mapping[str, str]) -> str:
    """One hash over a job, the hashes of the ``data`` it may read, and the versions ``built``."""
    page = [job.name, job.title, job.language, job.source, _digest(job.notebook), *job.parts]
    return _hash([*page, sorted(job.parameters.items()), *data, sorted(built.items())])


@functools.lru_cache(maxsize=64)
def _digest(text: str) -> str:
    """Cached digest of a notebook: a cohort has many trainees and few notebooks."""
    return hashlib.sha256(text.encode()).hexdigest()


def _hash(parts: Sequence[object]) -> str:
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()

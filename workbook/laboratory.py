"""The chapters as live forms: copies for one trainee, opened in JupyterLab.

JupyterLab's language and settings are set for this session only, in a folder of its own beside
the copies; other JupyterLabs on the machine keep theirs.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from workbook import places, samples
from workbook.content import LANGUAGES
from workbook.errors import BadInput, not_found
from workbook.opening import read_today
from workbook.store import Trainee, open_store
from workbook.workdays import Month

MOST_NAMED = 12
CHROME = {"zh-Hans": "zh_CN", "zh-Hant": "zh_TW", "en": "default"}
SETTINGS = {
    "translation-extension/plugin": {"locale": "{locale}"},
    "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
    "notebook-extension/tracker": {"windowingMode": "none"},
}


def open_lab(
    store: str, trainee: str, month: str, language: str, folder: Path, *, browser: bool
) -> int:
    """Write the copies and run JupyterLab until it is closed; its exit code."""
    pages = prepare(store, trainee, month, language, folder)
    settings = folder.resolve() / ".lab"
    command = [sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={pages.parent}"]
    command += [f"--LabApp.default_url=/lab/tree/{pages.name}/00_start.ipynb"]
    command += [] if browser else ["--no-browser"]
    environment = {**os.environ, "JUPYTERLAB_SETTINGS_DIR": str(settings)}
    return subprocess.run(command, env=environment, check=False).returncode


def prepare(
    store: str, trainee: str, month: str, language: str, folder: Path, today: str = ""
) -> Path:
    """The trainee's copies of all chapters in form mode; the folder that they are in.

    today: ISO date; empty for today in China whenever a copy is opened.

    Without a trainee, or while the store has none, a copy of the fictitious cohort is opened, so
    that there is something to try. Raises NotFound or BadInput where it is not clear whose
    workbook it should be.
    """
    if store == samples.NAME or (not trainee and not _has_people(store)):
        store, month = str(_playground(folder)), month or samples.MONTH
        trainee = trainee or samples.FIRST
        today = today or (samples.TODAY if month == samples.MONTH else "")
    at = Month.parse(month) if month else Month.of(read_today(today))
    person = _person(store, trainee)
    spoken = language or person.language
    if spoken not in LANGUAGES:
        raise not_found("language", spoken, LANGUAGES)
    _write_settings(folder.resolve() / ".lab", spoken)
    given = {
        "trainee": person.id,
        "month": str(at),
        "today": today,
        "language": language,
        "store": _absolute(store),
        "mode": "form",
    }
    pages = folder.resolve() / person.id
    pages.mkdir(parents=True, exist_ok=True)
    for source in sorted(places.notebooks().glob("*.ipynb")):
        text = json.dumps(copy_for(source, given), ensure_ascii=False, indent=1)
        (pages / source.name).write_text(f"{text}\n", encoding="utf-8")
    return pages


def _person(store: str, trainee: str) -> Trainee:
    """Whose workbook it is: the one who is named, or the only one there is."""
    with open_store(store) as opened:
        people = opened.trainees()
        if trainee or not people:
            return opened.trainee(trainee)
    if len(people) > 1:
        names = ", ".join(one.id for one in people[:MOST_NAMED])
        raise BadInput(
            f"要打开谁的练习册？请写明，例如 --trainee {people[0].id}。名单里有：{names}。 / "
            f"Whose workbook? Say so, e.g. --trainee {people[0].id}. The roster has: {names}."
        )
    return people[0]


def copy_for(source: Path, given: dict[str, str]) -> dict[str, Any]:
    """A chapter without outputs, its parameters set, its code folded away."""
    notebook: dict[str, Any] = json.loads(source.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        if cell["cell_type"] != "code":
            continue
        cell["outputs"], cell["execution_count"] = [], None
        cell["metadata"]["jupyter"] = {"source_hidden": True}
        if "parameters" in cell["metadata"].get("tags", ()):
            cell["source"] = "\n".join(f"{name} = {value!r}" for name, value in given.items())
    return notebook


def _absolute(store: str) -> str:
    return store if "://" in store else str(Path(store).resolve())


def _has_people(store: str) -> bool:
    if "://" not in store and not Path(store).exists():
        return False
    with open_store(store, read_only=True) as opened:
        return bool(opened.trainees())


def _playground(folder: Path) -> Path:
    target = folder.resolve() / "samples.db"
    target.parent.mkdir(parents=True, exist_ok=True)
    if not target.exists():
        shutil.copyfile(samples.prepared(), target)
    return target


def _write_settings(folder: Path, language: str) -> None:
    for plugin, values in SETTINGS.items():
        path = folder / "@jupyterlab" / f"{plugin}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps(values).replace("{locale}", CHROME[language])
        path.write_text(text, encoding="utf-8")

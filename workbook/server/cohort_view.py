"""A cohort as a coach sees it: trainees × chapters, at once as far as known."""

from __future__ import annotations

import functools
import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from workbook import chapters, content
from workbook.batch import fingerprints
from workbook.book import remark_bank
from workbook.book.pinned_template import Template, pack_of
from workbook.book.trainee_workbook import CHINA
from workbook.domain.calendar import load_calendar
from workbook.errors import not_found
from workbook.pages import copies
from workbook.server import cohort_cache
from workbook.server.cohort_rows import Scene, rows, stuck_since
from workbook.server.cohort_worker import Standings
from workbook.server.context import ServerContext
from workbook.server.handler import Wishes, in_language
from workbook.store import Store, Trainee

KEPT = "cohort_standings"


@dataclass(frozen=True)
class View:
    """A cohort at one time in one language. people: in the order of the roster."""

    cohort: str
    people: tuple[Trainee, ...]
    scene: Scene
    language: str


def cohort_of(house: ServerContext, cohort: str, wishes: Wishes) -> dict[str, Any]:
    """A Cohort of the contract, at once; unknown rows are computed meanwhile."""
    store = house.store()
    view, standings = _view(house, store, cohort, wishes), standings_of(house, store)
    waiting = _look(store, standings, cohort, view.scene)
    return {
        "cohort": cohort,
        "month": view.scene.month,
        "language": view.language,
        "chapters": [_chapter(name, view.language) for name in chapters.names()],
        "people": len(view.people),
        "waiting": waiting,
        "stuck_after": remark_bank.bank(view.language).stuck_after,
        "rows": _rows(store, standings, view, view.people),
    }


def look(house: ServerContext, cohort: str, month: str) -> int:
    """Check who saved, and have their rows computed; returns the time of the last computation.

    NotFound where there is no such cohort.
    """
    store = house.store()
    standings, scene = standings_of(house, store), scene_of(house, month)
    _look(store, standings, cohort, scene)
    return standings.arrived(scene, 0)[0]


def rows_since(
    house: ServerContext, cohort: str, wishes: Wishes, moment: int
) -> tuple[int, list[dict[str, Any]]]:
    """The rows computed after ``moment``, and the time of the last computation."""
    store = house.store()
    standings = standings_of(house, store)
    now, names = standings.arrived(scene_of(house, wishes.month), moment)
    if not names:
        return now, []
    view, wanted = _view(house, store, cohort, wishes), set(names)
    return now, _rows(store, standings, view, [one for one in view.people if one.id in wanted])


def scene_of(house: ServerContext, month: str) -> Scene:
    """Month and day; the session's where ``month`` is empty."""
    return Scene(house.month(month), house.today().isoformat())


def standings_of(house: ServerContext, store: Store) -> Standings:
    """The known states of the store's trainees; another store starts afresh."""
    with house.lock:
        place = _place(house)
        found: Standings | None = house.kept.get(KEPT)
        if found is not None and found.place == place:
            return found
        if found is not None:
            found.close()
        fresh = Standings(house.address, place, cohort_cache.place(), house.log)
        house.kept[KEPT] = fresh
        house.at_close.callback(fresh.close)
        fresh.forget({one.id for one in store.trainees()})
        return fresh


def _place(house: ServerContext) -> str:
    """Identifies this store as read by this program."""
    file = house.file.stat() if house.file else None
    mark = [file.st_dev, file.st_ino] if file else []
    return hashlib.sha256(json.dumps([house.address, mark, _house()]).encode()).hexdigest()


@functools.cache
def _house() -> dict[str, str]:
    """The program's version as this server has loaded it."""
    return fingerprints.house()


def _look(store: Store, standings: Standings, cohort: str, scene: Scene) -> int:
    stamps = store.stamps(cohort)
    if not stamps:
        raise not_found("cohort", cohort, store.cohorts())
    return standings.look(scene, stamps, store.last_saves(cohort))


def _view(house: ServerContext, store: Store, cohort: str, wishes: Wishes) -> View:
    people = tuple(store.trainees(cohort))
    if not people:
        raise not_found("cohort", cohort, store.cohorts())
    language = wishes.language or house.settings.language or _most_spoken(people)
    return View(cohort, people, scene_of(house, wishes.month), language)


def _most_spoken(people: Iterable[Trainee]) -> str:
    counted = Counter(one.language for one in people)
    return max(content.LANGUAGES, key=lambda language: counted[language])


def _chapter(name: str, language: str) -> dict[str, str]:
    label = pack_of(Template.now(name), language).label
    return {"chapter": name, "label": label, "page": copies.page_of(name)}


def _rows(
    store: Store, standings: Standings, view: View, people: Sequence[Trainee]
) -> list[dict[str, Any]]:
    saves = store.last_saves(view.cohort)
    after = remark_bank.bank(view.language).stuck_after
    return rows(
        people,
        store.names(view.people),
        standings.known(view.scene, [one.id for one in people]),
        {name: saved.astimezone(CHINA).date() for name, saved in saves.items()},
        stuck_since(view.scene, after, load_calendar()),
        functools.partial(in_language, language=view.language),
    )

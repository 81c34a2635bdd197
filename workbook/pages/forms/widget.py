"""The live form: sends what was typed to the kernel, which saves it.

The browser's side is part of the plugin for JupyterLab and Voilà (``labextension/src/form``). The
messages between the two sides are

    browser → kernel   save (id, body, based_on) · history (id) · recall (id, version)
                       answer (id, number, text) · remarks (id) · customers (id, text)
    kernel → browser   saved · conflict · refused · history · recalled · answered · remarks ·
                       customers, each with the same id

and the state that a second view or a reloaded page starts from: value, version, saved_at, problems
and remarks.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import traitlets

from workbook.content import PLACEHOLDER, in_language
from workbook.content.messages import Wording
from workbook.domain.fields import Problem
from workbook.errors import WorkbookError
from workbook.pages.forms.plugin_widget import Plugged
from workbook.pages.forms.sessions import sittings

Body = dict[str, Any]
Find = Callable[[str], list[Body]]


@dataclass(frozen=True)
class Saved:
    """One saved version: its number, when ("14:05"), by whom, and what was typed.

    moment: the same time in seconds since 1970; 0 where unknown.
    """

    version: int
    saved_at: str
    author: str
    body: Mapping[str, Any]
    moment: float = 0


@dataclass(frozen=True)
class SaveResult:
    """The result of a save.

    ``conflict`` is the version that somebody else saved first; nothing was stored then, and the
    other fields are unchanged.
    """

    version: int
    saved_at: str
    problems: tuple[Problem, ...] = ()
    conflict: Saved | None = None


@dataclass(frozen=True)
class Talk:
    """The coach's remarks on the form's fields as they are now, and a function to answer one.

    Each remark is a mapping of plain values: number, field ("" for the whole chapter), field_label,
    period ("" for the form's own), text, author, at, open, and answers, a list of mappings with
    role, author, text and at. answer(number, text) may raise a WorkbookError.
    """

    remarks: Callable[[], Sequence[Mapping[str, Any]]]
    answer: Callable[[int, str], object]


@dataclass(frozen=True)
class Wiring:
    """The form's calls into the kernel.

    check: names the problems of a body. find: the customers that answer to a text.
    """

    save: Callable[[Body, int], SaveResult]
    check: Callable[[Mapping[str, Any]], tuple[Problem, ...]]
    history: Callable[[], Sequence[Saved]] | None
    talk: Talk | None
    wording: Wording
    language: str
    find: Find


class FormWidget(Plugged):
    """A form on the page. ``observe(redraw, "version")`` runs ``redraw`` after each save."""

    fields: Any = traitlets.List().tag(sync=True)
    words = traitlets.Dict().tag(sync=True)
    draft_key = traitlets.Unicode().tag(sync=True)
    keeps_history = traitlets.Bool().tag(sync=True)
    value = traitlets.Dict().tag(sync=True)
    problems: Any = traitlets.List().tag(sync=True)
    saved_at = traitlets.Unicode().tag(sync=True)
    version = traitlets.Int().tag(sync=True)
    keeps_remarks = traitlets.Bool().tag(sync=True)
    remarks: Any = traitlets.List().tag(sync=True)

    def __init__(self, wiring: Wiring, **shown: Any) -> None:
        kept = {
            "keeps_history": wiring.history is not None,
            "keeps_remarks": wiring.talk is not None,
        }
        super().__init__("Form", **kept, remarks=_remarked(wiring), **shown)
        self._wiring = wiring
        self._answered: set[str] = set()
        self.on_msg(self._heard)

    def take(self, body: Mapping[str, Any], version: int, saved_at: str) -> None:
        """Show a version that was saved elsewhere; views with unsaved text keep theirs."""
        self._show(dict(body), version, saved_at, self._wiring.check(body))

    def lead_to(self, field: str, row: int) -> None:
        """Scroll to this row and put the cursor into it, where the form is shown."""
        self.send({"lead_to": [field, row]})

    def _show(self, body: Body, version: int, saved_at: str, problems: Sequence[Problem]) -> None:
        with self.hold_sync():
            self.value = body
            self.problems = in_words(problems, self._wiring.wording)
            self.saved_at = saved_at
            self.version = version  # set last, since redrawing observes it

    def _heard(self, _widget: object, content: object, _buffers: object) -> None:
        match content:
            case {"type": "save", "id": str(id_), "body": dict(body), "based_on": int(based_on)}:
                self._save(id_, body, based_on)
            case {"type": "history", "id": str(id_)}:
                self._answer(id_, "history", self._heads)
            case {"type": "recall", "id": str(id_), "version": int(version)}:
                self._answer(id_, "recalled", lambda: self._recall(version))
            case {"type": "answer", "id": str(id_), "number": int(number), "text": str(text)}:
                self._answer(id_, "answered", lambda: self._replied(id_, number, text))
            case {"type": "remarks", "id": str(id_)}:
                self._answer(id_, "remarks", self._remarks_now)
            case {"type": "customers", "id": str(id_), "text": str(text)}:
                self._answer(id_, "customers", lambda: {"customers": self._wiring.find(text)})

    def _answer(self, id_: str, kind: str, work: Callable[[], Body]) -> None:
        """Send the result of ``work``, or in plain words why it failed."""
        try:
            answer = {"type": kind, **work()}
        except WorkbookError as error:
            answer = {"type": "refused", "text": in_language(error, self._wiring.language)}
        self.send({"id": id_, **answer})

    def _save(self, id_: str, body: Body, based_on: int) -> None:
        done: list[SaveResult] = []
        self._answer(id_, "saved", lambda: self._stored(body, based_on, done))
        # The person reads "saved" before the figures that depend on the version are drawn.
        for result in done:
            if result.conflict is None:
                self._show(body, result.version, result.saved_at, result.problems)
            else:
                theirs = result.conflict
                self.take(theirs.body, theirs.version, theirs.saved_at)

    def _stored(self, body: Body, based_on: int, done: list[SaveResult]) -> Body:
        result = self._wiring.save(body, based_on)
        done.append(result)
        if result.conflict is not None:
            return {"type": "conflict", "theirs": asdict(result.conflict)}
        said = in_words(result.problems, self._wiring.wording)
        return {"version": result.version, "saved_at": result.saved_at, "problems": said}

    def _versions(self) -> Sequence[Saved]:
        return self._wiring.history() if self._wiring.history else ()

    def _heads(self) -> Body:
        history = self._versions()
        heads = [asdict(one) | {"body": None} for one in history]
        return {
            "versions": sorted(heads, key=lambda head: -head["version"]),
            "sittings": sittings(history, self.fields, self._wiring.wording),
        }

    def _recall(self, version: int) -> Body:
        """The body of a version; before the first one the page was empty."""
        bodies = [one.body for one in self._versions() if one.version == version]
        return {"version": version, "body": dict(bodies[0]) if bodies else {}}

    def _replied(self, id_: str, number: int, text: str) -> Body:
        """Save an answer once, however often the browser sends it under the same id."""
        talk = self._wiring.talk
        if talk is not None and id_ not in self._answered:
            talk.answer(number, text)
            self._answered.add(id_)
        return self._remarks_now()

    def _remarks_now(self) -> Body:
        self.remarks = _remarked(self._wiring)
        return {"remarks": self.remarks}


def _remarked(wiring: Wiring) -> list[Body]:
    return [dict(one) for one in wiring.talk.remarks()] if wiring.talk else []


def in_words(problems: Sequence[Problem], wording: Wording) -> list[Body]:
    """Problems in the browser's form: ``{loc, kind, text}``."""
    return [
        {"loc": list(problem.loc), "kind": problem.kind, "text": _sentence(problem, wording)}
        for problem in problems
    ]


def _sentence(problem: Problem, wording: Wording) -> str:
    template = wording.problems.get(problem.kind, wording.problems["other"])
    return PLACEHOLDER.sub(lambda found: problem.figures.get(found[1], ""), template)

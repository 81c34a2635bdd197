"""The live form of a chapter, connected to its book."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import ipywidgets

from workbook import chapters, rendering
from workbook.book import customer_search, remarks
from workbook.book.trainee_workbook import CHINA, Book
from workbook.content import in_language
from workbook.domain.fields import Problem
from workbook.errors import Conflict, WorkbookError
from workbook.pages import forms, input_echoes
from workbook.pages.drafts import draft_key
from workbook.pages.forms import FormWidget, Saved, SaveResult, Talk
from workbook.pages.read_only_forms import fields_of, other_words, remarks_on, words_of
from workbook.store import Entry

SETTLED = 0.04  # seconds without another save; tabbing from cell to cell saves each time


@dataclass
class Forms:
    """The live forms of one notebook: they show the same versions, and a save redraws the page.

    dated: the titles name the forms' days, where the page itself is about others. said: by chapter
    the body that was looked at last, and what is said at its cells.
    """

    book: Book
    redraw: Callable[[], None]
    dated: bool = False
    shown: list[tuple[str, FormWidget]] = field(default_factory=list)
    drawn: dict[str, int] = field(default_factory=dict)
    waiting: asyncio.TimerHandle | None = None
    said: dict[str, tuple[str, tuple[Problem, ...]]] = field(default_factory=dict)

    def form(self, chapter: str, only: Sequence[str], *, remarked: bool = True) -> FormWidget:
        """A form with the fields of ``only``, default all; ``remarked``: with their remarks."""
        entry = self.book.entry(chapter)
        widget = forms.form(
            chapters.chapter(chapter).record,
            words_of(self.book, chapter, dated=self.dated),
            self.book.wording,
            self.book.setting(chapter),
            entry.body if entry else {},
            lambda body, based_on: self._save(chapter, body, based_on),
            history=lambda: [_saved(one) for one in self.book.history(chapter)],
            talk=self._talk(chapter, only) if remarked else None,
            check=lambda body: self._said_of(chapter, body),
            find=lambda text: customer_search.found(self.book.still(), chapter, text),
            others=other_words(self.book, chapter),
            only=fields_of(chapter, only),
            version=entry.version if entry else 0,
            saved_at=_time(entry) if entry else "",
            draft_key=draft_key(self.book, chapter, str(self.book.period(chapter)), *only),
            language=self.book.language,
        )
        widget.observe(lambda change: self._follow(chapter, change["owner"]), "version")
        self.shown.append((chapter, widget))
        return widget

    def _talk(self, chapter: str, only: Sequence[str]) -> Talk:
        return Talk(
            lambda: self._remarks(chapter, only),
            lambda number, text: remarks.answer(self.book, number, text),
        )

    def _remarks(self, chapter: str, only: Sequence[str]) -> list[dict[str, Any]]:
        """The remarks that a form shows now; the chapter's other forms are updated too."""
        now = self.book.still()
        for name, widget in self.shown:
            if name == chapter and widget.keeps_remarks:
                fields = [one["name"] for one in widget.fields]
                widget.remarks = remarks_on(now, chapter, fields)
        return remarks_on(now, chapter, only)

    def roll_over(self, chapter: str) -> Any:
        """A button that carries over last month's open rows, with its result beside it."""
        return self._button("roll_over", lambda: self._rolled_over(chapter))

    def _rolled_over(self, chapter: str) -> str:
        words, offered = self.book.wording.form, self.book.rows_offered(chapter)
        before, entry = self.book.entry(chapter), self.book.roll_over(chapter)
        if entry is not None:
            self._bring_up(chapter, entry)
            self._lead_to(chapter, before, entry)
        template = words["nothing_to_roll_over" if entry is None else "rolled_over"]
        figures = {"month": str(self.book.period(chapter).previous), "n": offered}
        return self.book.voice(chapter).say(template, figures)

    def suggest(self, chapter: str) -> Any:
        """A button that fills in the suggested rows, with their number beside it."""
        return self._button("suggest", lambda: self._suggested(chapter))

    def _suggested(self, chapter: str) -> str:
        offered = sum(map(len, self.book.suggested(chapter).values()))
        before, entry = self.book.entry(chapter), self.book.take_suggested(chapter)
        if entry is not None:
            self._bring_up(chapter, entry)
            self._lead_to(chapter, before, entry)
        words = self.book.wording.form["nothing_to_suggest" if entry is None else "suggested"]
        return self.book.voice(chapter).say(words, {"n": offered})

    def new_template(self, chapter: str) -> Any:
        """A button that switches to the template that ships now; None where the page has it."""
        if not self.book.template(chapter).outdated:
            return None
        words = self.book.wording
        return _button(
            words.page["accept"],
            words.form["saving"],
            lambda: self._accepted(chapter),
            self.book.language,
        )

    def _accepted(self, chapter: str) -> str:
        entry = self.book.accept_template(chapter)
        if entry is not None:
            for name, widget in self.shown:
                if name == chapter:
                    only = [one["name"] for one in widget.fields]
                    widget.fields = self._described(chapter, only)
            self._bring_up(chapter, entry)
        figures = {"version": self.book.template(chapter).digest[:7]}
        return self.book.voice(chapter).say(self.book.wording.page["accepted"], figures)

    def _described(self, chapter: str, only: Sequence[str]) -> list[dict[str, Any]]:
        """The fields of a form, in the words of the page's template."""
        record = chapters.chapter(chapter).record
        words = words_of(self.book, chapter, dated=self.dated)
        found: list[dict[str, Any]] = forms.describe(
            record, words, self.book.setting(chapter), only, other_words(self.book, chapter)
        )["fields"]
        return found

    def _bring_up(self, chapter: str, entry: Entry) -> None:
        """Show a version that was saved elsewhere."""
        self.drawn[chapter] = entry.version
        for name, widget in self.shown:
            if name == chapter:
                widget.take(entry.body, entry.version, _time(entry))
        self.said.clear()
        self.redraw()

    def _lead_to(self, chapter: str, before: Entry | None, entry: Entry) -> None:
        """Show the first row that was added: it may stand screens away from the button."""
        old = before.body if before else {}
        for name, widget in self.shown:
            for rows in (one["name"] for one in widget.fields if name == chapter):
                there = len(old.get(rows, ()))
                if len(entry.body.get(rows, ())) > there:
                    widget.lead_to(rows, there)
                    return

    def _button(self, label: str, work: Callable[[], str]) -> Any:
        words = self.book.wording.form
        return _button(words[label], words["saving"], work, self.book.language)

    def _save(self, chapter: str, body: dict[str, Any], based_on: int) -> SaveResult:
        try:
            entry = self.book.save(chapter, body, based_on)
        except Conflict as conflict:
            return SaveResult(based_on, "", conflict=_saved(conflict.theirs))
        return SaveResult(entry.version, _time(entry), self._said_of(chapter, entry.body))

    def _said_of(self, chapter: str, body: Mapping[str, Any]) -> tuple[Problem, ...]:
        """The messages at the cells of a page; a save asks once, however many forms show it."""
        text = json.dumps(body)
        if self.said.get(chapter, ("", ()))[0] != text:
            parsed = self.book.parsed(chapter, body)
            beside = input_echoes.beside(self.book, chapter, body, parsed)
            self.said[chapter] = text, (*parsed.problems, *beside)
        return self.said[chapter][1]

    def _follow(self, chapter: str, saved: FormWidget) -> None:
        """Update the chapter's other forms and the page after a save, once for each version."""
        if self.drawn.get(chapter) == saved.version:
            return
        self.drawn[chapter] = saved.version
        for name, widget in self.shown:
            if name == chapter and widget is not saved:
                widget.take(saved.value, saved.version, saved.saved_at)
        self.said.clear()  # it depends on the other pages too, which may change
        self._redraw_soon()

    def _redraw_soon(self) -> None:
        """Redraw once the kernel has read its waiting messages: of several saves the last is drawn.

        Without a running loop (a test, a script) the page is drawn at once.
        """
        if self.waiting is not None:
            self.waiting.cancel()
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            self.redraw()
        else:
            self.waiting = loop.call_later(SETTLED, self.redraw)


def _button(words: str, waits: str, work: Callable[[], str], language: str) -> Any:
    """A button with its result beside it, in words that a page may show; ``waits`` until then."""
    button = ipywidgets.Button(description=words, layout={"width": "auto"})
    said = ipywidgets.HTML()

    def clicked(_button: object) -> None:
        button.disabled, said.value = True, rendering.escape(waits)
        try:
            said.value = rendering.escape(work())
        except WorkbookError as error:
            said.value = rendering.escape(in_language(error, language))
        finally:
            button.disabled = False

    button.on_click(clicked)
    return ipywidgets.HBox([button, said])


def _saved(entry: Any) -> Saved:
    one: Entry = entry
    return Saved(one.version, _time(one), one.author, one.body, one.saved_at.timestamp())


def _time(entry: Entry) -> str:
    """Day and time in China, without the year."""
    return entry.saved_at.astimezone(CHINA).strftime("%m-%d %H:%M")

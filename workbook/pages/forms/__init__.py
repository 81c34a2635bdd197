"""A record → a form that saves, and its read-only twin.

``form`` gives the live form of a page, which passes typed text to ``save``, given by the caller.
``twin`` gives the same fields as plain HTML. ``describe`` describes the fields for both.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pydantic

from workbook.content.form_fields import describe
from workbook.content.messages import Wording
from workbook.domain.fields import Problem, Setting, parse
from workbook.domain.templates import FieldWords
from workbook.pages.forms.plugin_widget import Plugged
from workbook.pages.forms.read_only import as_text, twin
from workbook.pages.forms.widget import (
    Body,
    Find,
    FormWidget,
    Saved,
    SaveResult,
    Talk,
    Wiring,
    in_words,
)

__all__ = [
    "FormWidget",
    "Plugged",
    "SaveResult",
    "Saved",
    "Talk",
    "as_text",
    "describe",
    "form",
    "in_words",
    "twin",
]


Check = Callable[[Mapping[str, Any]], tuple[Problem, ...]]


def form(
    model: type[pydantic.BaseModel],
    words: Mapping[str, FieldWords],
    wording: Wording,
    setting: Setting,
    body: Mapping[str, Any],
    save: Callable[[Body, int], SaveResult],
    *,
    history: Callable[[], Sequence[Saved]] | None = None,
    talk: Talk | None = None,
    check: Check | None = None,
    find: Find = lambda _: [],
    others: Sequence[Mapping[str, FieldWords]] = (),
    only: Sequence[str] | None = None,
    version: int = 0,
    saved_at: str = "",
    draft_key: str = "",
    language: str = "zh-Hans",
) -> FormWidget:
    """The live form of ``model``, filled with ``body`` (what was typed) as of ``version``.

    save(body, based_on): stores the whole body, also the fields that ``only`` leaves out, and
    says what became of it; a WorkbookError that it raises is shown in the form, and what was
    typed stays there. history(): all versions; without it there is neither history nor undo.
    talk: the remarks on these fields; those on others, or on none, stand above the fields.
    find(text): the customers of the book that answer to it, see
    :func:`workbook.book.customer_search.found`; none by default.
    check(body): what is said at cells; default: what could not be read. others: see
    :func:`workbook.content.form_fields.describe`.
    draft_key: names the draft that the browser keeps until a save is acknowledged ("" for none).
    language: of the errors.
    """
    checked = check or (lambda typed: parse(model, typed, setting).problems)
    return FormWidget(
        Wiring(save, checked, history, talk, wording, language, find),
        fields=describe(model, words, setting, only, others)["fields"],
        words=_said(wording),
        draft_key=draft_key,
        value=dict(body),
        problems=in_words(checked(body), wording),
        saved_at=saved_at,
        version=version,
    )


def _said(wording: Wording) -> dict[str, str]:
    """The form's own texts."""
    page = {name: wording.page[name] for name in ("remarks", "reply")}
    return {**wording.form, **page, "yes": wording.yes, "no": wording.no, "none": wording.none}

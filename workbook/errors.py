"""The errors of this package, worded for the person who can correct them.

    WorkbookError
    ├── NotFound          a trainee, chapter, table, language or parameter that does not exist
    ├── BadInput          a file, a cell or an option that cannot be read as what it should be
    ├── ContentError      a template that is wrong: file, line and column
    ├── Conflict          somebody else saved first; both versions are kept and can be shown
    └── StoreError        the store is locked, read-only, damaged, full or of another version

An error carries the key of a sentence and its figures::

    raise BadInput("book.not_a_date", typed=typed)

The sentences are in ``templates/wording/errors``, a file for each written language with the same
keys. Each says what is wrong, where, what was expected and what to do about it, in words that may
be shown to a trainee as they are. ``str(error)`` says it in both, "中文。 / English.", and
:func:`workbook.content.in_language` in the reader's.
"""

from __future__ import annotations

import copy
import difflib
import functools
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Literal

from workbook.resources import templates

LONGEST_NAME = 60
# What a name is a name of; what it is called is among the sentences, under “kinds”.
Kind = Literal[
    "analysis",
    "bank_remark",
    "batch",
    "chapter",
    "cohort",
    "column",
    "exercise",
    "field",
    "figure",
    "file_kind",
    "format",
    "language",
    "mode",
    "outcome",
    "page",
    "part",
    "placeholder",
    "reason",
    "remark",
    "result",
    "role",
    "section",
    "sheet",
    "table",
    "template",
    "trainee",
    "version",
]
FROM_THE_ROSTER = ("trainee", "cohort")
WRITTEN: tuple[Literal["zh", "en"], ...] = ("zh", "en")
BETWEEN = " / "
KEY = re.compile(r"[a-z]+\.[a-z0-9_]+")
PLACEHOLDER = re.compile(r"\{(\w+)\}")
UNREADABLE = "{place}: these sentences cannot be read: {why}; install the workbook again"
# A line that was told: file:line:col, the sentence in both languages, [what it is about].
LINE = re.compile(r"(?P<at>[^“”]*?:\d+:\d+: )?(?P<said>.*?)(?P<about> \[[^\[\]]*\])?")


class Message:
    """A sentence by its key, with its figures; ``str`` tells it in both languages.

    at: where, told before the sentence, such as ``file:line:col``; about: told after it, in
    brackets. A figure may be a Message. What is no key is a text that is worded already, by a
    template or by somebody else's tool, and is told as it is.
    """

    def __init__(self, key: str, /, *, at: str = "", about: str = "", **figures: object) -> None:
        self.key, self.at, self.about, self.figures = key, at, about, figures

    def told(self, sentences: Mapping[str, str]) -> str:
        """The message in the words of ``sentences``, as :func:`sentences` gives them."""
        return self._placed(self._said(sentences))

    def placed(self, at: str) -> Message:
        """The same message about another place."""
        other = copy.copy(self)
        other.at = at
        return other

    def __str__(self) -> str:
        halves = dict.fromkeys(self._said(sentences(one)) for one in WRITTEN)
        return self._placed(BETWEEN.join(halves))

    def __repr__(self) -> str:
        return f"Message({self.key!r}, {self.figures!r})"

    def _placed(self, said: str) -> str:
        before = f"{self.at}: " if self.at else ""
        return f"{before}{said} [{self.about}]" if self.about else f"{before}{said}"

    def _said(self, sentences: Mapping[str, str]) -> str:
        """Fill in the sentence; what a figure holds is text, braces too."""

        def figure(found: re.Match[str]) -> str:
            value = self.figures.get(found[1], found[0])
            return value.told(sentences) if isinstance(value, Message) else str(value)

        if self.key in sentences:
            return PLACEHOLDER.sub(figure, sentences[self.key])
        return self._bare(sentences.get("", ""))

    def _bare(self, why: str) -> str:
        """The key and the figures themselves, where there is no sentence for them."""
        figures = (f"{name}: {value}" for name, value in self.figures.items())
        lack = why if KEY.fullmatch(self.key) else ""
        return "; ".join(filter(None, (self.key, *figures, lack)))


class WorkbookError(Exception):
    """Any error of this package, as one message or several, a line each.

    A message is a key with its figures and places as in :class:`Message`, or one that is made
    already.
    """

    def __init__(
        self, message: str | Message, /, *more: Message, at: str = "", about: str = "",
        **figures: object,
    ) -> None:  # fmt: skip
        first = (
            Message(message, at=at, about=about, **figures) if isinstance(message, str) else message
        )
        super().__init__(first, *more)
        self.messages: tuple[Message, ...] = (first, *more)

    @property
    def key(self) -> str:
        """The key of its sentence; of the first, where there are several."""
        return self.messages[0].key

    @property
    def figures(self) -> Mapping[str, object]:
        """The figures of its sentence; of the first, where there are several."""
        return self.messages[0].figures

    def told(self, sentences: Mapping[str, str]) -> str:
        """The error in the words of ``sentences``, as :func:`sentences` gives them."""
        return "\n".join(one.told(sentences) for one in self.messages)

    def __str__(self) -> str:
        return "\n".join(map(str, self.messages))


class NotFound(WorkbookError):
    """An unknown name; the message offers the nearest known names."""


class BadInput(WorkbookError):
    """Something typed, imported or passed in that cannot be used as it is."""


class ContentError(WorkbookError):
    """A template breaks a rule of its format: ``file:line:col: what``.

    What is wrong with a template's own format is told in English alone, in the code: the sentences
    here are a template too.
    """


class Conflict(WorkbookError):
    """Another save came first. ``theirs`` is in the store, ``mine`` was refused."""

    def __init__(
        self, message: str | Message, /, theirs: object = None, mine: object = None,
        **figures: object,
    ) -> None:  # fmt: skip
        super().__init__(message, at="", about="", **figures)
        self.theirs = theirs
        self.mine = mine


class StoreError(WorkbookError):
    """The store cannot be read or written; what was saved before is still there."""


# -- sentences ------------------------------------------------------------------------------------


@functools.cache
def sentences(written: str) -> Mapping[str, str]:
    """``room.name`` → sentence, in "zh" or "en".

    An error has to be readable where they are not: then there are none, and under "" why.
    """
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    path = templates() / "wording" / "errors" / f"{written}.yaml"
    try:
        rooms = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8-sig"))
        return {f"{room}.{name}": said for room in rooms for name, said in rooms[room].items()}
    except (OSError, ValueError, TypeError, AttributeError, YAMLError) as error:
        mark = getattr(error, "problem_mark", None)
        row, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        why = " ".join(str(getattr(error, "problem", None) or error).split())
        return {"": UNREADABLE.format(place=f"{path}:{row}:{column}", why=why)}


def half(text: str, written: str, derived: Callable[[str], str] = str) -> str:
    """One language of what ``str(error)`` told; where a line is not in both, all of it.

    For an error of which only the text arrived: out of a notebook, or from a record on disk.
    derived: makes another language of that half.
    """
    return "\n".join(_half(line, written, derived) for line in text.split("\n"))


def _half(line: str, written: str, derived: Callable[[str], str]) -> str:
    found = LINE.fullmatch(line)
    parts = found["said"].split(BETWEEN) if found else []
    if not found or len(parts) % 2:
        return line
    # No sentence holds “ / ”, and figures are told in both: the middle one is ours.
    middle = len(parts) // 2
    mine = parts[middle:] if written == "en" else parts[:middle]
    return f"{found['at'] or ''}{derived(BETWEEN.join(mine))}{found['about'] or ''}"


# -- names ----------------------------------------------------------------------------------------


def nearest(name: str, known: Iterable[str], limit: int = 3) -> list[str]:
    """The known names most like ``name``, best first; all of them when there are few."""
    names = sorted(known)
    folded = {one.casefold(): one for one in reversed(names)}
    close = difflib.get_close_matches(_short(name).casefold(), folded, n=limit, cutoff=0.4)
    return [folded[one] for one in close] or names[:limit]


def _short(name: str) -> str:
    """A name cut to one short line."""
    line = " ".join(name.split())
    return line if len(line) <= LONGEST_NAME else f"{line[:LONGEST_NAME]}…"


def none_of(kind: Kind, name: str, known: Iterable[str]) -> NotFound:
    """The error for an unknown ``name`` where the known ones ("table") are few enough to list."""
    return NotFound("names.none_of", kind=_called(kind), name=_short(name), known=", ".join(known))


def not_found(kind: Kind, name: str, known: Iterable[str]) -> NotFound:
    """The error for an unknown ``name`` of a ``kind`` ("trainee", "chapter", …)."""
    names, what, said = sorted(known), _called(kind), _short(name)
    if names:
        offer = ", ".join(nearest(name, names))
        return NotFound("names.not_found", kind=what, name=said, nearest=offer)
    if kind in FROM_THE_ROSTER:
        return NotFound("names.empty_roster", kind=what, name=said)
    return NotFound("names.none_yet", kind=what, name=said)


def _called(kind: Kind) -> Message:
    return Message(f"kinds.{kind}")

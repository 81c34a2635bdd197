"""Groups a page's saves by sitting: an hour of filling in can make a hundred saves."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from workbook.content.messages import Wording
from workbook.domain.fields import is_blank

if TYPE_CHECKING:
    from workbook.pages.forms.widget import Saved

GAP = 30 * 60  # seconds without a save that end a sitting
SHOWN = 24  # characters of a value

Field = Mapping[str, Any]
Sitting = dict[str, Any]


def sittings(history: Sequence[Saved], fields: Sequence[Field], wording: Wording) -> list[Sitting]:
    """Each person's saves without a longer pause, the latest sitting first.

    fields: their descriptions; ``changes`` says what a sitting changed in them, a line a field.
    ``versions`` are newest first; begun and ended are times ("12-08 14:05"; within one day only the
    time).
    """
    done: list[Sitting] = []
    before: Mapping[str, Any] = {}
    for group in _groups(sorted(history, key=lambda one: one.version)):
        first, last = group[0], group[-1]
        done.append(
            {
                "versions": [one.version for one in reversed(group)],
                "begun": first.saved_at,
                "ended": _less_day(last.saved_at, first.saved_at),
                "author": last.author,
                "changes": list(_changes(before, last.body, fields, wording)),
            }
        )
        before = last.body
    return done[::-1]


def _groups(history: Sequence[Saved]) -> list[list[Saved]]:
    groups: list[list[Saved]] = []
    for one in history:
        if groups and _goes_on(groups[-1][-1], one):
            groups[-1].append(one)
        else:
            groups.append([one])
    return groups


def _goes_on(last: Saved, one: Saved) -> bool:
    known = last.moment > 0 and one.moment > 0
    return known and last.author == one.author and one.moment - last.moment <= GAP


def _less_day(ended: str, begun: str) -> str:
    day, _, time = ended.rpartition(" ")
    return time if day and begun.startswith(day) else ended


def _changes(
    before: Mapping[str, Any], after: Mapping[str, Any], fields: Sequence[Field], wording: Wording
) -> Iterator[str]:
    for field in fields:
        was, now = before.get(field["name"]), after.get(field["name"])
        if field["kind"] == "rows":
            said = wording.join.join(_rows_said(_rows(was), _rows(now), wording))
        else:
            said = _value_said(_shown(was, field, wording), _shown(now, field, wording), wording)
        if said:
            yield wording.form["sitting_changed"].format(field=field["label"], said=said)


def _rows(value: object) -> Counter[str]:
    rows = value if isinstance(value, list) else []
    cells = (
        {name: cell for name, cell in row.items() if not is_blank(cell)}
        for row in rows
        if isinstance(row, dict)
    )
    return Counter(json.dumps(row, sort_keys=True, default=str) for row in cells if row)


def _rows_said(was: Counter[str], now: Counter[str], wording: Wording) -> Iterator[str]:
    gone, come = (was - now).total(), (now - was).total()
    changed = min(gone, come)
    counts = {"added": come - changed, "edited": changed, "removed": gone - changed}
    for name, count in counts.items():
        if count:
            yield wording.form[f"rows_{name}"].format(n=count)


def _value_said(was: str, now: str, wording: Wording) -> str:
    return "" if was == now else wording.form["from_to"].format(before=was, after=now)


def _shown(value: object, field: Field, wording: Wording) -> str:
    if isinstance(value, bool):
        return wording.yes if value else wording.no
    if value is None or is_blank(value):
        return wording.none
    labels = {one["key"]: one["label"] for one in field["options"]}
    text = " ".join(str(labels.get(str(value), value)).split())
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"

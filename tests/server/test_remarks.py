"""Remarks over the wire: what a coach writes, a trainee reads and answers."""

from __future__ import annotations

import httpx
import pytest
from typed import CHEN, MONTH

from server.serving import Served
from workbook import chapters
from workbook.book import remark_bank
from workbook.store import open_store

HERS = f"/trainees/{CHEN.id}/remarks"
HOSTILE = '<img src=x onerror="alert(1)"> =1+1 $x$ [a](javascript:alert(1)) \u202e🙂\n\n# h'


def write(served: Served, **typed: str) -> httpx.Response:
    body = {"chapter": "pacing", "text": "What will you say first?"} | typed
    return served.post(HERS, body, month=MONTH, language="en")


def test_a_remark_is_written_read_and_answered(served: Served) -> None:
    before = served.told(served.get("/trainees/chen-jie/standing", month=MONTH), "Standing")
    written = served.told(write(served, field="targets", author="lin-yue"), "Remark")
    assert (written["field"], written["author"], written["open"]) == ("targets", "lin-yue", True)
    assert written["field_label"]
    found = served.get(HERS, month=MONTH, language="en").json()
    assert found[0] == written
    after = served.told(served.get("/trainees/chen-jie/standing", month=MONTH), "Standing")
    assert waits(after) == waits(before) + 1
    answered = served.told(
        served.post(f"{HERS}/{written['number']}/answers", {"text": "I will ask first."}), "Remark"
    )
    assert answered["open"] is False
    assert [(one["role"], one["text"]) for one in answered["answers"]] == [
        ("trainee", "I will ask first.")
    ]


def waits(standing: dict[str, list[dict[str, object]]]) -> int:
    return sum(int(str(one["remarks"])) for one in standing["chapters"])


def test_the_coach_is_who_the_roster_says(served: Served) -> None:
    assert served.told(write(served), "Remark")["author"] == CHEN.coach


def test_what_is_typed_comes_back_as_it_was(served: Served) -> None:
    written = served.told(write(served, text=HOSTILE), "Remark")
    assert written["text"] == HOSTILE
    assert served.get(HERS, month=MONTH).json()[0]["text"] == HOSTILE


@pytest.mark.parametrize(
    ("typed", "status"),
    [
        ({"text": ""}, 400),
        ({"text": " \n"}, 400),
        ({"text": "x" * 2001}, 400),
        ({"chapter": "pacin"}, 404),
        ({"field": "target"}, 404),
        ({"banked": "no_such_remark"}, 404),
        ({"surprise": "x"}, 400),
    ],
)
def test_what_cannot_be_written_is_refused_in_words(
    served: Served, typed: dict[str, str], status: int
) -> None:
    count = len(served.get(HERS, month=MONTH).json())
    said = served.refused(write(served, **typed), status)
    assert said
    assert not any("一" <= sign <= "鿿" for sign in said)
    assert len(served.get(HERS, month=MONTH).json()) == count


def test_nothing_is_answered_that_is_not_there(served: Served) -> None:
    served.refused(served.post(f"{HERS}/999/answers", {"text": "Yes."}), 404)
    served.refused(served.post(f"{HERS}/0/answers", {"text": "Yes."}), 400)
    served.refused(served.get("/trainees/nobody/remarks", month=MONTH), 404)


def test_a_month_has_its_own_remarks(served: Served) -> None:
    served.told(write(served), "Remark")
    assert served.get(HERS, month="2026-10").json() == []


def test_reading_writes_nothing(served: Served, cohort: object) -> None:
    with open_store(str(cohort), read_only=True) as store:
        before = store.content_hash(CHEN.id)
        served.get(HERS, month=MONTH)
        served.get("/bank", language="en")
        assert store.content_hash(CHEN.id) == before


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "en"])
def test_the_bank_has_remarks_and_the_fields_they_can_be_pinned_to(
    served: Served, language: str
) -> None:
    found = served.told(served.get("/bank", language=language), "RemarkBank")
    assert [one["chapter"] for one in found["chapters"]] == list(chapters.names())
    fields = {
        one["chapter"]: {field["field"] for field in one["fields"]} for one in found["chapters"]
    }
    assert {one["key"] for one in found["remarks"]} == set(remark_bank.bank(language).remarks)
    for one in found["remarks"]:
        assert one["field"] in {"", *fields.get(one["chapter"], set())}


def test_a_remark_from_the_bank_keeps_its_key(served: Served) -> None:
    key, one = next(
        (key, one) for key, one in remark_bank.bank("en").remarks.items() if one.chapter == "pacing"
    )
    written = served.told(write(served, text=one.text, banked=key, field=one.field), "Remark")
    assert (written["banked"], written["text"]) == (key, one.text)

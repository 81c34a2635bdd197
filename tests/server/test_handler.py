"""How an answer and an error go out: JSON, status, and the half that the reader understands."""

from __future__ import annotations

import json
from dataclasses import dataclass

import pytest
from tornado.web import HTTPError

from workbook.errors import BadInput, Conflict, ContentError, NotFound, StoreError
from workbook.server.context import ServerEnding
from workbook.server.handler import as_json, browsers, in_language, refusal

BOTH = "没有“a / b”。 / There is no trainee “a / b”. [/data/x.db]"


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh-Hans", "没有“a / b”。 [/data/x.db]"),
        ("zh-Hant", "沒有“a / b”。 [/data/x.db]"),
        ("en", "There is no trainee “a / b”. [/data/x.db]"),
    ],
)
def test_a_reader_gets_the_half_that_they_read(language: str, said: str) -> None:
    assert in_language(BOTH, language) == said


@pytest.mark.parametrize("message", ["", "only one", "一 / two / 三"])
def test_what_has_no_two_halves_stays_whole(message: str) -> None:
    assert in_language(message, "en") == message


@pytest.mark.parametrize(
    ("error", "status", "kind"),
    [
        (NotFound("x"), 404, "not_found"),
        (BadInput("x"), 400, "bad_input"),
        (Conflict("x", None, None), 409, "conflict"),
        (StoreError("x"), 503, "store"),
        (ServerEnding("x"), 503, "failed"),
        (ContentError("x"), 400, "bad_input"),
    ],
)
def test_an_error_for_its_reader_keeps_its_words(error: Exception, status: int, kind: str) -> None:
    found = refusal(error, 500)
    assert (*found[:2], str(found[2])) == (status, kind, "x")


@pytest.mark.parametrize(
    ("error", "status", "kind"),
    [
        (HTTPError(403, "a token"), 403, "failed"),
        (HTTPError(404), 404, "not_found"),
        (HTTPError(405), 405, "failed"),
        (HTTPError(413), 413, "failed"),
        (ValueError("Wang Xiaoming"), 500, "failed"),
        (None, 500, "failed"),
    ],
)
def test_any_other_error_says_nothing_of_itself(
    error: Exception | None, status: int, kind: str
) -> None:
    found = refusal(error, 500)
    assert found[:2] == (status, kind)
    assert " / " in str(found[2])
    assert "Wang" not in str(found[2])
    assert "token" not in str(found[2])


@pytest.mark.parametrize(
    ("asked", "language"),
    [
        ("zh-CN,zh;q=0.9,en", "zh-Hans"),
        ("zh", "zh-Hans"),
        ("zh-Hant", "zh-Hant"),
        ("zh-TW,zh", "zh-Hant"),
        ("zh-HK", "zh-Hant"),
        ("en-GB,zh", "en"),
        ("fr", "en"),
        ("*", "zh-Hans"),
    ],
)
def test_a_browser_says_which_language_it_speaks(asked: str, language: str) -> None:
    assert browsers({"Accept-Language": asked}) == language
    assert browsers({}) == "zh-Hans"


@dataclass(frozen=True)
class Inner:
    text: str


@dataclass(frozen=True)
class Outer:
    inner: tuple[Inner, ...]


def test_an_answer_is_json_whatever_was_typed() -> None:
    typed = '</script>"\\ 陈洁 \ud83d \0'
    sent = as_json(Outer((Inner(typed),)))
    assert json.loads(sent) == {"inner": [{"text": typed}]}
    assert "陈洁" in sent.decode("utf-8")


def test_what_is_no_json_is_no_answer() -> None:
    for wrong in (float("nan"), object()):
        with pytest.raises((ValueError, TypeError)):
            as_json(wrong)

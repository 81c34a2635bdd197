"""From an exception to a reason, and what a log may hold."""

from __future__ import annotations

import errno
from concurrent.futures.process import BrokenProcessPool

import pytest
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from papermill.exceptions import PapermillExecutionError

from workbook import content
from workbook.batch.error_log import log_of, reason_of, words_of
from workbook.batch.failures import told
from workbook.batch.records import Failure
from workbook.content.messages import Wording
from workbook.errors import BadInput, ContentError, StoreError

from .test_ledger import AT

TRACEBACK = [
    "\x1b[31mKeyError\x1b[39m   Traceback (most recent call last)",
    "Cell \x1b[92mIn[3]\x1b[39m\x1b[92m, line 1\x1b[39m",
    "----> 1 page.table('secret-of-chen')",
    "File \x1b[32m~/x/site-packages/pandas/core/frame.py:12\x1b[39m, in \x1b[36mapply\x1b[39m(x)",
    "File \x1b[32m/srv/a b/workbook/book/trainee_workbook.py:120\x1b[39m, "
    "in \x1b[36mBook.desk\x1b[39m(self)",
    "\x1b[31mKeyError\x1b[39m: 'secret-of-chen'",
]


def of_notebook(name: str, said: str) -> PapermillExecutionError:
    return PapermillExecutionError(3, 3, "source", name, said, TRACEBACK)


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (BadInput("x"), "said"),
        (of_notebook("NotFound", "没有"), "said"),
        (ContentError("pacing/zh.yaml:3:1: x"), "template"),
        (of_notebook("ContentError", "pacing/zh.yaml:3:1: x"), "template"),
        (CellTimeoutError("x"), "timeout"),
        (RuntimeError("Kernel didn't respond in 60 seconds"), "timeout"),
        (DeadKernelError("Kernel died"), "kernel"),
        (BrokenProcessPool("x"), "kernel"),
        (of_notebook("KeyboardInterrupt", ""), "stopped"),
        (of_notebook("MemoryError", ""), "memory"),
        (MemoryError(), "memory"),
        (OSError(errno.EAGAIN, "no process"), "memory"),
        (OSError(errno.ENOSPC, "No space left on device"), "disk"),
        (of_notebook("OSError", "[Errno 28] No space left on device"), "disk"),
        (OSError(errno.EACCES, "Permission denied"), "other"),
        (of_notebook("KeyError", "'secret-of-chen'"), "other"),
        (of_notebook("__class__", "x"), "other"),
    ],
)
def test_each_error_has_its_reason(error: Exception, reason: str) -> None:
    assert reason_of(error) == reason


def test_only_words_that_were_written_for_readers_are_passed_on() -> None:
    assert words_of(StoreError("锁住了 / It is locked")) == "锁住了 / It is locked"
    assert words_of(of_notebook("KeyError", "'secret-of-chen'")) == ""


def test_a_log_leads_to_the_place_and_holds_no_value() -> None:
    assert log_of(of_notebook("KeyError", "'secret-of-chen'")).splitlines() == [
        "KeyError",
        "  cell 3, line 1",
        "  pandas/core/frame.py:12 in apply",
        "  workbook/book/trainee_workbook.py:120 in Book.desk",
    ]


def test_a_log_of_our_own_error_holds_no_value() -> None:
    try:
        int("secret-of-chen")
    except ValueError as error:
        log = log_of(error)
    assert log.startswith("ValueError\n  test_error_log.py:")
    assert "secret" not in log


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "en"])
@pytest.mark.parametrize(
    "reason", ["said", "template", "timeout", "memory", "kernel", "stopped", "disk", "other"]
)
def test_every_reason_has_words_in_every_language(language: str, reason: str) -> None:
    words = content.load("wording", language, Wording).index
    failure = Failure.model_validate(
        {"reason": reason, "says": "x", "limit": 600, "log": "chen-jie/plan.log", "at": AT}
    )
    said = told(failure, words)
    assert said
    assert "{" not in said

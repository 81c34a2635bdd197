"""Explains why a page was not made, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping

from workbook.batch.records import Failure, Reason

REMEDIES: Mapping[Reason, str] = {
    "template": "try_template",
    "timeout": "try_again",
    "memory": "try_again",
    "kernel": "try_again",
    "stopped": "try_again",
    "disk": "try_disk",
    "house": "try_house",
    "reach": "try_reach",
    "gone": "try_gone",
    "cluster": "try_cluster",
    "other": "try_other",
}


def told(failure: Failure, words: Mapping[str, str]) -> str:
    """The reason and the remedy, in the reader's language."""
    return " ".join(filter(None, (reason(failure, words), remedy(failure, words))))


def reason(failure: Failure, words: Mapping[str, str]) -> str:
    """The reason in one sentence; the error's own words where it has some."""
    if failure.reason == "said":
        return failure.says
    said = words[f"reason_{failure.reason}"].format(seconds=failure.limit, file=failure.log)
    return f"{said}: {failure.says}" if failure.says else said


def remedy(failure: Failure, words: Mapping[str, str]) -> str:
    """The remedy; "" where the reason says so itself."""
    return words[REMEDIES[failure.reason]] if failure.reason in REMEDIES else ""

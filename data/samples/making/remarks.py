"""The coach's remarks and the trainees' answers, as lines of the remarks file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from making.written import Row


def remarks(made: Mapping[str, list[Row]], coach: str) -> Iterator[Row]:
    """Each remark with its answers below it; ``about`` is the line of the remark answered."""
    at = 0
    for trainee, threads in made.items():
        for thread in threads:
            at += 1
            first, banked = at, thread.get("banked", "")
            yield _line(trainee, thread, thread, coach, "coach") | {"banked": banked}
            for answer in thread.get("answers", []):
                at += 1
                author = coach if answer["role"] == "coach" else trainee
                line = _line(trainee, thread, answer, author, answer["role"])
                yield line | {"about": first}


def _line(
    trainee: str, thread: Mapping[str, Any], said: Mapping[str, str], author: str, role: str
) -> Row:
    return {
        "trainee": trainee, "chapter": thread["chapter"], "key": thread["key"],
        "field": thread.get("field", ""), "role": role, "author": author, "text": said["text"],
        "written_at": f"{said['at']}:00+08:00",
    }  # fmt: skip

"""What lies in the person's cache is made once, whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from workbook.domain.cache_files import made, remade


def test_a_file_is_made_where_it_is_not_there_yet(tmp_path: Path) -> None:
    place = tmp_path / "deep" / "one.txt"
    assert made(place, lambda fresh: fresh.write_text("first")) == place
    assert made(place, lambda fresh: fresh.write_text("second")).read_text() == "first"
    assert remade(place, lambda fresh: fresh.write_text("third")).read_text() == "third"
    assert list(place.parent.iterdir()) == [place]


def test_what_fails_half_way_leaves_what_was_there(tmp_path: Path) -> None:
    place = tmp_path / "one.txt"
    remade(place, lambda fresh: fresh.write_text("whole"))

    def fail(fresh: Path) -> None:
        fresh.write_text("half")
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        remade(place, fail)
    assert place.read_text() == "whole"
    assert list(tmp_path.iterdir()) == [place]


def test_who_was_first_is_replaced_whole(tmp_path: Path) -> None:
    place = tmp_path / "one.txt"

    def late(fresh: Path) -> None:
        place.write_text("somebody else's")
        fresh.write_text("ours")

    assert made(place, late).read_text() == "ours"

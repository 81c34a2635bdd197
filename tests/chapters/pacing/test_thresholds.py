from __future__ import annotations

import math

import pytest

from workbook.chapters.pacing.rules.thresholds import threshold
from workbook.errors import ContentError

from .desks import sheet, shipped, without


def test_a_threshold_is_that_of_the_template() -> None:
    assert threshold(sheet(), "pressure_high") == 1.5


def test_a_rule_that_was_taken_out_is_never_reached() -> None:
    assert math.isnan(threshold(sheet(pack=without("pressure_high")), "pressure_high"))


def test_a_rule_without_its_threshold_says_where_to_write_it() -> None:
    rules = dict(shipped().rules)
    rules["no_actuals"] = rules["no_actuals"].model_copy(update={"threshold": None})
    desk = sheet(pack=shipped().model_copy(update={"rules": rules}))
    with pytest.raises(ContentError, match=r"^pacing/pacing\.yaml:1:1: rules\.no_actuals: .*1\.5"):
        threshold(desk, "no_actuals")

"""The numbers from which the template's rules fire."""

from __future__ import annotations

from math import nan

from workbook.chapters.battle_map.pack import Pack
from workbook.errors import ContentError


def threshold(pack: Pack, rule: str) -> float:
    """The threshold of ``rule`` in the template in use.

    A rule that the template does not have never fires: its threshold is nan, which no number
    reaches. Raises ContentError for a rule that is there and lacks its threshold.
    """
    if rule not in pack.rules:
        return nan
    number = pack.rules[rule].threshold
    if number is None:
        raise ContentError(
            f"battle_map/battle_map.yaml:1:1: rules.{rule}: this rule needs a threshold; write "
            "the number from which it fires, e.g. threshold: 3 / 这条规则需要写明 threshold"
        )
    return number

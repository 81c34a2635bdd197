"""Battle maps 作战地图: eight segments, each with a filled canvas to start from. Source: S4, A3."""

from workbook.chapters.battle_map.tool import TOOL

__all__ = ["TOOL"]

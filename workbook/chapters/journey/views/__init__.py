"""The journey's tables and figures, and the map as a mermaid diagram."""

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from workbook.chapters.journey.views import customer_tables, map_tables, way_tables
from workbook.chapters.journey.views.map_figure import map_figure
from workbook.chapters.journey.views.mermaid import diagram
from workbook.chapters.journey.views.stages_figure import stages_figure
from workbook.chapters.shared.context import Handout

tables: Mapping[str, Callable[[Any], pd.DataFrame]] = {
    **map_tables.tables,
    **customer_tables.tables,
    **way_tables.tables,
}
left_out: Mapping[str, Callable[[Any], Mapping[str, int]]] = customer_tables.left_out
figures: Mapping[str, Callable[[Any], Figure]] = {"map": map_figure, "stages": stages_figure}
sheets: Mapping[str, Callable[[Any], tuple[Handout, ...]]] = {}

__all__ = ["diagram", "figures", "left_out", "sheets", "tables"]

"""The part that all our widgets share: the plugin brings their browser side.

So its code is there before the first widget, and nothing has to be loaded in time.
"""

from __future__ import annotations

from typing import Any

import ipywidgets
import traitlets

MODULE, VERSION = "coaching-workbook", "^1.0.0"  # as in labextension/src/widgets.ts


class Plugged(ipywidgets.DOMWidget):  # type: ignore[misc, unused-ignore]
    """A widget that the plugin draws.

    kind: "Form" or "Upload"; in the browser it is a FormModel with a FormView.
    """

    _model_name = traitlets.Unicode().tag(sync=True)
    _model_module = traitlets.Unicode(MODULE).tag(sync=True)
    _model_module_version = traitlets.Unicode(VERSION).tag(sync=True)
    _view_name = traitlets.Unicode().tag(sync=True)
    _view_module = traitlets.Unicode(MODULE).tag(sync=True)
    _view_module_version = traitlets.Unicode(VERSION).tag(sync=True)

    def __init__(self, kind: str, **shown: Any) -> None:
        super().__init__(_model_name=f"{kind}Model", _view_name=f"{kind}View", **shown)

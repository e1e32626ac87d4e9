"""The environment that Qt reads at its start: software renderer, one pixel per profile pixel, no foreign input method.

Called before the application object exists; Qt reads these variables once.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from types import MappingProxyType

REMOVED = (
    # Each of these makes Qt draw the page larger or smaller than the profile's pixels.
    *("QT_SCALE_FACTOR", "QT_SCREEN_SCALE_FACTORS", "QT_SCALE_FACTOR_ROUNDING_POLICY", "QT_DEVICE_PIXEL_RATIO"),
    *("QT_AUTO_SCREEN_SCALE_FACTOR", "QT_USE_PHYSICAL_DPI", "QT_FONT_DPI", "QT_DPI_ADJUSTMENT_POLICY"),
    # Takes precedence over QT_IM_MODULE.
    "QT_IM_MODULES",
    "QT_STYLE_OVERRIDE",
    # Debug output of Qt quotes keys and texts.
    *("QT_LOGGING_RULES", "QT_LOGGING_CONF", "QSG_INFO"),
)
"""Variables of a desktop session that must not reach Qt."""
SET: Mapping[str, str] = MappingProxyType(
    {
        "QT_QUICK_BACKEND": "software",
        "QT_QUICK_CONTROLS_STYLE": "Basic",
        # A desktop's own theme loads its toolkit into the program; GTK's ends it where there is no X server.
        "QT_QPA_PLATFORMTHEME": "generic",
        # Otherwise Qt follows the resolution that the session reports (`Xft.dpi`).
        "QT_ENABLE_HIGHDPI_SCALING": "0",
        # A signature has all points that the screen reports, not one a frame.
        "QML_NO_TOUCH_COMPRESSION": "1",
        # An input method of the desktop is told the text around the cursor, and learns what is typed.
        "QT_IM_MODULE": "none",
        # pydantic searches all installed packages for plug-ins, which delays the first page; the program uses none.
        "PYDANTIC_DISABLE_PLUGINS": "__all__",
    }
)
"""Variables with a value of our own."""


def overrule() -> None:
    """Remove and set the variables of this process."""
    for name in REMOVED:
        os.environ.pop(name, None)
    os.environ.update(SET)

"""Keep PySide from reading the source of every module that is imported after it.

PySide's import hook searches each source for "PySide6", to know where its optional spellings (`from __feature__ import
snake_case`) may be switched on. Nothing here switches them on, and the terminal has 600 modules: reading them took time
at its start and kept 7 MB of source in memory. Measured with PySide 6.11.3, whose version is pinned.
"""

from __future__ import annotations

import linecache
import sys


def read_no_sources() -> None:
    """Answer PySide's question with "no" from now on, and forget the sources read so far; do nothing if it asks no
    more. Best called before the screen is imported."""
    import PySide6.QtCore  # noqa: F401 (it brings the hook)

    hook = sys.modules.get("shibokensupport.feature")
    if hasattr(hook, "_mod_uses_pyside"):
        setattr(hook, "_mod_uses_pyside", _uses_no_spelling)  # noqa: B010 (a module of PySide's without types)
        linecache.clearcache()


def _uses_no_spelling(module: object) -> bool:
    return False

"""PySide's import hook reads no sources: they would stay in memory and delay the start."""

from __future__ import annotations

import colorsys
import linecache
import sys

from tests.ui.window_harness import WindowHarness


def test_no_source_is_read_for_an_import(harness: WindowHarness) -> None:
    file = colorsys.__file__
    linecache.cache.pop(file, None)
    del sys.modules["colorsys"]
    __import__("colorsys")
    assert file not in linecache.cache

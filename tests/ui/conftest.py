"""One window for all screen tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.ui.sample_views import Samples
from tests.ui.window_harness import WindowHarness, languages


@pytest.fixture(scope="session")
def shared_harness() -> Iterator[WindowHarness]:
    """The window on the reference screen."""
    made = WindowHarness()
    yield made
    made.close()


@pytest.fixture
def harness(shared_harness: WindowHarness) -> WindowHarness:
    """The window on a page without fields, its recorded touches and texts cleared."""
    shared_harness.screen.bridge.show(Samples("en").all()["progress"], languages().words("en"))
    shared_harness.forget()
    return shared_harness

"""One window for all screen tests; a page is shown, looked at, and replaced."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.ui.glass import Glass, languages
from tests.ui.sample_views import Samples


@pytest.fixture(scope="session")
def window() -> Iterator[Glass]:
    """The window on the reference screen."""
    glass = Glass()
    yield glass
    glass.close()


@pytest.fixture
def glass(window: Glass) -> Glass:
    """The window on a page without fields, having forgotten what it was touched on."""
    window.screen.bridge.show(Samples("en").all()["progress"], languages().words("en"))
    window.forget()
    return window

"""How a call was refused, as the tests of the platform ask for it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kiosk.platform.gateway import FailureKind, PlatformFailure


def reason(caught: pytest.ExceptionInfo[PlatformFailure]) -> tuple[FailureKind, str]:
    return caught.value.kind, caught.value.reason


def refused(act: Callable[[], object]) -> tuple[FailureKind, str]:
    with pytest.raises(PlatformFailure) as caught:
        act()
    return reason(caught)

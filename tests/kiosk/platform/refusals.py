"""How a call was refused, as the tests of the platform ask for it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kiosk.platform.gateway import PlatformTrouble, Trouble


def reason(caught: pytest.ExceptionInfo[PlatformTrouble]) -> tuple[Trouble, str]:
    return caught.value.kind, caught.value.reason


def refused(act: Callable[[], object]) -> tuple[Trouble, str]:
    with pytest.raises(PlatformTrouble) as caught:
        act()
    return reason(caught)

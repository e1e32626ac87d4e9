"""Assertions on PlatformFailure."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kiosk.platform.gateway import FailureKind, PlatformFailure


def kind_and_reason(caught: pytest.ExceptionInfo[PlatformFailure]) -> tuple[FailureKind, str]:
    return caught.value.kind, caught.value.reason


def refusal_of(act: Callable[[], object]) -> tuple[FailureKind, str]:
    with pytest.raises(PlatformFailure) as caught:
        act()
    return kind_and_reason(caught)

"""Sending the materials of one case that the platform already has."""

from __future__ import annotations

from devices import Wait
from kiosk.outbox.entries import Entry, StoredMaterial
from kiosk.platform.gateway import FailureKind, PlatformFailure, PlatformGateway
from kiosk.platform.wire_types import HeldCase


class UnknownAtPlatform(Exception):
    """The platform does not know the case whose materials were sent: it was restored from a backup."""


def put_materials(gateway: PlatformGateway, entry: Entry, materials: list[StoredMaterial], wait: Wait) -> HeldCase:
    """Send the materials and return what the platform holds then. Raises PlatformFailure and UnknownAtPlatform."""
    assert entry.case is not None
    refused: PlatformFailure | None = None
    try:
        whole = [each for each in materials if each.is_whole()]
        for each in whole:
            gateway.put_material(each, wait)
        if len(whole) < len(materials):
            refused = PlatformFailure(FailureKind.REFUSED, "material-lost")
    except PlatformFailure as failure:
        if failure.kind is not FailureKind.REFUSED:
            raise
        refused = failure
    held = gateway.get_case(entry.case.case_id, entry.case.digest, wait)
    if held is None:
        raise UnknownAtPlatform
    if refused is not None:
        raise refused
    if held.complete is None:
        raise PlatformFailure(FailureKind.BROKEN, "incomplete")
    return held

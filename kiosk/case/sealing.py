"""Sealing: from a draft to bytes that only the platform can read, bound to the header they travel under."""

from __future__ import annotations

import dataclasses
import json
from datetime import UTC, datetime
from typing import Any

from kiosk.case.draft import Draft
from kiosk.platform.carried import SealedCase
from kiosk.platform.identity import PlatformKeys, b64url, digest

BUILT = datetime(2026, 11, 1, tzinfo=UTC)
"""No case can be older than the program: a clock before this day has lost its battery."""


class CannotSeal(Exception):
    """The case cannot be sealed honestly now; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    if hasattr(value, "items"):
        return {str(key): _plain(each) for key, each in value.items()}
    return value


def seal_case(
    draft: Draft, *, keys: PlatformKeys, case_id: str, slip_number: str, sealed_at: datetime, clock_quality: str
) -> SealedCase:
    """Seal one draft. Raises CannotSeal("clock_before_build") while the clock cannot be right."""
    # The wire records are heavy to load; the first page does not wait for them.
    from kiosk.platform.records import CaseBody

    if sealed_at < BUILT:
        raise CannotSeal("clock_before_build")
    moment = sealed_at.astimezone(UTC).isoformat(timespec="milliseconds")
    content = _plain(draft)
    content["evidence"] |= {"sealed_at": moment, "clock_quality": clock_quality, "slip_number": slip_number}
    plaintext = json.dumps(content, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
    header = CaseBody(
        v=1,
        case_id=case_id,
        terminal=draft.evidence.terminal,
        slip_number=slip_number,
        item_id=draft.item_id,
        item_version=draft.evidence.item_version,
        sealed_at=moment,
        key_id=keys.seal_key_id,
        sealed="",
    )
    sealed = header.model_copy(update={"sealed": b64url(keys.seal(plaintext, header.info()))})
    body = sealed.model_dump_json().encode()
    return SealedCase(case_id, slip_number, draft.item_id, body, digest(body))

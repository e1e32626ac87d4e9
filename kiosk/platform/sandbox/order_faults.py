"""Answers that say "paid" and must not be believed, for the misfortune `wrong_order`: each kind wrong in one way."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from kiosk.platform.identity import sign_token
from kiosk.platform.order_records import ORDER
from kiosk.platform.sandbox.keys import UNPINNED_PRIVATE, SandboxKeys

OTHER_APPLICATION = "00000000-0000-7000-8000-000000000000"


def faulty(kind: str, answer: Mapping[str, Any], at: str, keys: SandboxKeys) -> dict[str, Any]:
    """Return the answer as this kind changes it."""
    paid = {**answer, "state": "paid", "code": "", "seconds_left": 0}
    if kind == "other_sum":
        # Signed and whole, and not what was shown.
        paid["sum"] = "0.01"
    claims = {name: paid[name] for name in ("application", "n", "sum", "state")}
    if kind == "other_application":
        claims["application"] = OTHER_APPLICATION
    if kind == "other_number":
        claims["n"] += 1
    if kind == "token_of_other_sum":
        claims["sum"] = "0.01"
    if kind == "token_of_closed":
        claims["state"] = "closed"
    private = UNPINNED_PRIVATE if kind == "other_key" else keys.sign_private
    payload = json.dumps({**claims, "at": at}).encode()
    return {**paid, "token": "" if kind == "unsigned" else sign_token(payload, private, keys.sign_key_id, ORDER)}

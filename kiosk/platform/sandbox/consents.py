"""Record of what citizens agreed to before a register was asked. The same consent asked with again is one row."""

from __future__ import annotations

from sqlalchemy import select

from kiosk.platform.records import instant
from kiosk.platform.sandbox.shared_registers import RegistersAsked
from kiosk.platform.sandbox.state import SandboxState
from kiosk.platform.sandbox.storage import Consent


def record(sandbox: SandboxState, terminal: str, visit: str, item_id: str, asked: RegistersAsked) -> None:
    """Note each purpose, before anything is answered for it."""
    consent = asked.asked.consent
    with sandbox.storage.writing() as session:
        for register, purpose, _ in asked.granted:
            key = {
                "terminal": terminal,
                "visit": visit,
                "item_id": item_id,
                "person": asked.number.upper(),
                "register": register,
                "purpose": purpose,
                "digest": consent.digest,
            }
            if session.scalar(select(Consent).filter_by(**key)) is None:
                session.add(Consent(**key, at=instant(sandbox.clock.now()), language=consent.language))

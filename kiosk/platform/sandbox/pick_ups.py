"""Things in lockers: which code leads to which door, and which codes are used up.

A code is used up by a permit whose door is reported to have come open, by nothing else: a door that stayed shut, or of
which nobody knows, leaves it as it was. Wrong codes are counted by terminal: a code must not be found by trying.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import select
from sqlalchemy.orm import Session

from devices.clock import day_in_china
from devices.text_files import read_toml
from kiosk.platform.documents import PaperOutcome
from kiosk.platform.pick_ups import CODE_FORM, DOORS_MOST, PickUpState
from kiosk.platform.sandbox.problems import Refusal
from kiosk.platform.sandbox.storage import DoorPermit

FILE = Path(__file__).with_name("pick_ups.toml")
WRONG_MOST = 10
"""Wrong codes of one terminal within WITHIN_S, after which none is looked at."""
WITHIN_S = 600.0


class Kept(BaseModel):
    """A thing in a locker."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    terminal: str = ""
    """"" for whichever asks."""
    door: int = Field(ge=1, le=DOORS_MOST)
    titles: dict[str, str]
    place: dict[str, str] = Field(default_factory=dict)
    until: date | None = None


class _Codes(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    codes: dict[str, Kept]


class PickUps:
    """The codes, and the wrong ones of each terminal."""

    def __init__(self, monotonic: Callable[[], float], file: Path = FILE) -> None:
        self._monotonic = monotonic
        self.codes = _Codes.model_validate(read_toml(file)).codes
        self._lock = threading.Lock()
        self._wrong: dict[str, deque[float]] = {}

    def reset(self) -> None:
        with self._lock:
            self._wrong.clear()

    def answer(self, session: Session, terminal: str, code: str, permit: str, now: datetime) -> dict[str, Any]:
        """Say what a code leads to, and permit its door if that is here."""
        if self._too_many(terminal):
            return {"state": PickUpState.TOO_MANY}
        kept = self.codes.get(code) if CODE_FORM.fullmatch(code) else None
        if kept is None:
            self._note_wrong(terminal)
            return {"state": PickUpState.UNKNOWN}
        about = {"titles": kept.titles, "place": kept.place}
        if _is_used(session, code):
            return {"state": PickUpState.USED, **about}
        if kept.until is not None and day_in_china(now) > kept.until:
            return {"state": PickUpState.EXPIRED, **about}
        if kept.terminal not in ("", terminal):
            return {"state": PickUpState.ELSEWHERE, **about}
        held = session.scalar(select(DoorPermit).where(DoorPermit.permit_id == permit))
        if held is None:
            given_at = now.astimezone(UTC).isoformat()
            session.add(DoorPermit(permit_id=permit, code=code, terminal=terminal, given_at=given_at, outcome=""))
        elif (held.code, held.terminal) != (code, terminal) or held.outcome:
            raise Refusal("outcome-final")
        return {"state": PickUpState.HERE, "permit": permit, "door": kept.door, **about}

    def _too_many(self, terminal: str) -> bool:
        with self._lock:
            wrong = self._wrong.setdefault(terminal, deque(maxlen=WRONG_MOST))
            return len(wrong) == WRONG_MOST and self._monotonic() - wrong[0] < WITHIN_S

    def _note_wrong(self, terminal: str) -> None:
        with self._lock:
            self._wrong[terminal].append(self._monotonic())


def permit_of(session: Session, permit_id: str, terminal: str) -> DoorPermit | None:
    """The permit of this terminal to open a door."""
    mine = select(DoorPermit).where(DoorPermit.permit_id == permit_id, DoorPermit.terminal == terminal)
    return session.scalar(mine)


def _is_used(session: Session, code: str) -> bool:
    came_open = DoorPermit.outcome == PaperOutcome.CAME_OUT.value
    return session.scalar(select(DoorPermit).where(DoorPermit.code == code, came_open)) is not None

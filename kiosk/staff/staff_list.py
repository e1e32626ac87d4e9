"""The list of staff who may open this terminal, signed by the platform and kept on disk."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from devices.lazy_dataclass import dataclass
from devices.strict_struct import NotJson, ShapeError, read_json
from kiosk.platform.identity import BadToken, PlatformKeys, verify_token
from kiosk.platform.staff_records import KIND, StaffDocument, StaffRow
from kiosk.private_files import write_private

VALID_DAYS = 30
"""A list that was not renewed for so long opens nothing: who left may still be on it."""
FILE_MOST = 512 * 1024


class BadStaffList(Exception):
    """A list that is not taken: `code` says why (signature, shape, older)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class StaffList:
    """A list whose signature holds."""

    document: StaffDocument
    token: str
    issued: datetime

    def is_valid(self, now: datetime) -> bool:
        """Whether it is new enough. A clock before the day of issue is wrong, and no reason to lock everybody out."""
        return now - self.issued <= timedelta(days=VALID_DAYS)

    def row(self, staff: str) -> StaffRow | None:
        return next((row for row in self.document.rows if row.staff == staff), None)


def read_list(token: str, keys: PlatformKeys) -> StaffList:
    """Check a list's signature and shape. Raises BadStaffList."""
    try:
        document = read_json(StaffDocument, verify_token(token, keys, KIND))
        issued = datetime.fromisoformat(document.issued)
    except BadToken:
        raise BadStaffList("signature") from None
    except (ShapeError, NotJson, ValueError):
        raise BadStaffList("shape") from None
    if issued.tzinfo is None:
        raise BadStaffList("shape")
    return StaffList(document, token, issued)


class StaffLists:
    """The list in use, and its file. Used by one thread at a time."""

    def __init__(self, path: Path, keys: PlatformKeys) -> None:
        self._path = path
        self._keys = keys
        self.current = self._kept()

    @property
    def number(self) -> int:
        """The number of the list in use; -1 without one."""
        return self.current.document.number if self.current is not None else -1

    def take(self, token: str) -> None:
        """Use a list from now on, and keep it: one with the same number renews the days. Raises BadStaffList, and
        OSError if it cannot be kept: it is in use until the next start then."""
        fresh = read_list(token, self._keys)
        if self.current is not None and (fresh.document.number, fresh.issued) < (self.number, self.current.issued):
            raise BadStaffList("older")
        changed = self.current is None or fresh.token != self.current.token
        self.current = fresh
        if changed:
            write_private(self._path, token)

    def _kept(self) -> StaffList | None:
        with suppress(OSError, BadStaffList, ValueError), self._path.open("rb") as file:
            return read_list(file.read(FILE_MOST).decode("ascii").strip(), self._keys)
        return None

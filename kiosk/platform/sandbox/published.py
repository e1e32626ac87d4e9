"""The published catalogue: built from a folder of service items or read from a JSON document, and signed at start.

Also provides what the acceptance of cases needs of an item: its code, the check of its answers, the required proof; and
which papers may be named for it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, Field

from devices.clock import day_in_china
from devices.lazy_dataclass import dataclass
from devices.strict_struct import read
from kiosk.catalogue.answers import validate_answers
from kiosk.catalogue.days import TODAY, DayFault, day_fault
from kiosk.catalogue.workdays import Workdays, WorkYear, read_workdays
from kiosk.platform.identity import CATALOGUE, sign_token
from kiosk.platform.sandbox.keys import SandboxKeys, published_keys


class _Codes(BaseModel):
    implementation: str


class _Material(BaseModel):
    ways: list[str] = Field(default_factory=list)
    paper: str = ""


class _Prefill(BaseModel):
    register_: str = Field(alias="register")
    purpose: str
    fills: dict[str, str]


class _Fee(BaseModel):
    charged: bool = False
    sum: str = Field(default="", pattern=r"^((0|[1-9][0-9]{0,6})\.[0-9]{2})?$")


class _Certificate(BaseModel):
    kind: str
    reprint_days: int = Field(default=0, ge=0, le=3650)


class _Item(BaseModel):
    id: str
    version: str
    codes: _Codes
    proof: Literal["none", "card", "card+person"]
    answers: dict[str, Any] = Field(default_factory=dict)
    materials: list[_Material] = Field(default_factory=list)
    prefill: list[_Prefill] = Field(default_factory=list)
    fee: _Fee = _Fee()
    certificate: _Certificate | None = None


class _Document(BaseModel):
    """The parts of a catalogue that the sandbox uses. The rest is checked by `kiosk.catalogue`."""

    version: str = Field(pattern=r"^[A-Za-z0-9._-]{1,64}$")
    items: list[_Item]
    workdays: list[dict[str, Any]] = Field(default_factory=list, max_length=20)


class _Limits(BaseModel):
    """The limits of a date field."""

    answer: str
    widget: Literal["date"]
    earliest: str = ""
    latest: str = ""


@dataclass(frozen=True)
class Published:
    """One version of the catalogue."""

    version: str
    token: str
    items: Mapping[str, Mapping[str, Any]]
    workdays: Workdays = field(default_factory=Workdays)

    def code(self, item_id: str) -> str:
        """The implementation code of 31 characters."""
        return str(self.items[item_id]["codes"]["implementation"])

    def proof(self, item_id: str) -> str:
        """The proof of identity required by this item; the strictest for an unknown item."""
        item = self.items.get(item_id)
        return "card+person" if item is None else str(item["proof"])

    def fee(self, item_id: str) -> str:
        """The sum that is paid at a terminal for a case of this item; "" for nothing, and for an unknown item."""
        fee = (self.items.get(item_id) or {}).get("fee") or {}
        return str(fee.get("sum", "")) if fee.get("charged") else ""

    def certificate(self, item_id: str) -> str:
        """The kind of document that this item gives; "" for none, and for an unknown item."""
        return str(((self.items.get(item_id) or {}).get("certificate") or {}).get("kind", ""))

    def reprint_days(self, item_id: str) -> int:
        """Days after its issue in which a document of this item is printed again; 0 for an unknown item."""
        return int(((self.items.get(item_id) or {}).get("certificate") or {}).get("reprint_days", 0))

    def papers(self, item_id: str) -> frozenset[tuple[str, str]]:
        """Kind and way of the papers that this item takes from the platform; none for an unknown item."""
        materials = (self.items.get(item_id) or {}).get("materials", ())
        return frozenset((each.get("paper", ""), way) for each in materials for way in each.get("ways", ()))

    def prefills(self, item_id: str) -> frozenset[tuple[str, str, str]]:
        """Register, purpose and field of what this item fills its form with; none for an unknown item."""
        rows = (self.items.get(item_id) or {}).get("prefill", ())
        return frozenset((each["register"], each["purpose"], name) for each in rows for name in each["fills"].values())

    def takes_pledges(self, item_id: str) -> bool:
        """Whether a paper of this item can be pledged."""
        materials = (self.items.get(item_id) or {}).get("materials", ())
        return any("pledge" in each.get("ways", ()) for each in materials)

    def invalid_answers(self, item_id: str, answers: Mapping[str, Any], sealed_at: str = "") -> list[str]:
        """Return JSON pointers to the answers that violate the schema or a date's limits, without values.

        `sealed_at` tells the day that a limit of `today` means.
        """
        item = self.items[item_id]
        found = [each.answer for each in validate_answers(item.get("answers") or {}, answers)]
        found += [name for name in _beyond_limits(item, answers, _day_of(sealed_at)) if name not in found]
        return [f"/{name}" for name in found]


def _beyond_limits(item: Mapping[str, Any], answers: Mapping[str, Any], sealed: date | None) -> Iterator[str]:
    """Yield the dates before `earliest` or after `latest`. One on no day of the calendar is not compared."""
    for control in (each for page in item.get("pages") or () for each in page.get("controls", ())):
        try:
            limits = _Limits.model_validate(control)
            # The form may have been filled in before midnight and sealed after it.
            filled = sealed - timedelta(days=1) if sealed is not None and limits.earliest == TODAY else sealed
            wrong = day_fault(str(answers.get(limits.answer, "")), limits.earliest, limits.latest, filled)
        except ValueError:
            continue  # no date, or a limit that is none: a document is not checked as an item is
        if wrong is not None and wrong.fault in (DayFault.EARLY, DayFault.LATE):
            yield limits.answer


def _day_of(sealed_at: str) -> date | None:
    try:
        moment = datetime.fromisoformat(sealed_at)
        return None if moment.tzinfo is None else day_in_china(moment)
    except (ValueError, OverflowError):
        return None


def publish(services: Path, keys: SandboxKeys | None = None, workdays: Path | None = None) -> Published:
    """Build or read the catalogue, and sign it, with the TEST keys if none are given. `workdays` is the folder that a
    built catalogue takes its working days from; a document has its own.

    Raises BadItem or BadWorkdays for a folder, ValueError or OSError for a document.
    """
    keys = keys or published_keys()
    payload = services.read_bytes() if services.is_file() else _build(services, workdays)
    document = json.loads(payload)
    years = tuple(read(WorkYear, each) for each in _Document.model_validate(document).workdays)
    token = sign_token(payload, keys.sign_private, keys.sign_key_id, CATALOGUE)
    items = {item["id"]: item for item in document["items"]}
    return Published(str(document["version"]), token, items, Workdays(years))


def _build(services: Path, workdays: Path | None) -> bytes:
    # Imported here: not needed for a ready document, and slow because of the pinyin tables.
    from kiosk.catalogue.build import build_catalogue, catalogue_bytes

    years = read_workdays(workdays) if workdays else ()
    number = max(newest_change(each) for each in (services, workdays) if each and each.exists())
    return catalogue_bytes(build_catalogue(services, number, workdays=years))


def newest_change(folder: Path) -> int:
    """Return the time of the newest change in a folder, in seconds since 1970: the number of its publication."""
    return max(int(each.stat().st_mtime) for each in (folder, *folder.rglob("*")))

"""Types exchanged with a platform about issued documents (certificates): their list, the document, the print permit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from enum import StrEnum

from devices.lazy_dataclass import dataclass
from kiosk.platform.answer import Answer

DOCUMENT_MOST = 10 * 2**20
"""Bytes of a document."""
COPIES_MOST = 99


class CopyReason(StrEnum):
    """Why a further copy of a document is printed. The first copy has none."""

    NONE = ""
    NOT_OUT = "not_out"
    """The last one did not come out, or nobody knows whether it did."""
    DAMAGED = "damaged"
    LOST = "lost"
    ANOTHER = "another"
    """Another office wants one."""


class PaperOutcome(StrEnum):
    """The outcome of a print under a permit. UNCONFIRMED may become one of the others later, never back."""

    CAME_OUT = "came_out"
    DID_NOT = "did_not"
    UNCONFIRMED = "unconfirmed"


@dataclass(frozen=True)
class IssuedDocument:
    """A document of the person who asks. `document` is its id, `number` what is printed in it, `titles` its name by
    language, `issued_on` a day, `printed` the number of copies that came out or may have, `next_copy` the one that can
    be asked for. A copy above 1 needs a reason; after the day `reprint_until` none is permitted ("": no limit).
    `application` is that for which it was issued; "" for one that costs nothing and is no case."""

    document: str
    kind: str
    item_id: str
    titles: Mapping[str, str]
    number: str = field(repr=False)
    issued_on: str
    pages: int
    printed: int
    next_copy: int
    reprint_until: str = ""
    application: str = ""


APPLICATION = "application"
"""The parameter of `documents`: the id of the application whose documents are wanted."""


@dataclass(frozen=True)
class Documents(Answer):
    """Answer of `documents`. `making`: the office of the application that was asked about has yet to issue its own."""

    documents: tuple[IssuedDocument, ...]
    making: bool = False


@dataclass(frozen=True)
class DocumentLink(Answer):
    """Answer of `document.link`: where the person's phone fetches the electronic copy, once, within so many seconds."""

    url: str = field(repr=False)
    seconds: int


@dataclass(frozen=True)
class DocumentRequest:
    """A document wanted in a visit by the person whose `proof` (of `code.verify`) this is."""

    document: str
    visit: str
    proof: str = field(repr=False)


@dataclass(frozen=True)
class PermitRequest:
    """A copy to be printed. `permit` is an id that the terminal makes before the first request; repeated, it gives the
    same permit."""

    permit: str
    document: str
    copy: int
    reason: CopyReason
    visit: str
    proof: str = field(repr=False)


@dataclass(frozen=True)
class Permit:
    """A verified permit to print one copy, to be begun before `until`."""

    permit: str
    document: str
    copy: int
    until: datetime
    token: str = field(repr=False)

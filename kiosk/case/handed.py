"""A paper as it is handed in with a case: in which way, how far it can be trusted, and its pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from types import MappingProxyType

from devices.lazy_dataclass import dataclass
from kiosk.case.blobs import BlobRef

GRADES: Mapping[str, str] = MappingProxyType(
    {"licence": "A", "earlier": "C", "scan": "C", "phone": "C", "photo": "C", "pledge": "D", "later": ""}
)
"""Way → trust grade of an electronic material (General Office of the State Council, 2016, letter 108): A is issued and
sealed by the authority, C was given by the applicant and is to be compared with the original. B, compared by staff, is
never given by a terminal. A paper of an earlier case has the grade C until the platform says otherwise. D is no paper
but a pledge. What is to follow later has none."""


@dataclass(frozen=True)
class Handed:
    """One material of the item, by its id. `pages` are pictures in memory; `reference` is the platform's own name of a
    licence or an earlier paper, or the version of a pledge's text: these have no pages here."""

    material: str
    way: str
    pages: tuple[BlobRef, ...] = ()
    reference: str = field(default="", repr=False)

    @property
    def grade(self) -> str:
        return GRADES[self.way]

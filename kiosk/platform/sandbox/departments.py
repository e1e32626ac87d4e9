"""Departments of the sandbox: which certificates they issue, from which register, by which template.

Read from `certificates.toml` in each folder of config/departments; the template (`.typ`) lies beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from devices.text_files import read_toml

FILE = "certificates.toml"


class CertificateKind(BaseModel):
    """One kind of certificate. `rows` names the labels of the register that are printed, with their words."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: str = ""
    template: str = Field(pattern=r"^[a-z0-9-]+\.typ$")
    item_id: str
    titles: Mapping[str, str]
    office: str
    statement: str
    note: str = ""
    rows: Mapping[str, str]
    payments: tuple[str, ...] = ()
    """The head of the table of payments; empty for none."""
    reprint_days: int = Field(ge=0, le=3650)

    @property
    def title(self) -> str:
        return self.titles["zh-CN"]


def load_certificates(departments: Path) -> tuple[CertificateKind, ...]:
    """Read what all departments issue. Raises OSError, and ValueError for a malformed file."""
    found = []
    for file in sorted(departments.glob(f"*/{FILE}")):
        for kind, table in read_toml(file).items():
            made = CertificateKind.model_validate({**table, "kind": kind})
            found.append(made.model_copy(update={"template": f"{file.parent.name}/{made.template}"}))
    return tuple(found)

"""Kinds of certificates that departments issue: from which register, by which template.

Read from `certificates.toml` in each folder of config/departments; the template (`.typ`) lies beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from kiosk.platform.sandbox.department_files import read_each

FILE = "certificates.toml"


class CertificateKind(BaseModel):
    """One kind of certificate. `rows` names the labels of the register that are printed,
    with their words; who has no entry in it gets the statement `no_entry`, or without one no certificate."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: str = ""
    template: str = Field(pattern=r"^[a-z0-9-]+\.typ$")
    titles: Mapping[str, str]
    office: str
    statement: str
    no_entry: str = ""
    note: str = ""
    register_: str = Field(default="pension", alias="register")
    rows: Mapping[str, str]
    payments: tuple[str, ...] = ()
    """The head of the table of payments; empty for none."""

    @property
    def title(self) -> str:
        return self.titles["zh-CN"]


def load_certificates(departments: Path) -> tuple[CertificateKind, ...]:
    """Read what all departments issue. Raises OSError, and ValueError, which begins with the path, for a wrong file."""
    files = read_each(
        departments, FILE, lambda folder, tables: [_kind(folder, name, each) for name, each in tables.items()]
    )
    return tuple(kind for file in files for kind in file)


def _kind(folder: Path, name: str, table: Mapping[str, object]) -> CertificateKind:
    made = CertificateKind.model_validate({**table, "kind": name})
    if not (folder / made.template).is_file():
        raise ValueError(f"{name}: no template {made.template}")
    return made.model_copy(update={"template": f"{folder.name}/{made.template}"})

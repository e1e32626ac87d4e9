"""Payees of fees, by item. Read from `payee.toml` in the folders of config/departments."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from pydantic import BaseModel, ConfigDict, Field

from kiosk.platform.sandbox.department_files import read_each

FILE = "payee.toml"


class Payee(BaseModel):
    """An authority that takes fees: its name by language, and the items whose fees are its own."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    titles: Mapping[str, str] = Field(min_length=1)
    items: tuple[str, ...] = ()


TREASURY = Payee(id="treasury", titles={"zh-CN": "样例市财政局", "en": "Finance Bureau of Sample City"})
"""Takes the fees of all other items."""
NO_PAYEES: Mapping[str, Payee] = MappingProxyType({})


def load_payees(departments: Path) -> Mapping[str, Payee]:
    """Read who takes the fees, by item. Raises OSError, and ValueError for a wrong file, which begins with its path."""
    payees = read_each(departments, FILE, lambda folder, table: Payee.model_validate({**table, "id": folder.name}))
    return {item: payee for payee in payees for item in payee.items}

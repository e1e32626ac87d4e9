"""The catalogue the sandbox publishes: built from a folder of service items, or a ready JSON document; signed once.

It also answers what handing over needs to know of an item: its code, its answers' schema, the proof it asks for.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, Field

from kiosk.catalogue.answers import validate_answers
from kiosk.platform.identity import CATALOGUE, sign_token
from kiosk.platform.sandbox import keys


class _Codes(BaseModel):
    implementation: str


class _Item(BaseModel):
    id: str
    version: str
    codes: _Codes
    proof: Literal["none", "card", "card+person"]
    answers: dict[str, Any] = Field(default_factory=dict)


class _Document(BaseModel):
    """As much of a catalogue as the sandbox relies on; the catalogue's own check knows the rest."""

    version: str = Field(pattern=r"^[A-Za-z0-9._-]{1,64}$")
    items: list[_Item]


@dataclass(frozen=True)
class Published:
    """One version of the catalogue."""

    version: str
    token: str
    items: Mapping[str, Mapping[str, Any]]

    def code(self, item_id: str) -> str:
        """The implementation code of 31 characters."""
        return str(self.items[item_id]["codes"]["implementation"])

    def proof(self, item_id: str) -> str:
        """The proof of person this item asks for; an unknown item gets the strictest."""
        item = self.items.get(item_id)
        return "card+person" if item is None else str(item["proof"])

    def wrong(self, item_id: str, answers: Mapping[str, Any]) -> list[str]:
        """Where the answers do not fit, as JSON pointers; never with a value."""
        schema = self.items[item_id].get("answers") or {}
        return [f"/{wrong.answer}" for wrong in validate_answers(schema, answers)]


def publish(services: Path) -> Published:
    """Build or read, and sign. Raises BadItem for a bad folder, ValueError or OSError for a bad document."""
    payload = services.read_bytes() if services.is_file() else _built(services)
    document = json.loads(payload)
    _Document.model_validate(document)
    token = sign_token(payload, keys.SIGN_PRIVATE, keys.SIGN_KEY_ID, CATALOGUE)
    return Published(str(document["version"]), token, {item["id"]: item for item in document["items"]})


def _built(services: Path) -> bytes:
    # Loaded when needed: a ready document needs none of what building one takes (pinyin tables above all).
    from kiosk.catalogue.build import build_catalogue, catalogue_bytes

    return catalogue_bytes(build_catalogue(services))

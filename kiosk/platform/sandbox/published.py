"""The catalogue the sandbox publishes: built from a folder of service items, or a ready JSON document; signed once.

It also answers what handing over needs to know of an item: its code, its answers' schema, the proof it asks for.
"""

from __future__ import annotations

import importlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from kiosk.platform.identity import sign_token
from kiosk.platform.records import CATALOGUE
from kiosk.platform.sandbox import keys


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
        found = Draft202012Validator(schema).iter_errors(answers)
        return sorted({"/" + "/".join(str(part) for part in one.absolute_path) for one in found})


def publish(services: Path) -> Published:
    """Build and sign. Raises ValueError or OSError for a folder or document that is no catalogue."""
    document = json.loads(services.read_bytes()) if services.is_file() else _built(services)
    payload = json.dumps(document, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
    token = sign_token(payload, keys.SIGN_PRIVATE, keys.SIGN_KEY_ID, CATALOGUE)
    return Published(str(document["version"]), token, {item["id"]: item for item in document["items"]})


def _built(services: Path) -> Mapping[str, Any]:
    # Loaded when needed: a ready document needs none of what building one takes (pinyin tables above all).
    build = importlib.import_module("kiosk.catalogue.build").build_catalogue
    document: Mapping[str, Any] = build(services)
    return document

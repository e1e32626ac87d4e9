"""Capability profiles of device models: what one model does differently, as data with its source.

A profile is a TOML file; `inherits = "name"` takes everything from another and overrides key by key.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from devices.text_files import read_toml


class ModelError(Exception):
    """A profile is missing, broken, or inherits in a circle; the message names file and remedy."""


def load_model(folder: Path, name: str) -> Mapping[str, Any]:
    """The profile `name` from `folder`, with what it inherits merged in."""
    chain: list[str] = []
    merged: dict[str, Any] = {}
    wanted: str | None = name
    while wanted is not None:
        if wanted in chain:
            raise ModelError(f"{folder / wanted}.toml: inherits in a circle: {' → '.join([*chain, wanted])}")
        chain.append(wanted)
        path = folder / f"{wanted}.toml"
        try:
            own = read_toml(path)
        except FileNotFoundError:
            known = ", ".join(sorted(p.stem for p in folder.glob("*.toml")))
            raise ModelError(f"{path}: no such device model; known: {known}") from None
        except (OSError, ValueError) as error:
            raise ModelError(f"{path}: cannot be read: {error}") from error
        wanted = own.pop("inherits", None)
        merged = {**own, **merged}
    return merged

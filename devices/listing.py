"""Answers of `python -m devices` as lines or JSON, and its list of what there is: drivers, models, lines plugged in."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from devices.ports import examples
from devices.registry import DRIVERS, actions, load_family, misfortunes
from devices.serial_port import USB
from devices.usb_place import lines


def print_answer(answer: Any, *, as_json: bool) -> None:
    """Print an answer, a line a value or as JSON."""
    if as_json:
        print(json.dumps(answer, ensure_ascii=False, indent=2))
        return
    for key, value in answer.items():
        print(f"{key}: {', '.join(value) if isinstance(value, list) else value}")


def as_json_value(value: Any) -> Any:
    """A reading as JSON values; a picture by its size alone."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: as_json_value(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, bytes):
        return {"bytes": len(value)}
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): as_json_value(each) for key, each in value.items()}
    return [as_json_value(each) for each in value] if isinstance(value, tuple | list) else value


def print_listing(models_folder: Path, *, as_json: bool) -> int:
    """Print the tables. The capabilities are the family's; those of one model are in its status."""
    models = sorted(path.stem for path in models_folder.glob("*.toml"))
    drivers = {
        f"{row.family}/{row.name}": {
            "capabilities": [capability.value for capability in load_family(row.family).capabilities],
            "ports": examples(row.ports).split(", "),
            "actions": [f"{each.name}: {each.words}" for each in actions(row.family, row.name)],
            "misfortunes": [f"{each.name}: {each.words}" for each in misfortunes(row.family, row.name)],
        }
        for row in DRIVERS
    }
    plugged = [{"port": f"{USB}{line.place}", **as_json_value(line)} for line in lines()]
    if as_json:
        print_answer({"drivers": drivers, "models": models, "plugged_in": plugged}, as_json=True)
        return 0
    for name, lists in drivers.items():
        print(name)
        for heading, entries in lists.items():
            print(f"  {heading}:", *(f"    {each}" for each in entries), sep="\n")
    print("models:", ", ".join(models))
    print(
        "plugged in:",
        *(f"  {each['port']}  {each['path']}  {each['model']} {each['serial']}" for each in plugged),
        sep="\n",
    )
    return 0

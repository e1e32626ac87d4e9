"""`list`: drivers, models, and the serial lines plugged in now."""

from __future__ import annotations

import argparse

from devices.commands.addressing import CONFIG
from devices.commands.answers import as_json_value, print_json
from devices.commands.exit_codes import DONE
from devices.driver_table import DRIVERS
from devices.ports import examples
from devices.registry import actions, load_family, load_tests, misfortunes
from devices.serial_port import USB
from devices.usb_place import lines


def print_listing(options: argparse.Namespace) -> int:
    """Print the tables. The capabilities are the family's; those of one model are in its status."""
    models = sorted(path.stem for path in (CONFIG / "models").glob("*.toml"))
    drivers = {
        f"{row.family}/{row.name}": {
            "capabilities": [capability.value for capability in load_family(row.family).capabilities],
            "ports": examples(row.ports).split(", "),
            "actions": [f"{each.name}: {each.words}" for each in actions(row.family, row.name)],
            "tests": [
                f"{each.name}: needs {each.needs.value}, expects {', '.join(each.expects)}"
                for each in load_tests(row.family)
            ],
            "misfortunes": [f"{each.name}: {each.words}" for each in misfortunes(row.family, row.name)],
        }
        for row in DRIVERS
    }
    plugged = [{"port": f"{USB}{line.place}", **as_json_value(line)} for line in lines()]
    if options.json:
        print_json({"drivers": drivers, "models": models, "plugged_in": plugged})
        return DONE
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
    return DONE

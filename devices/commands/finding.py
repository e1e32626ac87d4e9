"""`find`: the device behind each serial line, as a table."""

from __future__ import annotations

import argparse

from devices import SystemClock
from devices.commands.addressing import CONFIG, profile_file, refuse_beside_a_terminal
from devices.commands.answers import as_json_value, print_json, table
from devices.commands.exit_codes import DONE
from devices.probing import Finding, claims, find, load_probes
from devices.profile_devices import devices_of

HEADINGS = ("port", "found", "driver", "baud", "detail")


def find_devices(options: argparse.Namespace) -> int:
    """Probe the lines plugged in, and the ports of --port and of the profile."""
    refuse_beside_a_terminal(options)
    profile = devices_of(profile_file(options)) if options.profile else {}
    named = [*options.port, *(spec.port for spec in profile.values() if not spec.simulated)]
    findings = find(named, load_probes(CONFIG / "probes.toml"), SystemClock())
    twice = claims(findings)
    if options.json:
        print_json({"ports": as_json_value(findings), "claimed_twice": as_json_value(twice)})
        return DONE
    if not findings:
        print("no serial line is plugged in; name others with --port")
        return DONE
    print("\n".join(table([_cells(each) for each in findings], HEADINGS)))
    for driver, addresses in twice.items():
        print(f"{driver} is claimed by {', '.join(addresses)}: choose one of them")
    return DONE


def _cells(each: Finding) -> tuple[str, ...]:
    names = (each.inventory.model, each.inventory.serial, each.usb, each.detail)
    detail = "; ".join(name for name in names if name) or (f"{each.bytes_came} bytes came" if each.bytes_came else "")
    return each.address, each.found.value, ", ".join(each.drivers), str(each.baud or ""), detail

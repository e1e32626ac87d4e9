"""`explain CODE`: a fault by the short code that citizens see, or by its own."""

from __future__ import annotations

import argparse
from typing import Any

from devices import UnknownDevice
from devices.commands.addressing import CONFIG
from devices.commands.answers import print_json
from devices.commands.exit_codes import DONE
from devices.commands.fault_table import LANGUAGES, FaultTable

PRINTERS = ("receipt_printer", "document_printer")


def explain(options: argparse.Namespace) -> int:
    """Print what happened, what citizens are told, and the repair. Raises UnknownDevice."""
    table = FaultTable(CONFIG)
    notes = table.find(options.code)
    if not notes:
        raise UnknownDevice(f"no fault {options.code!r}; a code is like P1 or receipt_printer.paper_out")
    told: list[dict[str, Any]] = [
        {
            "fault": note.fault,
            "short": note.short,
            "words": {language: table.words(note, language) for language in LANGUAGES},
            "repair": table.instruction(note),
            "came_out": _came_out(note.fault),
        }
        for note in notes
    ]
    if options.json:
        print_json(told)
        return DONE
    for each in told:
        print(f"{each['short']}  {each['fault']}")
        for words in each["words"].values():
            print(f"  {words['happened']}", *(f"  {n}. {step}" for n, step in enumerate(words["steps"], 1)), sep="\n")
            print(f"  ({words['citizen']})")
        if each["repair"]:
            print("  repair: " + ", ".join(f"{name} {_words(value)}" for name, value in each["repair"].items()))
        if each["came_out"]:
            print(f"  {each['came_out']}")
    return DONE


def _words(value: object) -> str:
    return " and ".join(value) if isinstance(value, list) else str(value)


def _came_out(fault: str) -> str:
    """The word of a printer's fault about the paper; "" for any other fault."""
    family, _, word = fault.partition(".")
    if family not in PRINTERS:
        return ""
    if word == "unconfirmed":
        return "nobody knows whether paper came out: look before printing again"
    return "whether paper came out is in `paper` of the answer: came_out, did_not or unconfirmed"

"""The command line of `python -m devices`: a row for each command, and the arguments that several share."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from devices.commands.exit_codes import EPILOG
from devices.commands.scan_arguments import add_arguments
from devices.ports import DEFAULT_BAUD, PortKind, examples

LONGEST_TIMEOUT_S = 3600
USUAL_FAMILIES: Mapping[str, str] = MappingProxyType(
    {"read": "id_reader", "print": "receipt_printer", "retract": "receipt_printer", "scan": "code_scanner"}
)
"""Command → the family it is usually for, of those that are for few; a reader's is taken where a port needs one."""
Adder = Callable[[argparse.ArgumentParser], None]


def _seconds(text: str) -> float:
    value = float(text)
    if not 0 < value <= LONGEST_TIMEOUT_S:  # also not a number
        raise argparse.ArgumentTypeError(f"more than 0 and at most {LONGEST_TIMEOUT_S} seconds")
    return value


def _port_number(text: str) -> int:
    if not 0 <= (value := int(text)) <= 65535:
        raise argparse.ArgumentTypeError("a port is a number from 0 to 65535")
    return value


def _driver(command: argparse.ArgumentParser) -> None:
    command.add_argument("--family", default="", help="family of the device (default: the command's usual one)")
    command.add_argument("--driver", default="")
    command.add_argument("--model", default="", help="device model in config/models")


def _profile(command: argparse.ArgumentParser) -> None:
    command.add_argument("--profile", default="", metavar="NAME|FILE", help="terminal profile that names the devices")
    command.add_argument("--data", type=Path, metavar="FOLDER", help="the terminal's data folder, as given to main.py")


def _line(command: argparse.ArgumentParser) -> None:
    _driver(command)
    _profile(command)
    command.add_argument("--port", default="", help=examples(frozenset(PortKind)))
    command.add_argument("--baud", type=int, default=DEFAULT_BAUD)
    command.add_argument("--timeout", type=_seconds, default=10.0, help="seconds allowed (default: 10)")


def _one(command: argparse.ArgumentParser) -> None:
    command.add_argument("device", nargs="?", default="", metavar="NAME", help="device of the profile")
    _line(command)


def _several(command: argparse.ArgumentParser) -> None:
    command.add_argument("devices", nargs="*", metavar="NAME", help="devices of the profile (default: all)")
    _line(command)


def _shown(command: argparse.ArgumentParser) -> None:
    command.add_argument("--show", action="store_true", help="show personal data, which is masked otherwise")


def _trace_file(command: argparse.ArgumentParser) -> None:
    command.add_argument("--trace", type=Path, metavar="FILE", help="record the traffic, with personal data masked")


def _reading(command: argparse.ArgumentParser) -> None:
    _one(command)
    _shown(command)


def _scanning(command: argparse.ArgumentParser) -> None:
    _reading(command)
    add_arguments(command)


def _printing(command: argparse.ArgumentParser) -> None:
    _one(command)
    command.add_argument("--text", action="append", default=[], help="a line of a slip; may be given again")
    command.add_argument("--pdf", type=Path, metavar="FILE", help="a document of A4 pages")
    command.add_argument("--pages", type=int, default=1, help="the pages it has (default: 1)")


def _testing(command: argparse.ArgumentParser) -> None:
    _one(command)
    _trace_file(command)
    command.add_argument("--test", default="", metavar="TEST", help="a test of the family; `list` names them")
    command.add_argument("--door", type=int, default=0, help="the door that open_door opens (default: 1)")


def _rehearsing(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--begin", action="append", default=[], metavar="MISFORTUNE", help="begin it, as name or name:parameter=value"
    )
    command.add_argument("--card", default="", metavar="PERSON", help="lay this person's card on the reader")


def _tracing(command: argparse.ArgumentParser) -> None:
    _one(command)
    _trace_file(command)
    _rehearsing(command)
    command.add_argument("--test", default="", metavar="TEST", help="run this test (default: ask for the status)")
    command.add_argument("--until-fault", action="store_true", help="again and again until one ends with a fault")


def _replaying(command: argparse.ArgumentParser) -> None:
    command.add_argument("file", type=Path, metavar="FILE")
    command.add_argument("--answering", action="store_true", help="give recorded answers in any order of questions")


def _watching(command: argparse.ArgumentParser) -> None:
    _several(command)
    command.add_argument("--every", type=_seconds, default=2.0, help="seconds between two looks (default: 2)")
    command.add_argument("--times", type=int, default=0, help="so many looks (default: until Ctrl-C)")


def _simulating(command: argparse.ArgumentParser) -> None:
    _driver(command)
    _rehearsing(command)
    command.add_argument("--listen", type=_port_number, default=0, metavar="PORT", help="loopback port (default: any)")


def _explaining(command: argparse.ArgumentParser) -> None:
    command.add_argument("code", metavar="CODE", help="short code, such as P1, or receipt_printer.paper_out")


def _finding(command: argparse.ArgumentParser) -> None:
    _profile(command)
    command.add_argument("--port", action="append", default=[], help="probe this port too; may be given again")


def _nothing(command: argparse.ArgumentParser) -> None:
    pass


COMMANDS: Mapping[str, tuple[str, Adder]] = MappingProxyType(
    {
        "list": ("drivers with capabilities, ports and misfortunes; models; serial lines plugged in now", _nothing),
        "status": ("ask devices for state, levels and capabilities", _several),
        "watch": ("the same as a table that is kept up to date, also beside a running terminal", _watching),
        "test": ("put a device to a test of its family and say what was seen", _testing),
        "read": ("read one card", _reading),
        "scan": ("read one code, scan papers, or take one frame of a camera", _scanning),
        "print": ("print a few words, or a PDF on A4", _printing),
        "retract": ("take back the slip at the printer's mouth", _one),
        "trace": ("show the traffic of a test, masked, and keep it as a file", _tracing),
        "replay": ("play a trace to its driver and compare the end", _replaying),
        "simulate": ("serve a simulator on a loopback port until the input ends", _simulating),
        "explain": ("say what a fault's code means and what to do", _explaining),
        "find": ("look at the serial lines plugged in and name the device behind each", _finding),
    }
)
"""Command → its help, and its arguments."""


def arguments(given: Sequence[str] | None, description: str) -> argparse.Namespace:
    """The command line. Ends the program with 2 where it is wrong."""
    parser = argparse.ArgumentParser(
        prog="python -m devices",
        description=description,
        epilog=EPILOG,
        formatter_class=argparse.RawTextHelpFormatter,
    )
    commands = parser.add_subparsers(dest="command", required=True)
    for name, (words, add) in COMMANDS.items():
        command = commands.add_parser(name, help=words, description=words)
        usual = USUAL_FAMILIES.get(name, "")
        command.set_defaults(usual_family=usual or "id_reader", named_family=usual)
        command.add_argument("--json", action="store_true", help="print the answer as JSON")
        add(command)
    return parser.parse_args(given)

"""`python -m devices`: use any device at any address, for technicians and scripts."""

from __future__ import annotations

import argparse
import contextlib
import sys
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

from devices import (
    PERSON,
    WRITTEN,
    Action,
    Cancelled,
    DeadlineReached,
    DeviceFault,
    DeviceSpec,
    Fault,
    Inventoried,
    Next,
    SystemClock,
    UnknownDevice,
    Wait,
    day_in_china,
)
from devices.console import escape_what_cannot_be_written, lines_of_input
from devices.id_reader.contract import IdCard
from devices.id_reader.people import BadPerson
from devices.listing import as_json_value, print_answer, print_listing
from devices.ports import DEFAULT_BAUD, PortKind, examples
from devices.print_arguments import DOCUMENTS
from devices.print_outcome import Paper
from devices.private_memory import keep_memory_private
from devices.registry import actions, create_simulator, drivers_of, open_device
from devices.scan_arguments import SCANS, add_arguments

CONFIG = Path(__file__).resolve().parent.parent / "config"
EXIT_CODES: Mapping[Next, int] = MappingProxyType(
    {Next.TRY_AGAIN: 3, Next.ASK_CITIZEN: 4, Next.CALL_STAFF: 5, Next.OUT_OF_SERVICE: 6, Next.NEVER: 7}
)
USAGE, DEADLINE, INTERRUPTED = 2, 8, 130
LONGEST_TIMEOUT_S = 3600
FAMILIES: Mapping[str, str] = MappingProxyType({"print": "receipt_printer", "scan": "code_scanner"})
"""Command → the family it is for, where that is not the reader's."""
EPILOG = """exit codes: 0 done; 2 wrong usage or unknown name; 3 try again; 4 ask the citizen; 5 call staff;
6 out of service; 7 never; 8 the time allowed has passed; 130 Ctrl-C.
example: python -m devices read --family id_reader --driver samv --port socket://127.0.0.1:7001 --json"""


def _seconds(text: str) -> float:
    value = float(text)
    if not 0 < value <= LONGEST_TIMEOUT_S:  # also not a number
        raise argparse.ArgumentTypeError(f"more than 0 and at most {LONGEST_TIMEOUT_S} seconds")
    return value


def _port_number(text: str) -> int:
    value = int(text)
    if not 0 <= value <= 65535:
        raise argparse.ArgumentTypeError("a port is a number from 0 to 65535")
    return value


def arguments(given: Sequence[str] | None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(
        prog="python -m devices", description=__doc__, epilog=EPILOG, formatter_class=argparse.RawTextHelpFormatter
    )
    commands = parser.add_subparsers(dest="command", required=True)
    listing = commands.add_parser(
        "list", help="drivers with capabilities, ports and misfortunes; device models; serial lines plugged in now"
    )
    listing.add_argument("--json", action="store_true")
    helps = {
        "status": "ask a device for its state, levels and capabilities",
        "test": "the same, and say what was checked",
        "read": "read one card",
        "scan": "read one code and show its text, scan papers, or take one frame of a camera",
        "print": "print a few words, or a PDF on A4",
        "simulate": "serve a simulator on a loopback port until the input ends; its lines are actions (see list)",
    }
    for name, words in helps.items():
        command = commands.add_parser(name, help=words)
        command.add_argument("--family", default=FAMILIES.get(name, "id_reader"))
        command.add_argument("--driver", default="")
        command.add_argument("--json", action="store_true", help="print the answer as JSON")
        if name == "simulate":
            command.add_argument(
                "--listen", type=_port_number, default=0, metavar="PORT", help="loopback port (default: any)"
            )
            command.add_argument("--card", default="", metavar="PERSON", help="lay this person's card on the reader")
            continue
        command.add_argument("--port", required=True, help=examples(frozenset(PortKind)))
        command.add_argument("--model", default="", help="device model in config/models")
        command.add_argument("--baud", type=int, default=DEFAULT_BAUD)
        command.add_argument("--timeout", type=_seconds, default=10.0, help="seconds allowed (default: 10)")
        command.add_argument("--trace", type=Path, metavar="FILE", help="record the traffic, with personal data masked")
        if name == "scan":
            add_arguments(command)
        if name == "print":
            command.add_argument("--text", action="append", default=[], help="a line of a slip; may be given again")
            command.add_argument("--pdf", type=Path, metavar="FILE", help="a document of A4 pages")
            command.add_argument("--pages", type=int, default=1, help="the pages it has (default: 1)")
    return parser.parse_args(given)


def print_fault(fault: Fault, *, as_json: bool) -> int:
    """Print a fault; the exit code says what to do next."""
    print_answer({"fault": fault.code, "next": fault.next.value, "detail": fault.detail}, as_json=as_json)
    return EXIT_CODES[fault.next]


def _driver(options: argparse.Namespace) -> str:
    """The driver asked for, or the only one of the family. Raises UnknownDevice."""
    known = drivers_of(options.family)
    if not options.driver and len(known) > 1:
        raise UnknownDevice(f"{options.family} has several drivers; name one with --driver: {', '.join(known)}")
    return str(options.driver or "".join(known))


def _simulate(options: argparse.Namespace) -> int:
    from devices.socket_wire import Server

    clock = SystemClock()
    simulator: Any = create_simulator(options.family, _driver(options), clock, {})
    if options.card:
        simulator.put_card(_person(options.card))
    known = {each.name: each for each in actions(options.family, _driver(options))}
    server = Server(simulator, clock, options.listen)
    print(f"{options.family} simulated at socket://127.0.0.1:{server.port}", flush=True)
    with contextlib.suppress(KeyboardInterrupt):
        for line in lines_of_input():
            if line.strip():
                print(_act(simulator, known, *line.split()), flush=True)
    server.close()
    for line in getattr(simulator, "complaints", ()):
        print(f"complaint: {line}", file=sys.stderr)
    return 0


def _act(simulator: Any, known: Mapping[str, Action], name: str, *arguments: str) -> str:
    """Perform a line of the input: an action of the simulator's table, with the person or text that it takes."""
    sort = known[name].argument if name in known else ""
    if name not in known or bool(arguments) != bool(sort) or (sort == PERSON and len(arguments) > 1):
        return f"{name}: write one of: {', '.join(f'{n} {a.argument}'.strip() for n, a in known.items())}"
    try:
        given = (" ".join(arguments),) if sort in WRITTEN else tuple(map(_person, arguments))
        result = getattr(simulator, name)(*given)
    except UnknownDevice as unknown:
        return str(unknown)
    return "\n".join((f"{name}: done", *(f"  {line}" for line in getattr(result, "lines", ()))))


def _person(name: str) -> IdCard:
    from devices.id_reader.people import load_people

    people = load_people(CONFIG / "people.toml")
    if name not in people:
        raise UnknownDevice(f"no invented person {name!r}; known: {', '.join(sorted(people))}")
    return people[name]


def _status(device: Any, wait: Wait, options: argparse.Namespace) -> int:
    status = device.status(wait)
    answer: dict[str, Any] = {
        "state": status.state.value,
        "levels": dict(status.levels),
        "capabilities": sorted(str(each) for each in status.capabilities),
    }
    if options.command == "test":
        answer = {"checked": "port opened, question asked, answer understood", **answer}
    if isinstance(device, Inventoried) and not status.faults:
        answer |= {name: text for name, text in vars(device.inventory(wait)).items() if text}
    if status.faults:
        answer["faults"] = [fault.code for fault in status.faults]
        answer["details"] = [fault.detail for fault in status.faults if fault.detail]
    print_answer(answer, as_json=options.json)
    return EXIT_CODES[status.faults[0].next] if status.faults else 0


def _read(device: Any, wait: Wait, options: argparse.Namespace) -> int:
    card: IdCard = device.read(wait)
    today = day_in_china(SystemClock().now())
    print_answer({**as_json_value(card), "valid_today": card.valid_on(today)}, as_json=options.json)
    return 0


def _scan(device: Any, wait: Wait, options: argparse.Namespace) -> int:
    found, trouble = SCANS[options.family](device, wait, options)
    if trouble is not None:
        return print_fault(trouble, as_json=options.json)
    print_answer(as_json_value(found), as_json=options.json)
    return 0


def _print(device: Any, wait: Wait, options: argparse.Namespace) -> int:
    document = DOCUMENTS[options.family](options)
    # The time allowed is the printer's own; what its line needs comes on top.
    outcome = device.print(document, Wait(wait.clock, options.timeout + device.line_s(document)))
    if outcome.fault is not None:
        if not options.json:
            print_answer({"paper": outcome.paper.value}, as_json=False)
        return print_fault(outcome.fault, as_json=options.json)
    print_answer({"paper": outcome.paper.value}, as_json=options.json)
    return 0 if outcome.paper is Paper.CAME_OUT else EXIT_CODES[Next.CALL_STAFF]


ACTS: Mapping[str, tuple[Collection[str], Callable[[Any, Wait, argparse.Namespace], int]]] = MappingProxyType(
    {
        "status": ((), _status),
        "test": ((), _status),
        "read": (("id_reader",), _read),
        "scan": (SCANS, _scan),
        "print": (DOCUMENTS, _print),
    }
)
"""Command → the families it is for (none: any), and what it does."""


def _with_device(options: argparse.Namespace) -> int:
    families, act = ACTS[options.command]
    if families and options.family not in families:
        raise UnknownDevice(f"{options.command} is for {' and '.join(families)}, not for {options.family!r}")
    spec = DeviceSpec(options.family, _driver(options), options.port, options.model, {"baud": options.baud})
    clock = SystemClock()
    device: Any = open_device(spec, clock, CONFIG / "models", options.trace).device
    try:
        return act(device, Wait(clock, options.timeout), options)
    finally:
        device.close()


def main(given: Sequence[str] | None = None) -> int:
    """Run one command."""
    options = arguments(given)
    try:
        if options.command == "list":
            return print_listing(CONFIG / "models", as_json=options.json)
        return _simulate(options) if options.command == "simulate" else _with_device(options)
    except (UnknownDevice, BadPerson, OSError) as unknown:
        print(f"devices: {unknown}", file=sys.stderr)
        return USAGE
    except DeviceFault as trouble:
        return print_fault(trouble.fault, as_json=options.json)
    except KeyboardInterrupt:
        return INTERRUPTED
    except (DeadlineReached, Cancelled):
        print_answer({"fault": "deadline", "next": Next.TRY_AGAIN.value}, as_json=options.json)
        return DEADLINE


if __name__ == "__main__":
    escape_what_cannot_be_written()
    keep_memory_private()
    sys.exit(main())

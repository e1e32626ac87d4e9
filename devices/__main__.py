"""`python -m devices`: use any device, by its name in a terminal's profile or at any address."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from types import MappingProxyType
from typing import Any

from devices import Cancelled, DeadlineReached, DeviceFault, UnknownDevice
from devices.commands.addressing import TerminalRuns
from devices.commands.arguments import arguments
from devices.commands.exit_codes import DEADLINE, EXIT_CODES, INTERRUPTED, RUNNING, USAGE
from devices.console import escape_what_cannot_be_written
from devices.id_reader.people import BadPerson
from devices.private_memory import keep_memory_private

HANDLERS: Mapping[str, str] = MappingProxyType(
    {
        "list": "listing:print_listing",
        "status": "asking:status",
        "watch": "watching:watch",
        "test": "asking:test",
        "read": "asking:ask",
        "scan": "asking:ask",
        "print": "asking:ask",
        "retract": "asking:ask",
        "trace": "tracing:trace",
        "replay": "tracing:replay",
        "simulate": "simulating:simulate",
        "explain": "explaining:explain",
        "find": "finding:find_devices",
    }
)
"""Command → module of `devices.commands` and its function."""


def main(given: Sequence[str] | None = None) -> int:
    """Run one command."""
    options = arguments(given, __doc__ or "")
    module, _, name = HANDLERS[options.command].partition(":")
    handler: Callable[[Any], int] = getattr(import_module(f"devices.commands.{module}"), name)
    try:
        return handler(options)
    except TerminalRuns as running:
        print(f"devices: {running}", file=sys.stderr)
        return RUNNING
    except (UnknownDevice, BadPerson, OSError) as unknown:
        print(f"devices: {unknown}", file=sys.stderr)
        return USAGE
    except DeviceFault as trouble:
        print(f"devices: {trouble}", file=sys.stderr)
        return EXIT_CODES[trouble.fault.next]
    except KeyboardInterrupt:
        return INTERRUPTED
    except (DeadlineReached, Cancelled):
        print("devices: the time allowed has passed", file=sys.stderr)
        return DEADLINE


if __name__ == "__main__":
    escape_what_cannot_be_written()
    keep_memory_private()
    sys.exit(main())

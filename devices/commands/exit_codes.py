"""The exit codes of `python -m devices`."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from devices import Next

EXIT_CODES: Mapping[Next, int] = MappingProxyType(
    {Next.TRY_AGAIN: 3, Next.ASK_CITIZEN: 4, Next.CALL_STAFF: 5, Next.OUT_OF_SERVICE: 6, Next.NEVER: 7}
)
DONE, USAGE, DEADLINE, RUNNING, NOT_PASSED, INTERRUPTED = 0, 2, 8, 9, 10, 130
EPILOG = """exit codes: 0 done; 2 wrong usage or unknown name; 3 try again; 4 ask the citizen; 5 call staff;
6 out of service; 7 never; 8 the time allowed has passed; 9 a running terminal has the devices;
10 a test did not pass, or a replay ended otherwise; 130 Ctrl-C.
examples: python -m devices status --profile hall
          python -m devices test receipt_printer --profile hall
          python -m devices read --family id_reader --driver samv --port socket://127.0.0.1:7001 --json"""

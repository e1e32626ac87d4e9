"""The driver of a code scanner with a trigger, whatever its vendor: settings, light on, one code, light off.

The line carries answers and codes in one stream, and a code has neither length nor checksum (see `frames`). So the line
is emptied before a trigger, a code ends by its end of line and a short silence, and what comes later is not taken.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from devices.clock import Clock, DeadlineReached, Wait
from devices.code_scanner.contract import Code, CodeScannerCapability
from devices.code_scanner.dialect import Answer, Command, Dialect
from devices.code_scanner.frames import LONGEST_FRAME, has_end, read_frame
from devices.faults import DeviceFault, Next
from devices.identifying import answer_to
from devices.readings import DeviceState, DeviceStatus, Inventory, failed_status
from devices.transport import PIECE_BYTES, Pipe, Port, noise

ANSWER_S = 1.0
"""Seconds until an answer to a command is complete, besides the line's time."""
LIGHT_S = 5.0
"""Seconds that the light is on at a time; then the scanner is asked whether it is still there."""
QUIET_S = 0.05
"""Silence after which a code with its end has come whole."""
CUT_S = 0.3
"""Silence after which the rest of a code without its end no longer comes."""
AWAY_S = 2.0
"""A code that was given is given again when it was not seen for so long: one that is held still is read on and on."""
REST_S = 0.5
"""Dark seconds before a code that is still there is looked at again."""
EMPTY_LONGEST_S = 1.0
"""Seconds in which the line falls silent, except for a scanner that sends without end."""
CODE_LONGEST_S = 2.0
"""Seconds in which a code has come whole, besides the line's time; bytes that go on after it are noise."""
MOST_BYTES = 64 * 1024
"""Bytes without an answer that are noise."""
CAPABILITIES: frozenset[str] = frozenset({CodeScannerCapability.SCAN_CODE})


def no_answer(command: Command) -> DeviceFault:
    return DeviceFault("code_scanner.no_answer", Next.CALL_STAFF, f"{command.name}: no answer")


class TriggeredScanner:
    """See `contract.CodeScanner`. Used by one thread."""

    def __init__(self, port: Port, clock: Clock, dialect: Dialect, model: Mapping[str, Any]) -> None:
        self._port = port
        self._clock = clock
        self._dialect = dialect
        self._ends_by_line = model.get("code_end", "line") == "line"
        self._aim = bool(model.get("aim_identifiers", False))
        self._pipe: Pipe | None = None
        self._lit = False
        self._given = 0
        """Hash of the code given last: the text itself is the session's alone."""
        self._seen_at = float("-inf")

    def status(self, wait: Wait) -> DeviceStatus:
        try:
            self._prepare(wait)
        except DeviceFault as trouble:
            self._failed(trouble)
            return failed_status(trouble.fault, CAPABILITIES)
        except DeadlineReached:
            return failed_status(no_answer(self._dialect.settings[0]).fault, CAPABILITIES)
        return DeviceStatus(DeviceState.READY, capabilities=CAPABILITIES)

    def scan(self, wait: Wait) -> Code:
        wait.check()
        try:
            while True:
                code = self._look(wait)
                if code is not None and self._is_new(code):
                    return code
                if code is not None:
                    self._light_off()
                    wait.pause(REST_S)
        except DeviceFault as trouble:
            self._failed(trouble)
            raise
        finally:
            self._light_off()

    def close(self) -> None:
        # Forgotten first: a pipe that cannot even be closed must not be used again.
        pipe, self._pipe = self._pipe, None
        self._lit, self._given = False, 0
        if pipe is not None:
            pipe.close()

    def _failed(self, trouble: DeviceFault) -> None:
        if trouble.fault.code.startswith("transport."):
            self.close()

    def _is_new(self, code: Code) -> bool:
        """Whether this code was put there since the last one was given. Only the code's hash is kept, and only here."""
        before, self._given = self._given, hash((code.text, code.problem))
        away_s, self._seen_at = self._clock.monotonic() - self._seen_at, self._clock.monotonic()
        return self._given != before or away_s > AWAY_S

    def _look(self, wait: Wait) -> Code | None:
        """Put the scanner right, light up once, and read one code. Raises DeviceFault for one that was cut."""
        pipe = self._prepare(wait)
        begun = self._light_on(pipe, wait)
        raw = self._frame(pipe, wait, begun)
        self._light_off()
        if not raw.strip():
            return None
        code = read_frame(raw, ends_by_line=self._ends_by_line, aim=self._aim)
        if code is None:
            raise DeviceFault(
                "code_scanner.incomplete", Next.ASK_CITIZEN, "a code without its end; if every code is, set CR after it"
            )
        return code

    def _prepare(self, wait: Wait) -> Pipe:
        """Empty the line and send the settings."""
        wait.check()
        if self._pipe is None:
            self._pipe = self._port.open()
        self._empty(self._pipe, wait)
        for command in self._dialect.settings:
            self._ask(self._pipe, command, wait)
        return self._pipe

    def _empty(self, pipe: Pipe, wait: Wait) -> None:
        """Discard what came while nobody wanted a code. A cut half of it must not look like a code."""
        limit = wait.within(EMPTY_LONGEST_S)
        while True:
            try:
                pipe.read(limit.within(self._silence(QUIET_S)))
            except DeadlineReached:
                wait.check()
                return

    def _ask(self, pipe: Pipe, command: Command, wait: Wait) -> bytes:
        """Send a command and wait for its answer; return the bytes that are none.

        Raises DeviceFault: no answer, noise in its place, or a refusal.
        """
        pipe.write(command.sent)
        if not command.echo:
            return b""
        limit, came = wait.within(ANSWER_S + self._port.line_s(len(command.sent) * 2)), b""
        while (answer := self._dialect.answer_in(command, came)) is None:
            try:
                came += pipe.read(limit)
            except DeadlineReached:
                wait.check()
                raise noise(f"{command.name}: noise for an answer") if came else no_answer(command) from None
            if len(came) > MOST_BYTES:
                raise noise(f"{command.name}: bytes without end")
        if answer is Answer.REFUSED:
            raise DeviceFault("code_scanner.refused", Next.CALL_STAFF, f"{command.name}: refused; check the model")
        return self._dialect.without_answers(came)

    def _light_on(self, pipe: Pipe, wait: Wait) -> bytes:
        self._empty(pipe, wait)
        self._lit = True
        return self._ask(pipe, self._dialect.start, wait)

    def _light_off(self) -> None:
        """Put the light out; its answer is discarded before the next command. A lost line has no light to put out."""
        if self._lit and self._pipe is not None:
            try:
                self._pipe.write(self._dialect.stop.sent)
            except DeviceFault:
                with suppress(DeviceFault):
                    self.close()
        self._lit = False

    def _frame(self, pipe: Pipe, wait: Wait, begun: bytes) -> bytes:
        """The bytes of one code, up to a silence; empty when the light was on for long enough.

        Of more than a code can have, only as much is kept as shows that it is too much.
        """
        raw, limit = begun, wait.within(LIGHT_S)
        whole: Wait | None = None
        while True:
            if raw and whole is None:
                whole = wait.within(CODE_LONGEST_S + self._port.line_s(LONGEST_FRAME))
            try:
                data = pipe.read(whole.within(self._silence_after(raw)) if whole else limit)
            except DeadlineReached:
                wait.check()
                if whole is not None and whole.spent():
                    raise noise("bytes without end in place of a code") from None
                return raw
            raw = self._dialect.without_answers(raw + data)[: LONGEST_FRAME + 1]

    def _silence_after(self, raw: bytes) -> float:
        ended = has_end(raw) or not self._ends_by_line
        return self._silence(QUIET_S if ended else CUT_S)

    def _silence(self, seconds: float) -> float:
        """A silence on this line: of a slow one, longer than a piece of bytes needs."""
        return seconds + self._port.line_s(PIECE_BYTES)


def identify_by(dialect: Dialect, pipe: Pipe, wait: Wait) -> Inventory | None:
    """Whether a scanner answered the first of its dialect's settings; that it refuses it tells as much."""
    first = dialect.settings[0]
    return answer_to(pipe, wait, lambda came: None if dialect.answer_in(first, came) is None else Inventory())

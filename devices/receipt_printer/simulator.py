"""A simulated ESC/POS receipt printer: it draws what it is sent, at the speed of real paper.

Real-time commands are answered at once, also while nothing can be printed; buffered ones when everything before them is
on paper.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from devices.clock import Clock
from devices.misfortunes import LOST, Action, Misfortune, Parameter, SimulatedDevice, Simulator
from devices.receipt_printer.answers import NOT_TAKEN
from devices.receipt_printer.commands import CLEAR_BUFFER
from devices.receipt_printer.ejector import Ejector
from devices.receipt_printer.paper import Interpreter
from devices.receipt_printer.printed import Done, PrinterModel, Slip

MISFORTUNES = (
    Misfortune("paper_out", "The paper is used up", ("receipt_printer.paper_out",)),
    Misfortune("near_end", "The paper is nearly used up"),
    Misfortune(
        "paper_out_during",
        "The paper runs out in the middle of a slip",
        ("receipt_printer.paper_out",),
        MappingProxyType({"after_mm": 20}),
    ),
    Misfortune("cover_open", "The cover is open", ("receipt_printer.cover_open",)),
    Misfortune("cutter_stuck", "The cutter is stuck", ("receipt_printer.cutter",)),
    Misfortune("offline", "The printer is offline without a stated cause", ("receipt_printer.offline",)),
    Misfortune("head_hot", "The head is too hot", ("receipt_printer.head_hot",)),
    Misfortune("broken", "An error that does not go away", ("receipt_printer.unrecoverable",)),
    Misfortune("silent", "The printer does not answer", ("receipt_printer.no_answer",)),
    Misfortune("slow", "The printer is slow", ("receipt_printer.no_answer",), MappingProxyType({"factor": 5})),
    Misfortune("garbled", "Status bytes are noise", ("transport.noise",)),
    Misfortune("not_taken_bit", "Bit 7 of the first status byte says that the last slip was not taken"),
    Misfortune(
        "retracts_itself",
        "The printer takes the slip back by itself",
        parameters=MappingProxyType({"after_s": 5}),
    ),
    Misfortune(
        "retract_jams",
        "The slip jams when it is taken back",
        ("receipt_printer.jam",),
    ),
    Misfortune("half_pulled", "Somebody holds the slip while it is taken back", ("receipt_printer.not_retracted",)),
    Misfortune(
        "bin_full",
        "The bin for slips taken back is full",
        ("receipt_printer.not_retracted", "receipt_printer.bin_full"),
    ),
    Misfortune(
        "mouth_stuck",
        "The presenter's sensor sees a slip where there is none",
        ("receipt_printer.not_retracted",),
    ),
    Misfortune("unplugged", "The plug is pulled", LOST),
    Misfortune("unplugged_during", "The plug is pulled in the middle of a slip", LOST),
)

STOPS = ("paper_out", "cover_open", "cutter_stuck", "offline", "head_hot", "broken")
"""Misfortunes under which nothing is printed."""

STATUS_BITS: Mapping[str, tuple[tuple[int, int], ...]] = MappingProxyType(
    {
        "paper_out": ((1, 0x08), (2, 0x20), (4, 0x60)),
        "near_end": ((4, 0x0C),),
        "cover_open": ((1, 0x08), (2, 0x04)),
        "cutter_stuck": ((1, 0x08), (2, 0x40), (3, 0x08)),
        "offline": ((1, 0x08),),
        "head_hot": ((1, 0x08), (2, 0x40), (3, 0x40)),
        "broken": ((1, 0x08), (2, 0x40), (3, 0x20)),
        "not_taken_bit": ((1, 0x80),),
    }
)
"""Misfortune → bits it sets in the answers to DLE EOT n: (n, bits)."""

MM_PER_S = 150.0
KEEP_SLIPS = 50
BUFFER_BYTES = 512 * 1024
IDS: Mapping[int, bytes] = MappingProxyType(
    {65: b"_1.02\x00", 66: b"_YIKE\x00", 67: b"_SIM80\x00", 68: b"_SIM-0001\x00"}
)


ACTIONS = (
    Action("take_slip", "The slip that waits is taken"),
    Action("empty_bin", "The bin of slips taken back is emptied"),
)


def create(clock: Clock, options: Mapping[str, Any]) -> Simulator:
    """A printer with a full roll; options as in a model's profile."""
    return EscposSimulator(clock, PrinterModel.of(options))


class EscposSimulator(SimulatedDevice):
    """`slips` holds the printed slips, newest last; a citizen takes one with `take_slip`.

    `complaints` has a line for each thing that a printer would not have understood, or would have printed otherwise
    than the host can have meant.
    """

    def __init__(self, clock: Clock, model: PrinterModel | None = None) -> None:
        super().__init__(clock, MISFORTUNES)
        self._paper = Interpreter(model)
        self._ejector = Ejector(clock, model or PrinterModel(), self.misfortunes)
        self._busy_until = 0.0
        self._automatic = False
        """Status is sent whenever paper or cover changes (GS a)."""
        self.slips: list[Slip] = []

    @property
    def complaints(self) -> tuple[str, ...]:
        return tuple(self._paper.complaints)

    @property
    def pending(self) -> int:
        """Bytes it was sent that are not yet worked on."""
        return self._paper.pending

    @property
    def waiting(self) -> Slip | None:
        """The slip at the mouth."""
        with self._lock:
            return self._ejector.slip

    @property
    def retracted(self) -> tuple[Slip, ...]:
        """The slips in the bin, newest last."""
        with self._lock:
            self._ejector.slip  # noqa: B018 (a slip whose time is over is in the bin)
            return self._ejector.retracted

    def take_slip(self) -> Slip | None:
        """Take what waits at the slot; None if nothing does."""
        with self._lock:
            return self._ejector.take()

    def empty_bin(self) -> None:
        """Take out the slips that went back."""
        with self._lock:
            self._ejector.retracted = ()
            self.misfortunes.end("bin_full")

    def begin(self, misfortune: str, **parameters: Parameter) -> None:
        with self._lock:
            super().begin(misfortune, **parameters)
            if misfortune in STATUS_BITS:
                self._say_unasked(0.0)

    def end(self, misfortune: str) -> None:
        with self._lock:
            super().end(misfortune)
            if misfortune == "paper_out":
                self.misfortunes.end("paper_out_during")
            if misfortune in STATUS_BITS:
                self._say_unasked(0.0)
            self._work()

    def received(self, data: bytes) -> None:
        with self._lock:
            if self._stopped():
                data = self._real_time_only(data)
            if self._paper.pending + len(data) <= BUFFER_BYTES:
                self._paper.add(data)
            else:
                self._paper.complain(f"buffer full: {len(data)} bytes lost")
            self._work()

    def _stopped(self) -> bool:
        return any(self.misfortunes.on(name) for name in STOPS)

    def _real_time_only(self, data: bytes) -> bytes:
        """Answer the real-time commands in `data` at once; the rest waits in the buffer."""
        while CLEAR_BUFFER in data:
            data = data.replace(CLEAR_BUFFER, b"", 1)
            self._clear()
        rest, at = b"", 0
        while (found := data.find(b"\x10\x04", at)) >= 0 and found + 2 < len(data):
            rest += data[at:found]
            self._real_time(data[found + 2])
            at = found + 3
        return rest + data[at:]

    def _work(self) -> None:
        while not self._stopped():
            before = self._paper.height_mm
            done = self._paper.step()
            if done is False:
                return
            self._move(self._paper.height_mm - before)
            if isinstance(done, Done):
                self._act(done)

    def _move(self, mm: float) -> None:
        """Account for the time that the paper takes, and for its end."""
        if mm > 0:
            slow = self.misfortunes.on("slow")
            speed = MM_PER_S / (float(slow["factor"]) if slow else 1.0)
            self._busy_until = max(self._busy_until, self._clock.monotonic()) + mm / speed
        during = self.misfortunes.on("paper_out_during")
        if during and self._paper.height_mm > float(during["after_mm"]):
            self.misfortunes.end("paper_out_during")
            self.misfortunes.begin("paper_out")
        if self.misfortunes.on("unplugged_during") and self._paper.height_mm > 0:
            self._wire.cut()
            self._paper.clear()

    def _act(self, done: Done) -> None:
        match done.what:
            case "cut":
                self._cut(whole=True)
            case "real_time":
                self._real_time(done.argument)
            case "clear":
                self._clear()
            case "status":
                self._say(bytes([0x0C if self.misfortunes.on("paper_out") else 0x00]), self._printing())
            case "id":
                self._say(IDS.get(done.argument, b"\x00"), self._printing())
            case "asb":
                self._automatic = done.argument != 0
                self._say_unasked(self._printing())
            case "ejector":
                answer = self._ejector.do(done.function, done.argument)
                if answer:
                    self._say(answer, 0.0)

    def _printing(self) -> float:
        return max(0.0, self._busy_until - self._clock.monotonic())

    def _cut(self, *, whole: bool) -> None:
        slip = self._paper.slip(whole=whole)
        self.slips = [*self.slips[-KEEP_SLIPS + 1 :], slip]
        self._ejector.put(slip)

    def _clear(self) -> None:
        self._paper.clear()
        if self._paper.height_mm > 0:
            self._cut(whole=False)

    def _real_time(self, number: int) -> None:
        if not 1 <= number <= 4:
            return
        byte = 0x12
        for name, bits in STATUS_BITS.items():
            if self.misfortunes.on(name):
                byte |= sum(bit for n, bit in bits if n == number)
        if number == 1 and self._ejector.not_taken:
            byte |= NOT_TAKEN
        self._say(bytes([0xFF if self.misfortunes.on("garbled") else byte]), 0.0)

    def _say_unasked(self, after: float) -> None:
        """Four bytes of automatic status, where it is on."""
        if self._automatic:
            on = {name for name in STATUS_BITS if self.misfortunes.on(name)}
            first = 0x10 | 0x08 * bool(on & set(STOPS)) | 0x20 * ("cover_open" in on)
            paper = 0x03 * ("near_end" in on) | 0x0C * ("paper_out" in on)
            self._say(bytes([first, 0x08 * ("cutter_stuck" in on), paper, 0x0F]), after)

    def _say(self, answer: bytes, after: float) -> None:
        if not self.misfortunes.on("silent"):
            self._wire.send(answer, after + 0.002)

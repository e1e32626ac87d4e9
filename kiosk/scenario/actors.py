"""Actors of a rehearsal besides the citizen's touches: cards, slips, devices, the network cable, the platform, phones.

Shared by scenarios and the rehearsal's control panel. The only module that reaches simulators and the sandbox.
"""

from __future__ import annotations

import http.client
import json
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from dataclasses import field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from devices import PERSON, WRITTEN, OpenDevice, actions
from devices.id_reader.contract import IdCard
from devices.lazy_dataclass import dataclass
from kiosk.health import disk_free_mb
from kiosk.scenario.cable import Cable

START_LONGEST_S = 60.0
"""Real seconds until a sandbox that says nothing counts as not started."""
POLL_S = 0.1
ANSWER_LONGEST_S = 20


class ActorError(Exception):
    """An actor could not act: the rehearsal is at fault, not the product."""


@dataclass(frozen=True)
class Cards:
    """Lays the cards of invented people on the reader and lifts them. Raises ActorError for an unknown person."""

    people: Mapping[str, IdCard] = field(repr=False)
    reader: OpenDevice | None

    def person(self, name: str) -> IdCard:
        """The card of an invented person. Raises ActorError."""
        if name not in self.people:
            raise ActorError(f"no invented person {name!r}; known: {', '.join(sorted(self.people))}")
        return self.people[name]

    def put(self, person: str) -> None:
        self._simulator().put_card(self.person(person))

    def lift(self) -> None:
        self._simulator().lift_card()

    @property
    def on_reader(self) -> bool:
        return self.reader is not None and self._simulator().card is not None

    def _simulator(self) -> Any:
        return simulator_of(self.reader)


@dataclass(frozen=True)
class Slips:
    """Takes slips from the printer and reads them."""

    printer: OpenDevice | None

    def take(self) -> None:
        simulator_of(self.printer).take_slip()

    @property
    def all(self) -> list[Any]:
        """All printed slips, oldest first."""
        return [] if self.printer is None else list(simulator_of(self.printer).slips)

    def newest_number(self, terminal: str) -> str:
        """The number of the newest slip that has one of this terminal; "" if none has."""
        lines = (line for slip in reversed(self.all) for line in slip.lines)
        found: str | None = next((line for line in lines if line.startswith(f"{terminal}-")), None)
        return found or ""

    @property
    def waiting(self) -> bool:
        return self.printer is not None and simulator_of(self.printer).waiting is not None


@dataclass(frozen=True)
class Sheets:
    """The sheets of paper that came out of the document printer, where there is one."""

    printer: OpenDevice | None

    @property
    def all(self) -> list[Any]:
        """All whole sheets, oldest first."""
        every = [] if self.printer is None else simulator_of(self.printer).sheets
        return [sheet for sheet in every if sheet.whole]


@dataclass(frozen=True)
class DeviceActions:
    """Actions of people on simulated devices, by name in the simulator's table."""

    people: Mapping[str, IdCard] = field(repr=False)
    devices: Mapping[str, OpenDevice]

    def do(self, device: str, action: str, argument: str = "") -> None:
        """Perform an action. Raises ActorError for an unknown device, action or person, listing the known ones."""
        opened = device_named(self.devices, device)
        known = {each.name: each for each in actions(opened.spec.family, opened.spec.driver)}
        if action not in known:
            raise ActorError(f"nobody can {action!r} at {device}; known: {', '.join(known)}")
        method = getattr(simulator_of(opened), action)
        if known[action].argument in WRITTEN:
            method(argument)
        elif known[action].argument != PERSON:
            method()
        elif argument not in self.people:
            raise ActorError(f"no invented person {argument!r}; known: {', '.join(sorted(self.people))}")
        else:
            method(self.people[argument])


def device_named(devices: Mapping[str, OpenDevice], name: str) -> OpenDevice:
    """Return the device of this name in the profile, or the first of this family. Raises ActorError."""
    if name in devices:
        return devices[name]
    for each in devices.values():
        if each.spec.family == name:
            return each
    raise ActorError(f"this terminal has no {name!r}; it has: {', '.join(devices)}")


def device_if_any(devices: Mapping[str, OpenDevice], name: str) -> OpenDevice | None:
    """The same, or None where the terminal has none: a profile may lack a printer or a reader."""
    try:
        return device_named(devices, name)
    except ActorError:
        return None


def complaints_of(devices: Mapping[str, OpenDevice]) -> list[str]:
    """Return what the simulated devices did not understand, or did otherwise than can have been meant."""
    return [
        f"{name} complains: {line}"
        for name, device in devices.items()
        for line in getattr(device.simulator, "complaints", ())
    ]


def simulator_of(device: OpenDevice | None) -> Any:
    """Return the simulator behind a device. Raises ActorError for a real device, and where the terminal has none."""
    if device is None:
        raise ActorError("this terminal has no such device")
    if device.simulator is None:
        raise ActorError(f"{device.spec.name} is no simulator")
    return device.simulator


def _reason(log: Path) -> str:
    """Return the reason for which a sandbox did not start, from its log: its own words, else the last line."""
    if disk_free_mb(log.parent) == 0:
        return f"the disk of {log.parent} is full; make room there"
    lines = [line.strip() for line in log.read_text(encoding="utf-8", errors="replace").splitlines()]
    own = [line for line in lines if line.startswith("cannot start: ")]
    said = (own or [line for line in lines if line] or ["it said nothing"])[-1]
    return f"{said}; install it: make setup-rehearsal" if said.startswith("ModuleNotFoundError") else said


class Platform:
    """The sandbox in a separate process, reached through a cable that can be cut."""

    def __init__(
        self,
        services: Path,
        people: Path,
        data: Path,
        port: int = 0,
        given_up: Callable[[], bool] = lambda: False,
        on_process: Callable[[subprocess.Popen[str]], None] = lambda process: None,
    ) -> None:
        """Start the sandbox and wait until it listens, or until `given_up`. `on_process` is given its process at once.
        Raises ActorError and OSError."""
        self._data = data
        data.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-m", "kiosk.platform.sandbox", "--port", "0", "--data", str(data)]
        command += ["--services", str(services), "--people", str(people)]
        command += ["--departments", str(beside)] if (beside := services.parent / "departments").is_dir() else []
        with (data / "sandbox.log").open("ab") as log:
            self._process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True)
        on_process(self._process)
        self.control = self._address_printed(data, given_up)
        parts = urlsplit(self.control)
        try:
            self.cable = Cable(parts.hostname or "127.0.0.1", parts.port or 0, port)
        except OSError:
            self.stop()
            raise

    @property
    def url(self) -> str:
        """The platform's address for the terminal: the near end of the cable."""
        return f"http://127.0.0.1:{self.cable.port}"

    def _address_printed(self, data: Path, given_up: Callable[[], bool]) -> str:
        """The address that the sandbox prints when it listens."""
        output = self._process.stdout
        assert output is not None
        lines: list[str] = []
        reader = threading.Thread(target=lambda: lines.append(output.readline()), name="sandbox-start", daemon=True)
        reader.start()
        for _ in range(round(START_LONGEST_S / POLL_S)):
            reader.join(POLL_S)
            if not reader.is_alive() or given_up():
                break
        line = lines[0] if lines else ""
        if "http://" not in line:
            slow = reader.is_alive()
            self._process.kill()
            reader.join()
            self.stop()
            said = f"it did not answer within {START_LONGEST_S:.0f} s" if slow else _reason(data / "sandbox.log")
            raise ActorError(f"the sandbox did not start: {said}; its log is {data / 'sandbox.log'}")
        return "http://" + line.split("http://")[1].strip()

    def stop(self) -> None:
        """Close the cable and end the sandbox process."""
        if hasattr(self, "cable"):
            self.cable.close()
        self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(10)
        if self._process.stdout is not None:
            self._process.stdout.close()

    def request(self, method: str, path: str, body: Any = None) -> Any:
        """Send a request to the sandbox's control interface, bypassing the cable. Raises ActorError."""
        parts = urlsplit(self.control)
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=ANSWER_LONGEST_S)
        try:
            content = None if body is None else json.dumps(body).encode()
            connection.request(method, path, content, {"Content-Type": "application/json"})
            answer = (response := connection.getresponse()).read()
        except (OSError, http.client.HTTPException) as error:
            raise ActorError(f"the sandbox does not answer: {error}") from error
        finally:
            connection.close()
        if response.status >= 400:
            why = f"{response.status}; its log is {self._data / 'sandbox.log'}"
            if response.status >= 500 and disk_free_mb(self._data) == 0:
                why = f"the disk of {self._data} is full; make room there"
            raise ActorError(f"the sandbox refused {method} {path}: {why}")
        return json.loads(answer) if answer else None

    def enrol(self, terminal: str, public_key: str) -> None:
        self.request("PUT", f"/sandbox/terminals/{terminal}", {"public": public_key})

    def begin(self, name: str, parameters: Mapping[str, Any], path: str = "/v1/", times: int | None = None) -> None:
        body: dict[str, Any] = {"name": name, "parameters": dict(parameters), "path": path}
        self.request("POST", "/sandbox/misfortunes", body | ({"times": times} if times else {}))

    def end_misfortunes(self) -> None:
        self.request("DELETE", "/sandbox/misfortunes")

    def set_time(self, moment: str) -> None:
        self.request("PUT", "/sandbox/clock", {"now": moment})

    def reset(self) -> None:
        self.request("POST", "/sandbox/reset")

    def cases(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.request("GET", "/sandbox/cases")
        return found

    def ratings(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.request("GET", "/sandbox/ratings")
        return found

    def messages(self) -> list[dict[str, str]]:
        """Return the messages that the invented phones received, per phone with the newest last."""
        phones: dict[str, list[dict[str, str]]] = self.request("GET", "/sandbox/phones")
        return [{"phone": phone, **message} for phone, messages in phones.items() for message in messages]

    def pay(self, order: str, payment: str) -> None:
        """Let something happen to the order of this code. Raises ActorError."""
        self.request("POST", "/sandbox/payments", {"order": order, "payment": payment})

    def identity_code(self, number: str) -> str:
        """Return the identity code that the phone of the person with this number shows now. Raises ActorError."""
        return str(self.request("POST", "/sandbox/identity-codes", {"number": number})["code"])

    def newest_code(self) -> str:
        """Return the newest one-time code that any phone received. Raises ActorError if there is none."""
        codes = [message["code"] for message in self.messages() if message.get("code")]
        if not codes:
            raise ActorError("no phone received a code")
        return codes[-1]

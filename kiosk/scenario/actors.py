"""Actors of a rehearsal besides the citizen's touches: cards, slips, devices, the network cable, the platform, phones.

Shared by scenarios and the rehearsal's control panel. The only module that reaches simulators and the sandbox.
"""

from __future__ import annotations

import http.client
import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from devices import PERSON, OpenDevice, actions
from devices.id_reader.contract import IdCard
from kiosk.scenario.cable import Cable

START_LONGEST_S = 60
ANSWER_LONGEST_S = 20


class ActorError(Exception):
    """An actor could not act: the rehearsal is at fault, not the product."""


@dataclass(frozen=True)
class Cards:
    """Lays the cards of invented people on the reader and lifts them. Raises ActorError for an unknown person."""

    people: Mapping[str, IdCard] = field(repr=False)
    reader: OpenDevice

    def put(self, person: str) -> None:
        if person not in self.people:
            raise ActorError(f"no invented person {person!r}; known: {', '.join(sorted(self.people))}")
        self._simulator().put_card(self.people[person])

    def lift(self) -> None:
        self._simulator().lift_card()

    @property
    def on_reader(self) -> bool:
        return self._simulator().card is not None

    def _simulator(self) -> Any:
        return simulator_of(self.reader)


@dataclass(frozen=True)
class Slips:
    """Takes slips from the printer and reads them."""

    printer: OpenDevice

    def take(self) -> None:
        self._simulator().take_slip()

    @property
    def all(self) -> list[Any]:
        """All printed slips, oldest first."""
        return list(self._simulator().slips)

    @property
    def waiting(self) -> bool:
        return self._simulator().waiting is not None

    def _simulator(self) -> Any:
        return simulator_of(self.printer)


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
        if known[action].argument != PERSON:
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


def complaints_of(devices: Mapping[str, OpenDevice]) -> list[str]:
    """What the simulated devices were sent and did not understand, or did otherwise than can have been meant."""
    return [
        f"{name} complains: {line}"
        for name, device in devices.items()
        for line in getattr(device.simulator, "complaints", ())
    ]


def simulator_of(device: OpenDevice) -> Any:
    """Return the simulator behind a device. Raises ActorError for a real device."""
    if device.simulator is None:
        raise ActorError(f"{device.spec.name} is no simulator")
    return device.simulator


class Platform:
    """The sandbox in a separate process, reached through a cable that can be cut."""

    def __init__(
        self,
        services: Path,
        people: Path,
        data: Path,
        port: int = 0,
        on_process: Callable[[subprocess.Popen[str]], None] = lambda process: None,
    ) -> None:
        """Start the sandbox and wait until it listens. Raises ActorError."""
        data.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-m", "kiosk.platform.sandbox", "--port", "0", "--data", str(data)]
        command += ["--services", str(services), "--people", str(people)]
        with (data / "sandbox.log").open("ab") as log:
            self._process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True)
        on_process(self._process)
        self.control = self._first_line(data)
        parts = urlsplit(self.control)
        self.cable = Cable(parts.hostname or "127.0.0.1", parts.port or 0, port)

    @property
    def url(self) -> str:
        """The platform's address for the terminal: the near end of the cable."""
        return f"http://127.0.0.1:{self.cable.port}"

    def _first_line(self, data: Path) -> str:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if "http://" not in line:
            self.stop()
            raise ActorError(f"the sandbox did not start; see {data / 'sandbox.log'}")
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
            response = connection.getresponse()
            answer = response.read()
        except (OSError, http.client.HTTPException) as error:
            raise ActorError(f"the sandbox does not answer: {error}") from error
        finally:
            connection.close()
        if response.status >= 400:
            raise ActorError(f"the sandbox refused {method} {path}: {response.status}")
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

    def newest_code(self) -> str:
        """Return the newest one-time code that any phone received. Raises ActorError if there is none."""
        codes = [message["code"] for message in self.messages() if message.get("code")]
        if not codes:
            raise ActorError("no phone received a code")
        return codes[-1]

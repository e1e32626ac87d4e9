"""pcscd of pcsc-lite with the virtual reader vpcd, apart from this machine's own, and our cards in its slot.

Run as a program inside new network and mount namespaces: nobody outside reaches vpcd, which listens on every address,
and pcscd's folder /run/pcscd is one of the test. It obeys lines on its standard input, one word and its argument:
`insert KIND`, `eject`, `stop_pcscd`, `start_pcscd`, `commands`, `slow SECONDS`; each is answered by one line.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

DRIVER = Path("/usr/lib/pcsc/drivers/serial/libifdvpcd.so")
PORT = 0x4C7B
READER = "Virtual PCD"
OFF, ON, RESET, ATR = (bytes((number,)) for number in (0, 1, 2, 4))
"""Messages of vpcd that are no command (virtualsmartcard's README, section protocol)."""
START_S = 10.0


def missing() -> str:
    """The reason for which pcscd cannot be run here; "" if it can."""
    if not Path("/usr/sbin/pcscd").exists() or not DRIVER.exists():
        return "no pcscd or vpcd: apt-get install pcscd vsmartcard-vpcd"
    if os.geteuid() != 0:
        return "pcscd is started by root alone"
    tried = subprocess.run(["unshare", "--net", "--mount", "true"], capture_output=True, check=False)
    return "" if tried.returncode == 0 else "this machine makes no namespaces: pcscd would meet its own"


class Laboratory:
    """The program, as a test sees it."""

    def __init__(self, folder: Path) -> None:
        self.socket = folder / "run" / "pcscd.comm"
        command = ["unshare", "--net", "--mount", sys.executable, "-m", __name__, str(folder)]
        self._log = (folder / "laboratory.log").open("wb")
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._log, text=True, bufsize=1
        )
        assert self.said() == "ready", (folder / "laboratory.log").read_text(encoding="utf-8")

    def said(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()

    def do(self, *words: str) -> Any:
        assert self._process.stdin is not None
        self._process.stdin.write(" ".join(words) + "\n")
        return json.loads(self.said())

    def close(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(20)
        if self._process.stdout is not None:
            self._process.stdout.close()
        self._log.close()


class Slot:
    """Our end of vpcd's socket: a connection is a card in the slot."""

    def __init__(self) -> None:
        self._connection: socket.socket | None = None
        self.slow_s = 0.0
        self.eject_at = -1
        """Commands until the card is pulled out, -1 for no such moment."""

    def insert(self, card: Any) -> None:
        self.eject()
        self._connection = socket.create_connection(("127.0.0.1", PORT), START_S)
        self._connection.settimeout(None)
        threading.Thread(target=self._serve, args=(self._connection, card), daemon=True).start()

    def eject(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.shutdown(socket.SHUT_RDWR)
            connection.close()

    def _serve(self, connection: socket.socket, card: Any) -> None:
        try:
            while True:
                message = _received(connection, int.from_bytes(_received(connection, 2)))
                # Else vpcd waits for our acknowledgement before each message: 40 ms.
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
                if message in (OFF, ON, RESET):
                    card.power()
                    continue
                if message == ATR:
                    answer = card.atr
                elif self.eject_at == 0:
                    self.eject_at = -1
                    self.eject()
                    return
                else:
                    self.eject_at -= self.eject_at > 0
                    threading.Event().wait(self.slow_s)
                    answer = card.answer(message)
                connection.sendall(len(answer).to_bytes(2) + answer)
        except OSError:
            return


def _received(connection: socket.socket, length: int) -> bytes:
    data = b""
    while len(data) < length:
        piece = connection.recv(length - len(data))
        if not piece:
            raise OSError("closed")
        data += piece
    return data


class Service:
    """pcscd, with vpcd as its only reader."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        config = self._folder / "reader.conf"
        config.write_text(
            f'FRIENDLYNAME "{READER}"\nDEVICENAME /dev/null:{PORT:#X}\nLIBPATH {DRIVER}\nCHANNELID {PORT:#X}\n'
        )
        command = ["/usr/sbin/pcscd", "--foreground", "--config", str(config)]
        self._process = subprocess.Popen(command, stdout=sys.stderr, stderr=sys.stderr)
        wait_for(lambda: (self._folder / "run" / "pcscd.comm").exists())
        wait_for(_listens)

    def stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        for each in (self._folder / "run").iterdir():
            each.unlink()


def _listens() -> bool:
    """Whether vpcd waits for a card; a connection would be one."""
    return any(f":{PORT:04X} " in line for line in Path("/proc/net/tcp").read_text(encoding="ascii").splitlines())


def wait_for(true: Any) -> None:
    for _ in range(int(START_S / 0.02)):
        if true():
            return
        threading.Event().wait(0.02)
    raise TimeoutError


def main(folder: Path) -> None:
    from devices.card_reader import simulated_cards
    from devices.id_reader.people import load_people
    from tests.house.doors import ROOT

    own = folder / "run"
    own.mkdir()
    quiet = {"check": True, "capture_output": True}
    subprocess.run(["mount", "--make-rprivate", "/"], **quiet)  # type: ignore[call-overload]
    subprocess.run(["mount", "-t", "tmpfs", "none", "/run"], **quiet)  # type: ignore[call-overload]
    Path("/run/pcscd").mkdir()
    subprocess.run(["mount", "--bind", str(own), "/run/pcscd"], **quiet)  # type: ignore[call-overload]
    subprocess.run([shutil.which("ip") or "ip", "link", "set", "lo", "up"], **quiet)  # type: ignore[call-overload]
    service, slot, card = Service(folder), Slot(), None
    service.start()
    print("ready", flush=True)
    person = load_people(ROOT / "config" / "people.toml")["li_adult"]
    kinds = {
        "social": lambda: simulated_cards.SocialSecurityCard(person),
        "bank": simulated_cards.BankCard,
        "id": simulated_cards.IdentityCard,
        "other": simulated_cards.OtherCard,
        "mute": simulated_cards.MuteCard,
    }
    for line in sys.stdin:
        word, _, argument = line.strip().partition(" ")
        said: Any = word
        if word == "insert":
            card = kinds[argument]()
            slot.insert(card)
        elif word == "eject":
            slot.eject()
        elif word == "eject_at":
            slot.eject_at = int(argument)
        elif word == "slow":
            slot.slow_s = float(argument)
        elif word == "stop_pcscd":
            service.stop()
        elif word == "start_pcscd":
            service.start()
        elif word == "commands":
            said = [command.hex() for command in card.commands] if card is not None else []
        print(json.dumps(said), flush=True)
    slot.eject()
    service.stop()


if __name__ == "__main__":
    main(Path(sys.argv[1]))

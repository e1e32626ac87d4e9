"""Folders as the kernel shows USB sockets and the lines that are plugged in there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from devices import usb_place


class Sockets:
    """A folder as the kernel shows USB sockets, and one with the device files."""

    def __init__(self, folder: Path) -> None:
        self.sys, self.dev = folder / "sys", folder / "dev"
        self.sys.mkdir()
        self.dev.mkdir()

    def plug(self, interface: str, name: str, line: str, *, cdc: bool = False) -> None:
        """Plug in an adapter whose line is this pseudo terminal."""
        folder = self.sys / interface / "tty" if cdc else self.sys / interface
        (folder / name).mkdir(parents=True)
        adapter = self.sys / interface.partition(":")[0]
        adapter.mkdir(exist_ok=True)
        (adapter / "product").write_text("USB Serial\x07\n", encoding="utf-8")
        (self.dev / name).symlink_to(line)

    def pull(self, interface: str, name: str) -> None:
        (self.sys / interface / name).rmdir()
        (self.dev / name).unlink()


@contextmanager
def plugged_in(interface: str, line: str) -> Iterator[None]:
    """One adapter, at this interface of a socket, with this line."""
    with TemporaryDirectory() as folder:
        sockets = Sockets(Path(folder))
        sockets.plug(interface, "ttyUSB0", line)
        with patch.object(usb_place, "SYS", sockets.sys), patch.object(usb_place, "DEV", sockets.dev):
            yield

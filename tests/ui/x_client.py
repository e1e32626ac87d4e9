"""A client of an X server: presses real keys and buttons (XTEST), reads selections, asks windows to close.

It uses Xlib by ctypes, so that it needs no Python package; libXtst comes with at-spi2-core.
"""

from __future__ import annotations

import ctypes
import time
from ctypes.util import find_library
from types import TracebackType
from typing import Any, Self

TIMEOUT_S = 5.0
LEFT, MIDDLE, RIGHT = 1, 2, 3
SELECTION_NOTIFY = 31
CLIENT_MESSAGE = 33
MOST_BYTES = 65536


class _ClientMessage(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_int), ("serial", ctypes.c_ulong), ("send_event", ctypes.c_int), ("display", ctypes.c_void_p),
        ("window", ctypes.c_ulong), ("message_type", ctypes.c_ulong), ("format", ctypes.c_int),
        ("data", ctypes.c_long * 5), ("padding", ctypes.c_long * 24),
    )  # fmt: skip


class _SelectionNotify(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_int), ("serial", ctypes.c_ulong), ("send_event", ctypes.c_int), ("display", ctypes.c_void_p),
        ("requestor", ctypes.c_ulong), ("selection", ctypes.c_ulong), ("target", ctypes.c_ulong),
        ("property", ctypes.c_ulong), ("time", ctypes.c_ulong), ("padding", ctypes.c_long * 24),
    )  # fmt: skip


def missing() -> str:
    """The library that is missing on this machine, or ""."""
    return next((name for name in ("X11", "Xtst") if find_library(name) is None), "")


class XClient:
    """A connection to one display."""

    def __init__(self, display: str) -> None:
        self._x: Any = ctypes.CDLL(find_library("X11"))
        self._test: Any = ctypes.CDLL(find_library("Xtst"))
        for name in ("XOpenDisplay", "XDefaultRootWindow", "XInternAtom", "XCreateSimpleWindow", "XKeysymToKeycode"):
            getattr(self._x, name).restype = ctypes.c_void_p if name == "XOpenDisplay" else ctypes.c_ulong
        self._x.XStringToKeysym.restype = ctypes.c_ulong
        self._display = ctypes.c_void_p(self._x.XOpenDisplay(display.encode()))
        assert self._display.value, f"no X server at {display}"
        self._root = ctypes.c_ulong(self._x.XDefaultRootWindow(self._display))
        made = self._x.XCreateSimpleWindow(
            self._display, self._root, 0, 0, 1, 1, 0, ctypes.c_ulong(0), ctypes.c_ulong(0)
        )
        self._own = ctypes.c_ulong(made)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._x.XCloseDisplay(self._display)

    def _atom(self, name: str) -> ctypes.c_ulong:
        return ctypes.c_ulong(self._x.XInternAtom(self._display, name.encode(), 0))

    def key(self, *names: str) -> None:
        """Press keys by their keysym names, all but the last as modifiers; release them in reverse order."""
        codes = [self._x.XKeysymToKeycode(self._display, ctypes.c_ulong(self._keysym(name))) for name in names]
        assert all(codes), f"this keyboard has no {names}"
        for code, down in [*((code, 1) for code in codes), *((code, 0) for code in reversed(codes))]:
            self._test.XTestFakeKeyEvent(self._display, ctypes.c_uint(code), down, ctypes.c_ulong(0))
        self._x.XSync(self._display, 0)

    def _keysym(self, name: str) -> int:
        found = int(self._x.XStringToKeysym(name.encode()))
        assert found, f"{name} is no keysym"
        return found

    def has_key(self, name: str) -> bool:
        return bool(self._x.XKeysymToKeycode(self._display, ctypes.c_ulong(self._keysym(name))))

    def move(self, x: int, y: int) -> None:
        self._test.XTestFakeMotionEvent(self._display, -1, x, y, ctypes.c_ulong(0))
        self._x.XSync(self._display, 0)

    def click(self, x: int, y: int, button: int = LEFT, times: int = 1) -> None:
        self.move(x, y)
        for down in (1, 0) * times:
            self._test.XTestFakeButtonEvent(self._display, button, down, ctypes.c_ulong(0))
        self._x.XSync(self._display, 0)

    def drag(self, x: int, y: int, to_x: int) -> None:
        """Press the left button, move along a line, release."""
        self.move(x, y)
        self._test.XTestFakeButtonEvent(self._display, LEFT, 1, ctypes.c_ulong(0))
        for at in range(x, to_x, 20 if to_x > x else -20):
            self.move(at, y)
        self._test.XTestFakeButtonEvent(self._display, LEFT, 0, ctypes.c_ulong(0))
        self._x.XSync(self._display, 0)

    def focus(self, window: int) -> None:
        """Direct keys to a window; without a window manager nobody else does."""
        self._x.XSetInputFocus(self._display, ctypes.c_ulong(window), 1, ctypes.c_ulong(0))
        self._x.XSync(self._display, 0)

    def selection(self, name: str) -> str | None:
        """Return the text of PRIMARY or CLIPBOARD, None if nobody offers one."""
        place = self._atom("YIKE_TEST")
        self._x.XConvertSelection(
            self._display, self._atom(name), self._atom("UTF8_STRING"), place, self._own, ctypes.c_ulong(0)
        )
        self._x.XSync(self._display, 0)
        answer = _SelectionNotify()
        until = time.monotonic() + TIMEOUT_S
        while not self._x.XCheckTypedEvent(self._display, SELECTION_NOTIFY, ctypes.byref(answer)):
            assert time.monotonic() < until, f"the owner of {name} does not answer"
            time.sleep(0.005)
        return self._read(self._own, place) if answer.property else None

    def _read(self, window: ctypes.c_ulong, place: ctypes.c_ulong) -> str:
        kind, form, items, left = (ctypes.c_ulong(), ctypes.c_int(), ctypes.c_ulong(), ctypes.c_ulong())
        value = ctypes.POINTER(ctypes.c_ubyte)()
        self._x.XGetWindowProperty(
            self._display, window, place, ctypes.c_long(0), ctypes.c_long(MOST_BYTES), 0, ctypes.c_ulong(0),
            ctypes.byref(kind), ctypes.byref(form), ctypes.byref(items), ctypes.byref(left), ctypes.byref(value),
        )  # fmt: skip
        content = bytes(value[: items.value])
        self._x.XFree(value)
        return content.decode()

    def windows(self) -> list[int]:
        """Return the top-level windows that are shown with a title."""
        root, parent, children, count = (
            ctypes.c_ulong(),
            ctypes.c_ulong(),
            ctypes.POINTER(ctypes.c_ulong)(),
            ctypes.c_uint(),
        )
        self._x.XQueryTree(
            self._display,
            self._root,
            ctypes.byref(root),
            ctypes.byref(parent),
            ctypes.byref(children),
            ctypes.byref(count),
        )
        found = [int(children[number]) for number in range(count.value)]
        # Qt has windows of its own that are never shown.
        return [window for window in found if self.title(window) and not self.title(window).startswith("Qt ")]

    def title(self, window: int) -> str:
        return self._read(ctypes.c_ulong(window), self._atom("_NET_WM_NAME"))

    def ask_to_close(self, window: int) -> None:
        """Send WM_DELETE_WINDOW, as a window manager does for Alt+F4 and the close button."""
        data = (ctypes.c_long * 5)(self._atom("WM_DELETE_WINDOW").value, 0, 0, 0, 0)
        message = _ClientMessage(
            type=CLIENT_MESSAGE, window=window, message_type=self._atom("WM_PROTOCOLS").value, format=32, data=data
        )
        self._x.XSendEvent(self._display, ctypes.c_ulong(window), 0, ctypes.c_long(0), ctypes.byref(message))
        self._x.XSync(self._display, 0)

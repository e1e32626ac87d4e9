"""The socket that the sandbox listens on, and what to do where it cannot be had."""

from __future__ import annotations

import errno
import socket

from kiosk.platform.sandbox.folder import CannotStart

PORT_REMEDIES = {
    errno.EADDRINUSE: "another program has this port: end it, or choose another: --port (0 picks a free one)",
    errno.EACCES: "this user may not open it: choose one above 1023: --port",
    errno.EADDRNOTAVAIL: "this machine has no such address: --host",
}


def listener(host: str, port: int) -> socket.socket:
    """Return a listening socket with explicit IPPROTO_TCP: only then does asyncio set TCP_NODELAY."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    sock = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.bind((host, port))
        sock.listen(256)
    except OSError as error:
        sock.close()
        why = PORT_REMEDIES.get(error.errno or 0, f"{error.strerror}: choose another: --host, --port")
        raise CannotStart(f"{host} port {port}: {why}") from None
    except BaseException:
        sock.close()
        raise
    return sock

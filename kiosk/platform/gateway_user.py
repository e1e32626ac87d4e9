"""The connection of one worker to the platform, replaced after a failure."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.platform.gateway import PlatformGateway


class GatewayUser:
    """Base of a worker body that calls the platform: connects at the first call, in the worker's own thread."""

    def __init__(self, connect: Callable[[], PlatformGateway]) -> None:
        self._connect = connect
        self._gateway: PlatformGateway | None = None

    def gateway(self) -> PlatformGateway:
        """Return the connection; open it if there is none. Raises what `connect` raises."""
        if self._gateway is None:
            self._gateway = self._connect()
        return self._gateway

    def reset(self) -> None:
        """Close the connection: its state is unknown after an unexpected exception."""
        gateway, self._gateway = self._gateway, None
        if gateway is not None:
            gateway.close()

    def abandon(self) -> None:
        """Leave the connection to a stuck thread; the next thread opens another."""
        self._gateway = None

    def close(self) -> None:
        self.reset()

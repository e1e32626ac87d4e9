"""A catalogue whose fetching or reading raises something unexpected: reported, and fetched with a later heartbeat."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

import pytest

from devices import FakeClock, Wait
from kiosk.catalogue.load import Catalogue
from kiosk.platform.gateway import UNLIMITED_ADMISSION, Heartbeat, HeartbeatReply, PlatformGateway
from kiosk.workers.heartbeat import EVERY_OFFLINE, HeartbeatWorker
from kiosk.workers.notices import CatalogueCame, PlatformSeen
from tests import frozen
from tests.loops import Observed, loop_of


@dataclass
class Publishing:
    """A platform with a newer catalogue, which it cannot give out while it is `broken`."""

    clock: FakeClock
    broken: bool = False

    def heartbeat(self, report: Heartbeat, wait: Wait) -> HeartbeatReply:
        return HeartbeatReply(self.clock.now(), "v2", UNLIMITED_ADMISSION)

    def catalogue(self, known_version: str, wait: Wait) -> bytes | None:
        if self.broken:
            raise KeyError
        return b"token"

    def close(self) -> None:
        return


@pytest.mark.parametrize("where", ["fetched", "read"])
def test_a_catalogue_that_fails_unexpectedly_is_fetched_with_a_later_beat(where: str) -> None:
    clock, observed, posted = FakeClock(), Observed(), list[Any]()
    platform, unreadable, nothing = Publishing(clock, where == "fetched"), [where == "read"], cast(Any, None)

    def accept(token: bytes) -> Catalogue:
        if any(unreadable):
            raise KeyError
        return frozen.catalogue()

    gateway = cast(PlatformGateway, platform)
    worker = HeartbeatWorker(lambda: gateway, clock, "WT02", lambda: nothing, accept, posted.append, lambda: None)
    loop = loop_of(worker, clock, observed)
    loop.start()
    clock.advance(1)
    assert [type(each.error) for each in observed.incidents] == [KeyError]
    assert not next(each for each in reversed(posted) if isinstance(each, PlatformSeen)).online
    platform.broken = False
    unreadable.clear()
    clock.advance(2 * EVERY_OFFLINE)
    assert CatalogueCame(frozen.catalogue()) in posted
    assert next(each for each in reversed(posted) if isinstance(each, PlatformSeen)).online
    loop.stop()
    loop.join(5)

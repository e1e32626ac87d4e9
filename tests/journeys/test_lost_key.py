"""A terminal that has worked before makes itself no new identity: a lost key is refused, with the remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.outbox.__main__ import main
from kiosk.platform.identity import KeyFileError
from kiosk.scenario.actors import Platform
from tests.journeys.hand_driven import HandDrivenWorld


@pytest.mark.parametrize("left", ["everything", "outbox.mark", "catalogue.jws"])
def test_a_lost_key_is_not_replaced_silently(
    left: str, platform: Platform, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    HandDrivenWorld(platform, data).world.terminal.stop()
    (data / "terminal.key").unlink()
    if left != "everything":
        for path in (data / "outbox.mark", data / "catalogue.jws", data / "outbox" / "outbox.sqlite"):
            if path.name != left:
                path.unlink()
    with pytest.raises(KeyFileError, match=r"terminal\.key: the terminal's key is gone.*new-key.*enrol"):
        HandDrivenWorld(platform, data)
    assert not (data / "terminal.key").exists()
    if left == "everything":
        assert main(["new-key", "--data", str(data)]) == 0
        assert "enrol it at the platform" in capsys.readouterr().out
        assert main(["new-key", "--data", str(data)]) == 1, "a key that is there is not replaced"
        HandDrivenWorld(platform, data).world.terminal.stop()
